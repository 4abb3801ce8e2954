import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import { isLive } from '../observed-live.ts';
import { isPhaseOperation } from '../phases/story/rows.ts';
import { asked, fields, list, param, said, sessionsIn, text } from '../reading.ts';
import { Subscriptions } from './subscriptions.ts';

/** A UUID, or the short name that stands for one in a history. */
const idForm = /^([0-9a-f-]{36}|[a-z]+\d+)$/;

/** Live sessions and those of phases are not those of tasks. */
const isOther = (operation: string) => isLive(operation) || isPhaseOperation(operation);

/** What does not exist is refused, and says so (TASK-19). */
export const unknownSessionRefused = check({
  id: 'unknown-session-refused',
  level: 'MUST',
  requirements: ['TASK-19'],
  sentence: 'Posting to, reading or subscribing to a session that does not exist is refused visibly.',
  start() {
    const found = new Findings();
    const subscriptions = new Subscriptions();
    /** By project: sessions that the target named. */
    const named = new Set<string>();
    const requests: {
      projectId: string;
      sessionId: string;
      operation: string;
      status: number;
      sent: number;
      event: number;
    }[] = [];
    return {
      on(event, exchange) {
        subscriptions.on(event, exchange);
        const name = (projectId: unknown, sessionId: unknown) => named.add(`${projectId}/${sessionId}`);
        for (const session of sessionsIn(event, exchange)) name(session.projectId, session.sessionId);
        const order = fields(asked(event, exchange, 'createWorkspace')?.sent.message.body);
        name(order.projectId, order.sessionId);
        const answer = said(event, exchange);
        if (!answer) return;
        const { exchange: request, status, body } = answer;
        const projectId = param(request, 'projectId');
        if (['submitTask', 'getTask', 'listTasks'].includes(request.operation)) {
          for (const shown of [body, ...list(body.tasks).map(fields)]) name(projectId, shown.sessionId);
        }
        const sessionId = text(request.sent.message.params.sessionId);
        if (sessionId === undefined || request.actor === 'observer' || isOther(request.operation)) return;
        requests.push({
          projectId,
          sessionId,
          operation: request.operation,
          status,
          sent: request.sent.index,
          event: event.index,
        });
      },
      end(observed) {
        const { projectId, listed, sessions, missing } = observed;
        const isUnknown = (project: string | undefined, sessionId: string) =>
          project === projectId && listed.sessions && !sessions.has(sessionId) && !named.has(`${project}/${sessionId}`);
        for (const { projectId: project, sessionId, operation, status, sent, event } of requests) {
          if (!isUnknown(project, sessionId)) continue;
          found.judged += 1;
          if (status >= 400) continue;
          found.breach(
            `${operation} of session ${sessionId}, which does not exist, was answered ${status}.`,
            sent,
            event,
            missing.get(sessionId),
          );
        }
        for (const { socket, scope, event } of subscriptions.all) {
          if (scope === null || !isUnknown(socket.projectId, scope)) continue;
          found.judged += 1;
          found.breach(
            `${socket.actor} was subscribed to session ${scope}, which does not exist.`,
            event,
            missing.get(scope),
          );
        }
        for (const {
          projectId: project,
          actor,
          pending,
          refused,
          openAtEnd,
          disturbed,
        } of subscriptions.sockets.values()) {
          found.judged += refused.filter(({ scope }) => scope !== null && isUnknown(project, scope)).length;
          for (const { scope, event } of pending) {
            const isExcused = !openAtEnd || disturbed || observed.insideFaultsFrom(event).length > 0;
            // What is no id makes the frame malformed.
            if (scope === null || isExcused || !idForm.test(scope) || !isUnknown(project, scope)) continue;
            found.breach(`${actor} subscribed to session ${scope}, which does not exist, and got no answer.`, event);
          }
        }
        return found;
      },
    };
  },
});
