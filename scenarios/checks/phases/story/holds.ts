import { limits } from '../../../../contracts/wire/index.ts';
import type { Exchange } from '../../check.ts';
import { answersOf, fields, param, type Said, text } from '../../reading.ts';
import type { PhaseStory } from './story.ts';
import { arrivalOf, doneIn, mayHave } from './windows.ts';

const never = Number.POSITIVE_INFINITY;

/** A place in the history. */
export interface Moment {
  index: number;
  time: number;
}

/** A stretch in which a lock was surely held: from the answer that gave it, until its lease ends. */
interface Stretch {
  from: number;
  until: number;
}

/** A lock that somebody was given. */
export class Hold {
  readonly sessionId: string;
  readonly lockId: string;
  readonly grant: Said;
  readonly #sure: Stretch[];
  /** Index of the first event from which on it may be freed. */
  readonly #freed: number;
  /** What gave or kept it, with the latest virtual time at which the lease of that ends. */
  readonly #leases: { exchange: Exchange; end: number }[];
  readonly #unlocked: Said | undefined;

  constructor(story: PhaseStory, grant: Said, lockId: string) {
    this.sessionId = param(grant.exchange, 'sessionId');
    this.lockId = lockId;
    this.grant = grant;
    const own = story.of(this.sessionId, 'renewPhaseLock', 'unlockPhaseSession');
    const mine = own.filter((one) => param(one, 'lockId') === lockId);
    const renewals = mine.filter((one) => one.operation === 'renewPhaseLock' && mayHave(one));
    const unlocks = mine.filter((one) => one.operation === 'unlockPhaseSession');
    const offs = story
      .asked('phaseSettings')
      .filter((one) => fields(one.sent.message.body).pessimistic_locking_enabled === false);
    const given = [grant, ...renewals.flatMap((one) => doneIn(one) ?? [])];
    this.#sure = given.map(({ exchange, index }) => ({
      from: index,
      until: (exchange.arrived[0]?.time ?? 0) + limits.phaseLockLease,
    }));
    this.#freed = Math.min(...[...unlocks, ...offs].map((one) => arrivalOf(one) ?? never));
    this.#leases = [grant.exchange, ...renewals].map((exchange) => {
      const last =
        exchange === grant.exchange ? grant.time : (doneIn(exchange)?.time ?? exchange.outcome?.time ?? never);
      return { exchange, end: last + limits.phaseLockLease };
    });
    this.#unlocked = unlocks.flatMap((one) => doneIn(one) ?? [])[0];
  }

  /** Was it surely held at this moment? */
  isSureAt({ index, time }: Moment): boolean {
    return index < this.#freed && this.#sure.some(({ from, until }) => index >= from && time < until);
  }

  /** Had it surely not been freed by this moment, and its lease not ended, where it had been given at all? */
  isUnbrokenAt({ index, time }: Moment): boolean {
    return index < this.#freed && this.#sure.some(({ until }) => time < until);
  }

  /** Had it surely been freed when somebody asked to keep it, or did its lease end before? */
  isOverBefore(renewal: Exchange): boolean {
    const [arrived] = renewal.arrived;
    if (!arrived) return false;
    if (this.#unlocked && this.#unlocked.index < arrived.index) return true;
    const earlier = this.#leases.filter(({ exchange }) => exchange !== renewal && exchange.sent.index < arrived.index);
    return arrived.time > Math.max(...earlier.map(({ end }) => end));
  }

  /** May it have been held at this moment? */
  isPossibleAt({ time }: Moment): boolean {
    return time <= Math.max(...this.#leases.map(({ end }) => end)) && !(this.#unlocked && this.#unlocked.time < time);
  }
}

/** Every lock that was given, by session. */
export function holdsOf(story: PhaseStory): Map<string, Hold[]> {
  const holds = story.answers('lockPhaseSession').flatMap((answer) => {
    const lockId = answer.status === 201 ? text(answer.body.lockId) : undefined;
    return lockId === undefined ? [] : [new Hold(story, answer, lockId)];
  });
  return Map.groupBy(holds, ({ sessionId }) => sessionId);
}

/** Requests beside those that were given a lock that may have held it for themselves when another was told it is locked. */
export function mayHold(story: PhaseStory, sessionId: string, slot: string | undefined, waiting: Said): Exchange[] {
  const titles = story.of(sessionId, 'updatePhaseSession', 'lockPhaseSession');
  const starts = story.wishesFor(slot ?? '').flatMap(({ replace, exchange }) => (replace ? [exchange] : []));
  return [...titles, ...starts].filter((one) => one !== waiting.exchange && mayHoldAt(one, waiting));
}

/** It was at work then, or had died on the way and its lease was not over. */
function mayHoldAt(exchange: Exchange, { index, time }: Moment): boolean {
  const answers = answersOf(exchange);
  if ((arrivalOf(exchange) ?? never) > index) return false;
  const isDead = answers.length === 0 || answers.some(({ status }) => status >= 500);
  const last = answers.at(-1)?.time ?? exchange.outcome?.time ?? never;
  return time <= last + (isDead ? limits.phaseLockLease : 0);
}
