import type { CheckResult, EventOf, History, HistoryEvent } from '../../contracts/trace/index.ts';
import { Observed } from './observed.ts';

/** A request of the history with all that came of it. Events are absent until they happen. */
export interface Exchange {
  op: number;
  actor: string;
  operation: string;
  /** The request as it left the actor. */
  sent: EventOf<'send'> & { message: { type: 'request' } };
  /** The request as it reached the target; twice where the network duplicated it. */
  arrived: EventOf<'deliver'>[];
  /** What the one who was asked said, whether or not it arrived; not what something on the way made up. */
  answered: (EventOf<'send'> & { message: { type: 'response' } })[];
  /** What the actor received. */
  received?: EventOf<'deliver'> & { message: { type: 'response' } };
  outcome?: EventOf<'outcome'>;
}

/** Something that is not as promised. */
export interface Breach {
  /** One sentence: what happened instead. */
  message: string;
  /** Indexes of the events that show it; at least one. */
  events: number[];
}

export interface Finding {
  /** How many things were judged. */
  judged: number;
  breaches: Breach[];
  /** Set where the history does not allow a verdict. */
  inconclusive?: string;
}

/** Judges one history in one pass. */
export interface Judge {
  /** Called for every event in order; `exchange` is the request the event belongs to, already updated by it. */
  on(event: HistoryEvent, exchange: Exchange | undefined): void;
  /** Called once, after the last event, with what the observer saw. */
  end(observed: Observed): Finding;
}

export interface Check {
  id: string;
  level: 'MUST' | 'SHOULD';
  /** Ids of the requirements it judges. */
  requirements: readonly string[];
  /** What is promised, in one sentence. */
  sentence: string;
  /** The guarantee a target must declare for the check to apply, e.g. `seq: gapless`. */
  needs?: { guarantee: 'seq' | 'ack' | 'feed' | 'idempotency'; atLeast: string };
  start(): Judge;
}

/** Declares a check. */
export function check(definition: Check): Check {
  return definition;
}

/** The kind of an actor: actors are named `kind` or `kind:name`. */
export function kindOf(actor: string): string {
  const end = actor.indexOf(':');
  return end < 0 ? actor : actor.slice(0, end);
}

/**
 * Plays the history past all checks at once: one pass, however many checks there are.
 * A check that judged nothing is `not-applicable`, or failed where the scenario named it.
 */
export function judge(history: History, checks: readonly Check[], named: ReadonlySet<string>): CheckResult[] {
  const judges = checks.map((entry) => new Guarded(entry));
  const exchanges = new Map<number, Exchange>();
  const observed = new Observed();
  for (const event of history) {
    // What a Worker says of itself is for people: no check judges it.
    if (event.kind === 'log') continue;
    const exchange = follow(exchanges, event);
    observed.on(event, exchange);
    for (const judge of judges) judge.on(event, exchange);
  }
  return judges.map((judge) => result(judge.entry, judge.end(observed), named.has(judge.entry.id)));
}

/** A check that breaks down fails by itself, without events: it proves nothing about the target, and stops no other. */
class Guarded implements Judge {
  readonly entry: Check;
  #judge: Judge | undefined;
  #broken: Finding = { judged: 0, breaches: [] };

  constructor(entry: Check) {
    this.entry = entry;
    try {
      this.#judge = entry.start();
    } catch (error) {
      this.#breakDown(error);
    }
  }

  // Called for every event by every check: kept free of closures.
  on(event: HistoryEvent, exchange: Exchange | undefined): void {
    try {
      this.#judge?.on(event, exchange);
    } catch (error) {
      this.#breakDown(error);
    }
  }

  end(observed: Observed): Finding {
    try {
      return this.#judge?.end(observed) ?? this.#broken;
    } catch (error) {
      this.#breakDown(error);
      return this.#broken;
    }
  }

  #breakDown(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#judge = undefined;
    this.#broken = { judged: 0, breaches: [{ message: `The check itself broke down: ${reason}`, events: [] }] };
  }
}

function follow(exchanges: Map<number, Exchange>, event: HistoryEvent): Exchange | undefined {
  if (!('op' in event) || event.op === null || event.op === undefined) return undefined;
  let exchange = exchanges.get(event.op);
  if (event.kind === 'send' && event.message.type === 'request' && !exchange) {
    exchange = {
      op: event.op,
      actor: event.actor,
      operation: event.operation,
      sent: event as Exchange['sent'],
      arrived: [],
      answered: [],
    };
    exchanges.set(event.op, exchange);
  }
  if (!exchange) return undefined;
  if (event.kind === 'deliver' && event.message.type === 'request') exchange.arrived.push(event);
  if (event.kind === 'send' && event.message.type === 'response' && event.actor !== 'network') {
    exchange.answered.push(event as Exchange['answered'][number]);
  }
  if (event.kind === 'deliver' && event.message.type === 'response') {
    exchange.received = event as Exchange['received'];
  }
  if (event.kind === 'outcome') exchange.outcome = event;
  return exchange;
}

/** How the message of a check begins that had to judge something and had nothing. */
export const nothingJudged = 'The scenario names this check, but it judged nothing';

function result(entry: Check, finding: Finding, named: boolean): CheckResult {
  const base = {
    id: entry.id,
    level: entry.level,
    requirements: [...entry.requirements],
    sentence: entry.sentence,
    judged: finding.judged,
  };
  const first = finding.breaches[0];
  if (first) {
    const more = finding.breaches.length - 1;
    const message = more > 0 ? `${first.message} (and ${more} more)` : first.message;
    const events = [...new Set(finding.breaches.flatMap((breach) => breach.events))];
    return { ...base, status: 'failed', message, events };
  }
  if (finding.inconclusive) return { ...base, status: 'inconclusive', message: finding.inconclusive, events: [] };
  if (finding.judged > 0) return { ...base, status: 'passed', message: entry.sentence, events: [] };
  return named
    ? {
        ...base,
        status: 'failed',
        message: `${nothingJudged}: ${entry.sentence}`,
        events: [],
      }
    : { ...base, status: 'not-applicable', message: 'Nothing in this history to judge.', events: [] };
}
