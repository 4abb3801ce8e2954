import { check, kindOf } from '../check.ts';
import { Findings } from '../findings.ts';
import { asked, fields, isAcknowledged, pairsOf, param, said } from '../reading.ts';
import { type Told, ToldMessages } from '../told.ts';

/** Milliseconds in which an agent with nothing in its way sends what it was told. */
const flushes = 5_000;

/** Messages an outbox holds. */
const capacity = 10_000;

/** What stands in the way of one reporter. */
interface Obstacles {
  /** It said that its session is stopped, or that an error is final. */
  ended: boolean;
  unauthorized: boolean;
  /** Virtual time until which it said that it waits. */
  waitsUntil: number;
  /** Requests without an outcome. */
  open: Set<number>;
  /** The last call that has an outcome. */
  last?: { operation: string; status: number | null; event: number };
  /** When it last began anew. */
  since: number;
}

/** Statuses of a batch that are final for one message of it at most. */
const ofOneMessage = new Set([400, 413, 422]);

/** Was the last answer one that ends a reporter for good? */
function isFinal({ last }: Obstacles): boolean {
  if (!last || last.status === null || last.status < 400 || last.status >= 500) return false;
  const passes = [401, 403, 408, 429].includes(last.status);
  return !passes && !(last.operation === 'appendMessages' && ofOneMessage.has(last.status));
}

/** Nothing is lost in silence (TASK-11). */
export const outboxAccounted = check({
  id: 'outbox-accounted',
  level: 'MUST',
  requirements: ['TASK-8', 'TASK-11'],
  sentence:
    'Every message a VM agent was told to report is acknowledged, refused with a report, or still waiting for a reason shown.',
  start() {
    const found = new Findings();
    const told = new ToldMessages();
    const acknowledged = new Set<string>();
    const reported = new Set<string>();
    const overflowed = new Set<Told>();
    const reporters = new Map<string, Obstacles>();
    const obstacles = (actor: string, sessionId: unknown): Obstacles => {
      const key = `${actor}/${sessionId}`;
      const known = reporters.get(key) ?? {
        ended: false,
        unauthorized: false,
        waitsUntil: 0,
        open: new Set(),
        since: 0,
      };
      reporters.set(key, known);
      return known;
    };
    const begin = (actor: string, time: number) => {
      for (const [key, one] of reporters) {
        if (!key.startsWith(`${actor}/`)) continue;
        one.unauthorized = false;
        one.since = time;
        one.open.clear();
      }
    };
    const isAccounted = (one: Told) =>
      overflowed.has(one) ||
      reported.has(`${one.actor}/${one.messageId}`) ||
      acknowledged.has(`${one.sessionId}/${one.messageId}`);
    return {
      on(event, exchange) {
        told.on(event, exchange);
        const answer = said(event, exchange, 'appendMessages');
        for (const { message } of answer ? pairsOf(answer).filter(isAcknowledged) : []) {
          acknowledged.add(`${exchange && param(exchange, 'sessionId')}/${message.messageId}`);
        }
        if (kindOf(event.actor) !== 'vm-agent') return;
        if (event.kind === 'verb' && ['restart', 'renewToken'].includes(event.verb)) begin(event.actor, event.time);
        const request = asked(event, exchange, 'appendMessages', 'completeAgent');
        if (request) obstacles(event.actor, param(request, 'sessionId')).open.add(request.op);
        if (event.kind === 'outcome' && exchange) {
          const stands = obstacles(event.actor, param(exchange, 'sessionId'));
          stands.open.delete(event.op);
          stands.last = { operation: exchange.operation, status: event.status, event: event.index };
        }
        if (event.kind !== 'report') return;
        const { sessionId, messageId, delay } = fields(event.detail);
        const stands = obstacles(event.actor, sessionId);
        if (event.report === 'session-stopped' || (event.report === 'final' && isFinal(stands))) stands.ended = true;
        if (event.report === 'final' && !isFinal(stands)) {
          const text = `${event.actor} gave up session ${sessionId} for good after ${stands.last?.status ?? 'no answer'}.`;
          found.breach(text, stands.last?.event, event.index);
        }
        if (event.report === 'unauthorized') stands.unauthorized = true;
        if (event.report.endsWith('-retry')) stands.waitsUntil = event.time + Number(delay);
        if (['set-aside', 'rejected', 'outbox-full'].includes(event.report))
          reported.add(`${event.actor}/${messageId}`);
        // The refusal follows the verb at once; the id may be the agent's own.
        const latest =
          event.report === 'outbox-full' ? told.all.findLast(({ actor }) => actor === event.actor) : undefined;
        if (latest) overflowed.add(latest);
      },
      end({ time }) {
        if (time === undefined) return found;
        /** Reporters that brought something later than the message at hand: an outbox is emptied from its head. */
        const ahead = new Set<string>();
        const kept = new Map<string, Told[]>();
        for (const one of told.all.toReversed()) {
          const reporter = `${one.actor}/${one.workspaceId}`;
          const stands = obstacles(one.actor, one.sessionId);
          found.judged += 1;
          if (isAccounted(one)) {
            if (acknowledged.has(`${one.sessionId}/${one.messageId}`)) ahead.add(reporter);
            continue;
          }
          const waiting = kept.get(reporter);
          if (waiting) waiting.push(one);
          else kept.set(reporter, [one]);
          const waits = stands.ended || stands.unauthorized || stands.open.size > 0 || stands.waitsUntil > time;
          const isSkipped = one.workspaceId !== undefined && ahead.has(reporter);
          if (waits || (!isSkipped && time - Math.max(one.verb.time, stands.since) < flushes)) continue;
          const name = one.messageId ?? '(never sent)';
          const text = `${one.actor} was told to report message ${name}, which was neither delivered nor refused, and nothing stands in its way.`;
          found.breach(text, one.verb.index, one.sent);
        }
        for (const waiting of kept.values()) {
          const [latest] = waiting;
          if (!latest || waiting.length <= capacity) continue;
          const text = `${latest.actor} keeps ${waiting.length} messages, more than fit, and did not say which it refused.`;
          found.breach(text, latest.verb.index);
        }
        return found;
      },
    };
  },
});
