import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { fields, list, messagesIn, said, sessionsIn, text } from '../reading.ts';

/** No id is made up (TASK-3). */
export const returnedIdsResolve = check({
  id: 'returned-ids-resolve',
  level: 'MUST',
  requirements: ['TASK-3'],
  sentence: 'Every task and session the target ever returned can be read.',
  start() {
    const found = new Findings();
    /** Id to the event that returned it first, with the project asked for. */
    const returned = new Map<string, { what: string; event: number; projectId: string | undefined }>();
    return {
      on(event, exchange) {
        const projectId = exchange?.sent.message.params.projectId;
        const note = (what: string, id: unknown) => {
          if (text(id) !== undefined && !returned.has(String(id)))
            returned.set(String(id), { what, event: event.index, projectId });
        };
        for (const { sessionId, taskId } of sessionsIn(event, exchange)) {
          note('session', sessionId);
          note('task', taskId);
        }
        for (const { sessionId } of messagesIn(event, exchange)) note('session', sessionId);
        const answer = said(event, exchange, 'submitTask', 'getTask', 'listTasks');
        if (!answer || answer.status >= 300) return;
        for (const shown of [answer.body, ...list(answer.body.tasks)].map(fields)) {
          note('session', shown.sessionId);
          note('task', shown.taskId);
        }
      },
      end({ missing, projectId, time }) {
        if (time === undefined) return found;
        for (const [id, { what, event, projectId: asked }] of returned) {
          if (asked !== projectId) continue;
          found.judged += 1;
          const gone = missing.get(id);
          if (gone !== undefined) found.breach(`The target returned ${what} ${id}, which cannot be read.`, event, gone);
        }
        return found;
      },
    };
  },
});
