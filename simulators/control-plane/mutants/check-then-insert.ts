import type { BatchResult, Message } from '../../../contracts/wire/index.ts';
import type { Entry, ProjectCalls, Who } from '../calls.ts';
import { repeated } from '../project-data/store-batch.ts';
import type { ControlPlaneMutant } from './mutant.ts';

async function readHistory(project: ProjectCalls, who: Who, sessionId: string): Promise<Map<string, Message>> {
  const known = new Map<string, Message>();
  for (let after: number | null = 0; after !== null; ) {
    const page = await project.listMessages(who, sessionId, after, 100);
    for (const message of page.ok ? page.value.messages : []) known.set(message.messageId, message);
    after = page.ok ? page.value.nextAfter : null;
  }
  return known;
}

function answerKnown(history: Map<string, Message>, entry: Entry): BatchResult | null {
  const known = entry.ok ? history.get(entry.message.messageId) : undefined;
  return known && entry.ok ? repeated(known, entry.message) : null;
}

export const checkThenInsert: ControlPlaneMutant = {
  id: 'check-then-insert',
  requirement: 'TASK-10',
  side: 'control-plane',
  title: 'Known ids are read in one call and the rest stored in another: batches sent at once are stored twice.',
  rules: {
    knownMessage: () => null,
    async sendBatch(project, who, sessionId, entries) {
      const history = await readHistory(project, who, sessionId);
      const answers = entries.map((entry) => answerKnown(history, entry));
      const fresh = entries.filter((_entry, index) => !answers[index]);
      if (fresh.length === 0) return { ok: true, value: answers.flatMap((answer) => answer ?? []) };
      const sent = await project.appendMessages(who, sessionId, fresh);
      if (!sent.ok) return sent;
      const results = [...sent.value];
      return { ok: true, value: answers.flatMap((answer) => answer ?? results.splice(0, 1)) };
    },
  },
};
