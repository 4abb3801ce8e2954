import {
  isRunning,
  type LiveServerFrame,
  type LiveState,
  type RoutedState,
  type RoutingOutcome,
  routeOf,
} from '../../../contracts/wire/index.ts';
import type { Audience } from '../live/change.ts';
import type { Loops } from '../live/loops.ts';
import { type RoutedFacts, type Step, stepsOfOutcomes } from '../live/routing/steps.ts';
import type { LiveRow } from '../live/rows.ts';

/** Every operation is routed by durable state and registry together, as the table of the contract says (LIVE-18). */
export function routeLive({ operation, state, registered }: RoutedFacts): RoutingOutcome {
  return routeOf(operation, state, registered);
}

/** What is done for an outcome; an accepted prompt is always handed to a loop (LIVE-2, LIVE-14). */
export function stepsOf(outcome: RoutingOutcome, _facts: RoutedFacts): readonly Step[] {
  return stepsOfOutcomes[outcome];
}

/** Running is what is registered and durably so (LIVE-4). `operation`: what is being answered. */
export function runningNow(
  _operation: RoutedFacts['operation'] | 'other',
  state: RoutedState,
  registered: 'loop' | 'no loop',
): boolean {
  return isRunning(state, registered);
}

/** A loop that has to go is aborted, not only forgotten (LIVE-7). */
export function abortLoop(loops: Loops, sessionId: string): void {
  loops.lose(sessionId);
}

/** An ended session is created again before it is started (LIVE-10). */
export function stateOnResume(): LiveState {
  return 'CREATED';
}

/** The state of a session whose loop is up follows from who watches it. Nobody left does not wake a suspended one. */
export function attendedState(state: LiveState, { watching, suspended }: Audience): LiveState {
  if (state !== 'ACTIVE' && state !== 'DETACHED' && state !== 'SUSPENDED') return state;
  if (watching > 0) return 'ACTIVE';
  return suspended > 0 || state === 'SUSPENDED' ? 'SUSPENDED' : 'DETACHED';
}

/** In one session the times of the states grow (LIVE-10). */
export function stateTime(last: number, now: number): number {
  return Math.max(now, last + 1);
}

/** All that a client shows of a session it switches to, as it is now (LIVE-4). */
export function describeSwitched(row: LiveRow, running: boolean): LiveServerFrame {
  return {
    type: 'session_switched',
    sessionId: row.id,
    seq: row.seq,
    state: row.state,
    running,
    mode: row.mode,
    cwd: row.cwd,
    branch: row.branch,
    worktree: row.worktree,
    tokens: row.total_tokens,
  };
}
