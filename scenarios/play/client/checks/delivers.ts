import { check, type Exchange, kindOf } from '../../../checks/check.ts';
import { Findings } from '../../../checks/findings.ts';
import { batchOf, fields, list, param, text } from '../../../checks/reading.ts';

/** Statuses that are final for one message where it was sent alone. */
const ofOneMessage = new Set([400, 413, 422]);

/** What an agent was told to report is there at the end, once and in order (TASK-8, TASK-10, TASK-11). */
export const delivers = check({
  id: 'client-delivers',
  level: 'MUST',
  requirements: ['TASK-8', 'TASK-10', 'TASK-11'],
  sentence:
    'Every message that a VM agent was told to report is stored once, in the order told, but what was refused alone for good.',
  start() {
    const found = new Findings();
    const told: { content: string; event: number }[] = [];
    const refused = new Set<string>();
    const stopped = new Set<string>();
    let session: string | undefined;
    const excuse = (exchange: Exchange, status: number, body: unknown) => {
      const batch = batchOf(exchange).map(({ content }) => text(content) ?? '');
      if (ofOneMessage.has(status) && batch.length === 1) for (const content of batch) refused.add(content);
      if (status === 409) stopped.add(param(exchange, 'sessionId'));
      for (const [place, result] of status === 200 ? list(fields(body).results).entries() : [])
        if (fields(result).status === 'rejected') refused.add(batch[place] ?? '');
    };
    return {
      on(event, exchange) {
        if (kindOf(event.actor) !== 'vm-agent') return;
        if (event.kind === 'verb' && event.verb === 'report') {
          const { content, sessionId } = fields(event.args);
          session = text(sessionId);
          told.push({ content: text(content) ?? '', event: event.index });
        }
        if (exchange?.operation !== 'appendMessages' || exchange.received !== event) return;
        const { status, body } = exchange.received.message;
        excuse(exchange, status, body);
      },
      end(observed) {
        const history = session === undefined ? undefined : observed.histories.get(session);
        if (!history || session === undefined) return found;
        const stored = history.messages.filter(({ role }) => role !== 'user').map(({ content }) => content);
        let last = -1;
        for (const { content, event } of told) {
          const place = stored.indexOf(content);
          const shown = content.length > 40 ? `${content.slice(0, 40)}…` : content;
          found.judged += 1;
          if (place < 0 && (refused.has(content) || stopped.has(session))) continue;
          if (place < 0) found.breach(`"${shown}" was never stored.`, event, ...history.events);
          else if (stored.indexOf(content, place + 1) >= 0)
            found.breach(`"${shown}" is stored more than once.`, event, ...history.events);
          else if (place < last)
            found.breach(`"${shown}" is stored after what was told later.`, event, ...history.events);
          last = Math.max(last, place);
        }
        return found;
      },
    };
  },
});
