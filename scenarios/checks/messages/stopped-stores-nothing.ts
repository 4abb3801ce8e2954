import { check, kindOf } from '../check.ts';
import { Findings } from '../findings.ts';
import {
  arrived,
  asked,
  batchOf,
  type Fields,
  fields,
  frameOf,
  isAcknowledged,
  list,
  pairsOf,
  param,
  type Said,
  said,
  sessionsIn,
  text,
} from '../reading.ts';
import { laneOf } from '../told.ts';

/** Nothing new enters a stopped session, and its reporter stops (TASK-12). */
export const stoppedStoresNothing = check({
  id: 'stopped-stores-nothing',
  level: 'MUST',
  requirements: ['TASK-12'],
  sentence: 'A stopped session stores nothing new and says so, and a VM agent that was told sends it nothing more.',
  needs: { guarantee: 'ack', atLeast: 'message' },
  start() {
    const found = new Findings();
    /** The event that first showed the session stopped. */
    const stops = new Map<string, number>();
    /** By session and id: when the target acknowledged it first, and when it first came in. */
    const acknowledged = new Map<string, { content: unknown; event: number }>();
    const arrivals = new Map<string, number>();
    const told = new Map<string, number>();
    const stop = (sessionId: string, event: number) => {
      if (!stops.has(sessionId)) stops.set(sessionId, event);
    };
    const judge = (answer: Said, stopped: number) => {
      const { exchange, status, index } = answer;
      const sessionId = param(exchange, 'sessionId');
      const isKnown = ({ messageId, content }: Fields) => {
        const known = acknowledged.get(`${sessionId}/${messageId}`);
        return known !== undefined && known.content === content && known.event < exchange.sent.index;
      };
      const name = `Session ${sessionId} is stopped, but`;
      const pairs = pairsOf(answer);
      found.judged += 1;
      for (const { message, result } of pairs) {
        if (result.status === 'stored')
          found.breach(`${name} message ${message.messageId} was stored.`, stopped, exchange.sent.index, index);
        const isDenied = result.code === 'session_stopped' && isKnown(message);
        if (isDenied)
          found.breach(`${name} message ${message.messageId} of before was not called a duplicate.`, stopped, index);
      }
      const statuses = new Set(pairs.map(({ result }) => (result.status === 'rejected' ? result.code : result.status)));
      const noneKnown =
        statuses.has('session_stopped') &&
        !['stored', 'duplicate', 'message_conflict'].some((one) => statuses.has(one));
      if (noneKnown)
        found.breach(`${name} a batch of which no message was known was answered 200, not 409.`, stopped, index);
      if (status !== 409) return;
      const known = batchOf(exchange).find(isKnown);
      if (known)
        found.breach(
          `${name} a batch with message ${known.messageId} of before was refused as a whole.`,
          stopped,
          index,
        );
    };
    return {
      on(event, exchange) {
        if (event.kind === 'verb' && event.verb === 'restart') told.clear();
        for (const { sessionId, status } of sessionsIn(event, exchange))
          if (status === 'stopped') stop(sessionId, event.index);
        const frame = frameOf(event);
        if (frame?.type === 'session.stopped' && text(frame.sessionId) !== undefined)
          stop(String(frame.sessionId), event.index);
        const order = fields(asked(event, exchange, 'createWorkspace')?.sent.message.body);
        const submitted = said(event, exchange, 'submitTask')?.body ?? { ...order, ...fields(order.prompt) };
        const prompt = `${submitted.sessionId}/${submitted.messageId}`;
        if (!arrivals.has(prompt)) arrivals.set(prompt, event.index);
        const coming = arrived(event, exchange, 'appendMessages');
        if (coming) {
          for (const { messageId } of batchOf(coming)) {
            const key = `${param(coming, 'sessionId')}/${messageId}`;
            if (!arrivals.has(key)) arrivals.set(key, event.index);
          }
        }
        const batch = asked(event, exchange, 'appendMessages');
        const known = batch && told.get(laneOf(batch));
        if (batch && known !== undefined) {
          found.breach(
            `${batch.actor} was told that session ${param(batch, 'sessionId')} is stopped, and sent more.`,
            known,
            event.index,
          );
        }
        if (
          exchange?.received === event &&
          exchange.operation === 'appendMessages' &&
          kindOf(exchange.actor) === 'vm-agent'
        ) {
          if (saysStopped(exchange.received.message.body)) {
            found.judged += 1;
            told.set(laneOf(exchange), event.index);
          }
        }
        const answer = said(event, exchange, 'appendMessages');
        if (!answer) return;
        const sessionId = param(answer.exchange, 'sessionId');
        const stopped = stops.get(sessionId);
        if (stopped !== undefined && answer.exchange.sent.index > stopped) judge(answer, stopped);
        for (const { message } of pairsOf(answer).filter(isAcknowledged)) {
          const key = `${sessionId}/${message.messageId}`;
          if (!acknowledged.has(key)) acknowledged.set(key, { content: message.content, event: event.index });
        }
      },
      end({ histories }) {
        for (const [sessionId, stopped] of stops) {
          const history = histories.get(sessionId);
          for (const { messageId } of history?.messages ?? []) {
            const came = arrivals.get(`${sessionId}/${messageId}`) ?? 0;
            if (came < stopped) continue;
            const message = `Session ${sessionId} was stopped, but has message ${messageId}, which came later.`;
            found.breach(message, stopped, came, ...(history?.events ?? []));
          }
        }
        return found;
      },
    };
  },
});

/** Does this body say that the session is stopped, for the whole batch or for one message? */
function saysStopped(body: unknown): boolean {
  const { code, results } = fields(body);
  return code === 'session_stopped' || list(results).some((result) => fields(result).code === 'session_stopped');
}
