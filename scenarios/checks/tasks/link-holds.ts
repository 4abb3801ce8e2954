import { type Check, check } from '../check.ts';
import { Findings } from '../findings.ts';
import { fields, frameOf, param, said, sessionsIn, text } from '../reading.ts';
import { Workspaces } from '../workspaces.ts';

interface Link {
  workspaceId: string;
  event: number;
  /** In the feed; undefined where only answers showed it. */
  frame?: { event: number; cursor: number };
}

/** A link is made, and never changes (TASK-5). */
export const linkHolds: Check = check({
  id: 'link-holds',
  level: 'MUST',
  requirements: ['TASK-5'],
  sentence: 'A session is linked to the workspace the node agreed to, stays linked to it, and refuses another.',
  start() {
    const found = new Findings();
    const workspaces = new Workspaces();
    const links = new Map<string, Link>();
    const accepted = new Map<string, { workspaceId: string; event: number }>();
    return {
      on(event, exchange) {
        workspaces.on(event, exchange);
        const put = said(event, exchange, 'linkWorkspace');
        const workspaceId = text(fields(put?.exchange.sent.message.body).workspaceId);
        if (put?.status === 200 && workspaceId !== undefined) {
          const sessionId = param(put.exchange, 'sessionId');
          const other = accepted.get(sessionId) ?? links.get(sessionId);
          found.judged += 1;
          if (other && other.workspaceId !== workspaceId) {
            const message = `Session ${sessionId} is linked to ${other.workspaceId}, but linking it to ${workspaceId} was answered 200 instead of 409.`;
            found.breach(message, other.event, put.exchange.sent.index, event.index);
          } else accepted.set(sessionId, { workspaceId, event: event.index });
        }
        if (put?.body.code === 'workspace_conflict') {
          const sessionId = param(put.exchange, 'sessionId');
          const same = [accepted.get(sessionId), links.get(sessionId)].find((one) => one?.workspaceId === workspaceId);
          if (same && same.event < put.exchange.sent.index) {
            found.judged += 1;
            const message = `Session ${sessionId} is linked to ${workspaceId}, but linking it to the same again was refused.`;
            found.breach(message, same.event, put.exchange.sent.index, event.index);
          }
        }
        const cursor = frameOf(event)?.cursor;
        const frame = typeof cursor === 'number' ? { event: event.index, cursor } : undefined;
        for (const session of sessionsIn(event, exchange)) {
          const known = links.get(session.sessionId);
          if (session.workspaceId === null) {
            if (!known) continue;
            // Only what was surely read after the link was shown must show it: a replayed event may be older.
            const isLater = frame
              ? known.frame !== undefined && frame.cursor > known.frame.cursor
              : exchange !== undefined && exchange.sent.index > known.event;
            if (!isLater) continue;
            found.judged += 1;
            found.breach(
              `Session ${session.sessionId} has lost its link to ${known.workspaceId}.`,
              known.event,
              event.index,
            );
          } else if (!known) {
            links.set(session.sessionId, { workspaceId: session.workspaceId, event: event.index, frame });
          } else {
            found.judged += 1;
            known.frame ??= frame;
            if (known.workspaceId === session.workspaceId) continue;
            const message = `Session ${session.sessionId} was linked to ${known.workspaceId} and now shows ${session.workspaceId}.`;
            found.breach(message, known.event, event.index);
          }
        }
      },
      end(observed) {
        for (const { workspaceId, sessionId, agreed, deletion } of workspaces.all()) {
          const session = observed.sessions.get(sessionId);
          if (!agreed || deletion || session?.value.status !== 'active') continue;
          // With a fault after the order, linking may have to be tried again later: see link-retried.
          const disturbed = observed.insideFaultsFrom(agreed.sent).length > 0 || observed.alarmsLate;
          if (disturbed || observed.faults.some(({ op }) => op === agreed.op)) continue;
          found.judged += 1;
          if (session.value.workspaceId !== null) continue;
          const message = `The node runs workspace ${workspaceId}, nothing broke since, but session ${sessionId} is not linked to it.`;
          found.breach(message, agreed.index, session.event);
        }
        return found;
      },
    };
  },
});
