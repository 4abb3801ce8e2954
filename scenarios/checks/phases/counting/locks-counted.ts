import type { Exchange } from '../../check.ts';
import type { Pace } from '../../pace.ts';
import { answersOf, fields, list, type Said, text } from '../../reading.ts';
import { holdsOf } from '../story/holds.ts';
import type { PhaseStory } from '../story/story.ts';
import { arrivalOf, mayHave, type Window, windowOf } from '../story/windows.ts';
import { Tally } from './tally.ts';

export interface LockTally {
  acquisitions: Tally;
  /** Requests that had to wait. */
  contention: Tally;
  timeouts: Tally;
  /** Milliseconds that all of them waited; undefined where that cannot be told. */
  waited: number | undefined;
}

/** What the locks come to until a reading of the counters. `broken`: requests that something was done to. */
export function locksUntil(
  phases: PhaseStory,
  window: Window,
  broken: ReadonlySet<number>,
  time: Pace['time'],
): LockTally {
  const tally: LockTally = { acquisitions: new Tally(), contention: new Tally(), timeouts: new Tally(), waited: 0 };
  const all = phases
    .asked('startPhase', 'replacePhaseSessions', 'updatePhaseSession', 'lockPhaseSession')
    .filter((one) => isForLock(one) && (arrivalOf(one) ?? Number.POSITIVE_INFINITY) < window.to);
  const unlocks = phases.asked('unlockPhaseSession', 'deletePhaseSessions', 'phaseSettings');
  const busy = all.concat(unlocks).map((one) => ({ one, ...spanOf(one) }));
  for (const exchange of all) {
    const answers = answersOf(exchange).filter(({ index }) => index < window.from);
    const { from, to } = spanOf(exchange);
    const overlaps = busy.some((other) => other.one !== exchange && other.from < to && other.to > from);
    for (const answer of answers) {
      acquire(phases, answer, tally.acquisitions);
      wait(answer, overlaps || broken.has(exchange.op) ? 'possible' : 'impossible', time, tally);
    }
    const rest = exchange.arrived.length - answers.length;
    if (rest <= 0) continue;
    const several = list(fields(exchange.sent.message.body).items).length;
    tally.acquisitions.maybe(rest + several);
    tally.contention.maybe(rest);
    tally.timeouts.maybe(rest);
    tally.waited = undefined;
  }
  if (time === 'real' || all.some(({ op }) => broken.has(op))) tally.waited = undefined;
  return tally;
}

/** A start that replaces nothing takes no lock. */
function isForLock({ operation, sent }: Exchange): boolean {
  return operation !== 'startPhase' || fields(sent.message.body).replace !== undefined;
}

function spanOf(exchange: Exchange): Window {
  const answers = answersOf(exchange);
  const isOver = answers.length >= exchange.arrived.length;
  return {
    from: arrivalOf(exchange) ?? exchange.sent.index,
    to: isOver ? (answers.at(-1)?.index ?? 0) : Number.POSITIVE_INFINITY,
  };
}

function acquire(phases: PhaseStory, answer: Said, tally: Tally): void {
  const { exchange, status, body } = answer;
  const code = text(body.code);
  const settings = phases.lockingAt(windowOf(answer));
  if (!settings.has(true)) return;
  const isSure = !settings.has(false);
  const take = (how: 'sure' | 'maybe') => (how === 'sure' && isSure ? tally.sure() : tally.maybe());
  if (exchange.operation === 'lockPhaseSession') {
    if (status === 201) take('sure');
    else if (mayHave(exchange)) take('maybe');
  } else if (exchange.operation === 'updatePhaseSession') {
    const takesOne = status === 200 || code === 'version_conflict';
    if (takesOne && !isUnderOwn(phases, answer))
      take(fields(exchange.sent.message.body).lockId === undefined ? 'sure' : 'maybe');
    else if (!takesOne && mayHave(exchange)) take('maybe');
  } else if (exchange.operation === 'startPhase') {
    if (body.outcome === 'replaced') take('sure');
    // It may have got that far, and found what it meant replaced.
    else if (code !== 'session_locked' && status !== 400 && status !== 401 && status !== 403) take('maybe');
  } else {
    for (const _ of list(fields(exchange.sent.message.body).items)) take('maybe');
  }
}

/** Was it titled by whoever held the lock? */
function isUnderOwn(phases: PhaseStory, answer: Said): boolean {
  const { params, body } = answer.exchange.sent.message;
  const { lockId } = fields(body);
  if (lockId === undefined) return false;
  const holds = holdsOf(phases).get(params.sessionId ?? '') ?? [];
  return holds.some((hold) => hold.lockId === lockId && hold.isSureAt(answer));
}

function wait(answer: Said, race: 'possible' | 'impossible', time: Pace['time'], tally: LockTally): void {
  const { exchange, body } = answer;
  const isInVain =
    text(body.code) === 'session_locked' ||
    (exchange.operation === 'replacePhaseSessions' &&
      list(body.results).some((one) => fields(one).code === 'session_locked'));
  const took = answer.time - (exchange.arrived[0]?.time ?? answer.time);
  if (tally.waited !== undefined) tally.waited += took;
  if (isInVain) tally.timeouts.sure();
  if (isInVain || (took > 0 && race === 'possible' && time === 'virtual')) tally.contention.sure();
  else if (race === 'possible' || took > 0) tally.contention.maybe();
}
