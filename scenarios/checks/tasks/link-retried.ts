import { limits } from '../../../contracts/wire/index.ts';
import { check, kindOf } from '../check.ts';
import { Findings } from '../findings.ts';
import { param, said, text, tokenOf } from '../reading.ts';
import { Workspaces } from '../workspaces.ts';

/** A link that failed is tried again; the session works meanwhile (TASK-6). */
export const linkRetried = check({
  id: 'link-retried',
  level: 'MUST',
  requirements: ['TASK-6'],
  sentence: 'A session whose link failed takes messages, and is linked within ten minutes of the last fault.',
  start() {
    const found = new Findings();
    const workspaces = new Workspaces();
    /** Who submitted the task of a session, and the answer that says so. */
    const owners = new Map<string, { token: string; event: number }>();
    const refusals = new Map<string, number>();
    return {
      on(event, exchange) {
        workspaces.on(event, exchange);
        const answer = said(event, exchange, 'submitTask', 'appendMessages');
        if (!answer) return;
        if (answer.exchange.operation === 'submitTask') {
          const sessionId = text(answer.body.sessionId);
          if (answer.status === 201 && sessionId !== undefined) {
            owners.set(sessionId, { token: tokenOf(answer.exchange), event: event.index });
          }
          return;
        }
        const sessionId = param(answer.exchange, 'sessionId');
        const isOwner = owners.get(sessionId)?.token === tokenOf(answer.exchange);
        if (isOwner && kindOf(answer.exchange.actor) === 'frontend' && answer.status === 404)
          refusals.set(sessionId, event.index);
      },
      end(observed) {
        for (const { workspaceId, sessionId, agreed, deletion } of workspaces.all()) {
          const faults = agreed ? observed.insideFaultsFrom(agreed.sent) : [];
          const last = faults.at(-1);
          const owner = owners.get(sessionId);
          if (!agreed || !last || !owner) continue;
          const refused = refusals.get(sessionId) ?? observed.missing.get(sessionId);
          if (refused !== undefined) {
            found.judged += 1;
            found.breach(
              `Session ${sessionId} is gone or takes no messages while its workspace is not linked.`,
              owner.event,
              refused,
            );
            continue;
          }
          const session = observed.sessions.get(sessionId);
          const isDue = observed.since(last.time) >= limits.workspaceRecovery && !observed.alarmsLate;
          if (!isDue || deletion || session?.value.status !== 'active') continue;
          found.judged += 1;
          if (session.value.workspaceId !== null) continue;
          const message = `Session ${sessionId} is still not linked to workspace ${workspaceId}, ten minutes after the last fault.`;
          found.breach(message, agreed.index, last.index, session.event);
        }
        return found;
      },
    };
  },
});
