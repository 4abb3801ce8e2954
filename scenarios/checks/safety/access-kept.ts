import { access, type Caller, callers, type operations } from '../../../contracts/wire/index.ts';
import { check, kindOf } from '../check.ts';
import { Findings } from '../findings.ts';
import { asked, fields, frameOf, pairsOf, param, said, sessionsIn, text, tokenOf } from '../reading.ts';
import { Hellos } from './hellos.ts';

const sessionOperations = new Set(['getSession', 'linkWorkspace', 'completeAgent', 'appendMessages', 'listMessages']);

/** Who may do what is as the table of the contract says (SAFE-1). */
export const accessKept = check({
  id: 'access-kept',
  level: 'MUST',
  requirements: ['SAFE-1'],
  sentence:
    'Every caller gets the answers its role allows, and a VM agent reaches the session of its own workspace only.',
  start() {
    const found = new Findings();
    const hellos = new Hellos(found);
    const current = new Map<string, Caller | undefined>();
    const callerOf = new Map<number, Caller>();
    const broken = new Set<number>();
    /** Workspace of a VM agent's token. */
    const workspaces = new Map<string, string>();
    const users = new Set<string>();
    /** Virtual time from which a token is surely expired. */
    const expiries = new Map<string, number>();
    /** Subscriptions asked for with an expired token, by socket. */
    const late = new Map<number, number>();
    /** Sessions of a workspace, by its order and by every link shown. */
    const sessions = new Map<string, Set<string>>();
    const belongs = (workspaceId: unknown, sessionId: unknown) => {
      const known = sessions.get(String(workspaceId)) ?? new Set<string>();
      sessions.set(String(workspaceId), known.add(String(sessionId)));
    };
    /** Successes of VM agents: whether the session was theirs is known only when all links are. */
    const reached: { workspaceId: string; sessionId: string; operation: string; sent: number; event: number }[] = [];
    return {
      on(event, exchange) {
        if (event.kind === 'fault' && event.op !== undefined) broken.add(event.op);
        if (exchange?.operation === 'events' && event.kind === 'deliver' && event.actor === 'target') {
          const asked = event.message.type === 'frame' ? fields(event.message.body).type : undefined;
          const isLate = event.time > (expiries.get(tokenOf(exchange)) ?? Number.POSITIVE_INFINITY);
          if (asked === 'subscribe' && isLate) late.set(exchange.op, event.index);
        }
        const frame = frameOf(event);
        const ask = exchange && late.get(exchange.op);
        if (exchange && ask !== undefined && (frame?.type === 'subscribed' || frame?.type === 'error')) {
          late.delete(exchange.op);
          found.judged += 1;
          if (frame.type === 'subscribed')
            found.breach(`${exchange.actor} was given a subscription, though its token had expired.`, ask, event.index);
        }
        if (event.kind === 'report' && event.report === 'caller') {
          const { caller, expect } = fields(event.detail);
          current.set(event.actor, expect === 'access' ? callers.find((one) => one === caller) : undefined);
        }
        for (const session of sessionsIn(event, exchange)) {
          if (session.workspaceId !== null) belongs(session.workspaceId, session.sessionId);
        }
        const order = asked(event, exchange, 'createWorkspace');
        if (order) {
          const { sessionId, token } = fields(order.sent.message.body);
          belongs(param(order, 'workspaceId'), sessionId);
          workspaces.set(String(token), param(order, 'workspaceId'));
        }
        if (exchange && exchange.sent === event) {
          const caller = current.get(exchange.actor);
          if (kindOf(exchange.actor) === 'caller' && caller) callerOf.set(exchange.op, caller);
        }
        const caller = exchange && callerOf.get(exchange.op);
        if (exchange && !broken.has(exchange.op)) hellos.on(event, exchange, caller, (token) => expiries.get(token));
        const opened = event.kind === 'send' && event.actor === 'target' && event.message.type === 'open';
        const answer = said(event, exchange);
        const status = opened ? 101 : answer?.status;
        if (exchange && caller && status !== undefined && !(status >= 500 && broken.has(exchange.op))) {
          const expected = access[exchange.operation as keyof typeof operations]?.[caller];
          found.judged += 1;
          if (expected !== undefined && status !== expected) {
            const message = `${exchange.operation} by ${caller} was answered ${status} instead of ${expected}.`;
            found.breach(message, exchange.sent.index, event.index);
          }
        }
        if (!answer) return;
        const { exchange: request } = answer;
        const made = request.operation === 'createToken' ? fields(request.sent.message.body) : {};
        const token = tokenOf(request);
        const needsToken = access[request.operation as keyof typeof operations]?.nobody === 401;
        if (text(answer.body.token) && typeof made.expiresInSeconds === 'number') {
          expiries.set(String(answer.body.token), event.time + made.expiresInSeconds * 1_000);
          if (made.role === 'user') users.add(String(answer.body.token));
        }
        if (
          answer.status < 300 &&
          needsToken &&
          request.sent.time > (expiries.get(token) ?? Number.POSITIVE_INFINITY)
        ) {
          found.breach(
            `${request.operation} was answered ${answer.status}, though its token had expired.`,
            request.sent.index,
            event.index,
          );
        }
        for (const { message, result } of users.has(token) ? pairsOf(answer) : []) {
          if (message.role === 'user' || result.status !== 'stored') continue;
          found.breach(
            `A user wrote message ${message.messageId} as ${message.role}.`,
            request.sent.index,
            event.index,
          );
        }
        if (made.role === 'vm-agent' && text(answer.body.token))
          workspaces.set(String(answer.body.token), String(made.workspaceId));
        const workspaceId = workspaces.get(token);
        if (workspaceId === undefined || answer.status >= 300 || !sessionOperations.has(request.operation)) return;
        const { index: sent } = request.sent;
        const linked =
          request.operation === 'linkWorkspace' ? fields(request.sent.message.body).workspaceId : workspaceId;
        if (linked !== workspaceId) {
          const message = `The VM agent of workspace ${workspaceId} linked workspace ${linked}, which is not its own.`;
          found.breach(message, sent, event.index);
        }
        reached.push({
          workspaceId,
          sessionId: param(request, 'sessionId'),
          operation: request.operation,
          sent,
          event: event.index,
        });
      },
      end() {
        for (const { workspaceId, sessionId, operation, sent, event } of reached) {
          found.judged += 1;
          if (sessions.get(workspaceId)?.has(sessionId)) continue;
          const message = `The VM agent of workspace ${workspaceId} did ${operation} on session ${sessionId}, which is not its own.`;
          found.breach(message, sent, event);
        }
        return found;
      },
    };
  },
});
