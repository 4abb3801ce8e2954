import { limits } from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { Observed } from '../../observed.ts';
import { fields, param, type Said, text } from '../../reading.ts';
import { repliesTo } from '../story/causes.ts';
import { type Hold, holdsOf, type Moment, mayHold } from '../story/holds.ts';
import type { PhaseStory } from '../story/story.ts';
import { windowOf } from '../story/windows.ts';

/** Milliseconds that an answer may be later than the wait is long. */
const slack = 500;

/** Operations that wait for a lock. */
const waiting = ['startPhase', 'replacePhaseSessions', 'lockPhaseSession', 'updatePhaseSession'] as const;

/** While somebody holds a session, nobody else changes what it is (PHASE-5). */
export const lockRespected = check({
  id: 'lock-respected',
  level: 'MUST',
  requirements: ['PHASE-5'],
  sentence:
    'While a lock is held nobody else replaces, titles or locks the session; others wait two seconds, and a lock that was freed, or not renewed for five seconds, stops nobody.',
  start() {
    const found = new Findings();
    const times: number[] = [];
    return {
      on(event) {
        times.push(event.time);
      },
      end(observed) {
        const { phases } = observed;
        const holds = phases.asked('lockPhaseSession').length > 0 ? holdsOf(phases) : new Map<string, Hold[]>();
        for (const [sessionId, own] of holds) {
          judgeReplaced(phases, sessionId, own, times, found);
          judgeTitled(phases, sessionId, own, found);
          judgeAlone(own, found);
          judgeRenewals(phases, sessionId, own, found);
        }
        for (const refusal of refusalsIn(phases)) judgeRefusal(observed, refusal, holds, found);
        for (const answer of phases.answers(...waiting)) judgePatience(observed, answer, holds, found);
        return found;
      },
    };
  },
});

function judgeReplaced(
  phases: PhaseStory,
  sessionId: string,
  holds: readonly Hold[],
  times: readonly number[],
  found: Findings,
): void {
  const life = phases.truth?.lives.get(sessionId);
  found.judged += 1;
  const heir = life && phases.truth?.slots.get(life.slot)?.find(({ replaced }) => replaced === sessionId);
  const index = heir && phases.truth?.toldOf(heir.start);
  if (!heir || index === undefined) return;
  const moment: Moment = { index, time: times[index] ?? 0 };
  // Whoever was given the lock was given it before that: of a session that is gone nobody is.
  const hold = holds.find((one) => one.isUnbrokenAt(moment));
  if (hold) found.breach(`Session ${sessionId} was replaced while another held its lock.`, hold.grant.index, index);
}

function judgeTitled(phases: PhaseStory, sessionId: string, holds: readonly Hold[], found: Findings): void {
  for (const exchange of phases.of(sessionId, 'updatePhaseSession')) {
    const [arrived] = exchange.arrived;
    const { lockId } = fields(exchange.sent.message.body);
    const done = phases
      .answers('updatePhaseSession')
      .find((answer) => answer.exchange === exchange && answer.status === 200);
    if (!arrived || !done) continue;
    found.judged += 1;
    const hold = holds.find((one) => one.lockId !== lockId && one.isSureAt(arrived) && one.isSureAt(done));
    if (hold)
      found.breach(`Session ${sessionId} was titled while another held its lock.`, hold.grant.index, done.index);
  }
}

/** No two hold it at a time, and each lock is a new one. */
function judgeAlone(holds: readonly Hold[], found: Findings): void {
  for (const [place, hold] of holds.entries()) {
    const { sessionId, grant, lockId } = hold;
    found.judged += 1;
    for (const other of holds.slice(0, place)) {
      if (other.isSureAt(grant) && hold.isSureAt(grant))
        found.breach(
          `The lock of session ${sessionId} was given while another held it.`,
          other.grant.index,
          grant.index,
        );
      if (other.lockId === lockId)
        found.breach(`Two locks of session ${sessionId} have one id.`, other.grant.index, grant.index);
    }
  }
}

/** Only who holds it can keep it, and whoever does can. */
function judgeRenewals(phases: PhaseStory, sessionId: string, holds: readonly Hold[], found: Findings): void {
  for (const exchange of phases.of(sessionId, 'renewPhaseLock')) {
    const hold = holds.find(({ lockId }) => lockId === param(exchange, 'lockId'));
    const answer = phases.answers('renewPhaseLock').find((one) => one.exchange === exchange);
    const [arrived] = exchange.arrived;
    if (!hold || !answer || !arrived) continue;
    found.judged += 1;
    const isLost = text(answer.body.code) === 'lock_lost';
    if (isLost && hold.isSureAt(arrived) && hold.isSureAt(answer))
      found.breach(
        `Whoever held the lock of session ${sessionId} was told that it was lost.`,
        hold.grant.index,
        answer.index,
      );
    if (answer.status === 200 && hold.isOverBefore(exchange))
      found.breach(
        `The lock of session ${sessionId} was kept, though it had been freed or its lease was over.`,
        hold.grant.index,
        answer.index,
      );
  }
}

/** Somebody was told that a session is locked. */
interface Refusal {
  answer: Said;
  slot: string | undefined;
  /** Sessions of which one may be it. */
  sessionIds: string[];
}

function refusalsIn(phases: PhaseStory): Refusal[] {
  const starts = phases.wishes.flatMap((wish) =>
    repliesTo(wish).flatMap(({ code, answer }) => {
      if (code !== 'session_locked') return [];
      const visible = phases.truth?.visibleWithin(wish.slot, phases.truth.steps(windowOf(answer))) ?? [];
      const sessionIds = visible.flatMap((life) => life?.sessionId ?? []);
      if (wish.replace) sessionIds.push(wish.replace.sessionId);
      return [{ answer, slot: wish.slot, sessionIds }];
    }),
  );
  const others = phases.answers('lockPhaseSession', 'updatePhaseSession').flatMap((answer) => {
    const sessionId = param(answer.exchange, 'sessionId');
    const slot = phases.truth?.lives.get(sessionId)?.slot;
    return text(answer.body.code) === 'session_locked' ? [{ answer, slot, sessionIds: [sessionId] }] : [];
  });
  return [...starts, ...others];
}

function judgeRefusal(
  observed: Observed,
  { answer, slot, sessionIds }: Refusal,
  holds: ReadonlyMap<string, Hold[]>,
  found: Findings,
): void {
  const { exchange, time, index } = answer;
  const [arrived] = exchange.arrived;
  if (!arrived) return;
  found.judged += 1;
  const held = sessionIds.flatMap((id) => holds.get(id) ?? []);
  const isHeld =
    held.some((hold) => hold.isPossibleAt(answer)) ||
    sessionIds.some((id) => mayHold(observed.phases, id, slot, answer).length > 0);
  if (!isHeld) {
    const message = `${exchange.operation} was refused, because session ${sessionIds[0]} was locked, though nobody held it any more.`;
    found.breach(message, ...held.map(({ grant }) => grant.index), exchange.sent.index, index);
  }
  const waited = time - arrived.time;
  const isBroken = exchange.arrived.length > 1 || observed.faults.some(({ op }) => op === exchange.op);
  if (isBroken || (waited >= limits.phaseLockWait && waited <= limits.phaseLockWait + slack)) return;
  found.breach(
    `${exchange.operation} waited ${waited} ms for a lock instead of ${limits.phaseLockWait}.`,
    exchange.sent.index,
    index,
  );
}

/** Whoever waited goes on as soon as nobody holds it. */
function judgePatience(observed: Observed, answer: Said, holds: ReadonlyMap<string, Hold[]>, found: Findings): void {
  const { phases } = observed;
  const { exchange, status, time, index } = answer;
  const [arrived] = exchange.arrived;
  if (!arrived || exchange.arrived.length > 1 || status >= 300) return;
  const wishes = phases.wishesOf(exchange);
  const named =
    wishes.length > 0 ? wishes.flatMap(({ replace }) => replace?.sessionId ?? []) : [param(exchange, 'sessionId')];
  if (named.length === 0) return;
  found.judged += 1;
  const waited = time - arrived.time;
  // What broke inside may hold it for its whole lease, unseen.
  if (waited <= slack || observed.insideFaultsFrom(0).length > 0 || isStruck(observed, answer)) return;
  const before = { ...answer, time: time - slack };
  const isHeld = named.some((id) => {
    const slot = phases.truth?.lives.get(id)?.slot;
    return holds.get(id)?.some((hold) => hold.isPossibleAt(before)) || mayHold(phases, id, slot, before).length > 0;
  });
  if (isHeld) return;
  const events = named.flatMap((id) => holds.get(id)?.map(({ grant }) => grant.index) ?? []);
  const message = `${exchange.operation} went on after ${waited} ms, though nobody had held session ${named[0]} for a while.`;
  found.breach(message, ...events, exchange.sent.index, index);
}

const isStruck = (observed: Observed, { exchange }: Said): boolean =>
  observed.faults.some(({ op }) => op === exchange.op);
