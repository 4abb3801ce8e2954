import { limits } from '../../../contracts/wire/index.ts';
import { check, kindOf } from '../check.ts';
import { Findings } from '../findings.ts';
import { asked, fields, param, said, sessionsIn, text, tokenOf } from '../reading.ts';
import { Workspaces } from '../workspaces.ts';

/** Statuses with which a session that does not exist, is not theirs or takes nothing would answer. */
const refuses = new Set([403, 404, 409]);

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
    /** Sessions of the tokens that came with orders. */
    const agents = new Map<string, string>();
    const linked = new Set<string>();
    /** Answers that would not take a message of somebody who may write, before the session was linked. */
    const refusals = new Map<string, { status: number; event: number }>();
    return {
      on(event, exchange) {
        workspaces.on(event, exchange);
        const order = fields(asked(event, exchange, 'createWorkspace')?.sent.message.body);
        if (text(order.token)) agents.set(String(order.token), String(order.sessionId));
        for (const { sessionId, workspaceId } of sessionsIn(event, exchange)) {
          if (workspaceId !== null) linked.add(sessionId);
        }
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
        const token = tokenOf(answer.exchange);
        const mayWrite = owners.get(sessionId)?.token === token || agents.get(token) === sessionId;
        if (!mayWrite || linked.has(sessionId) || kindOf(answer.exchange.actor) === 'caller') return;
        found.judged += 1;
        if (refuses.has(answer.status)) refusals.set(sessionId, { status: answer.status, event: event.index });
      },
      end(observed) {
        for (const [sessionId, { status, event }] of refusals) {
          // Stopped meanwhile, it may say so.
          if (status === 409 && observed.sessions.get(sessionId)?.value.status !== 'active') continue;
          const message = `Session ${sessionId} takes no messages while its workspace is not linked: it answered ${status}.`;
          found.breach(message, owners.get(sessionId)?.event, event);
        }
        for (const { workspaceId, sessionId, agreed, deletion } of workspaces.all()) {
          const faults = agreed ? observed.insideFaultsFrom(agreed.sent) : [];
          const last = faults.at(-1);
          const owner = owners.get(sessionId);
          if (!agreed || !last || !owner) continue;
          const refused = observed.missing.get(sessionId);
          if (refused !== undefined) {
            found.judged += 1;
            found.breach(`Session ${sessionId} is gone while its workspace is not linked.`, owner.event, refused);
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
