import { type LiveState, limits } from '../../../contracts/wire/index.ts';
import type { Change } from './change.ts';
import type { Loops } from './loops.ts';
import { liveAt, unfinishedTurns } from './rows.ts';
import { interruptTurn } from './turn-ends.ts';

/** Changes the durable state, and says so; nothing where it is that already. */
export function move(change: Change, sessionId: string, state: LiveState): void {
  const row = liveAt(change.sql, sessionId);
  if (row.state === state) return;
  const run = state === 'STARTING' ? row.run + 1 : row.run;
  change.sql.exec(
    'UPDATE sessions SET state = ?, run = ?, closing_due = ? WHERE id = ?',
    state,
    run,
    state === 'CLOSING' ? change.now + limits.closingPeriod : null,
    sessionId,
  );
  change.append(sessionId, { type: 'session_state', state, run });
}

/** Brings the state of a session with a loop in line with who watches it. */
export function settle(change: Change, sessionId: string): void {
  const { state } = liveAt(change.sql, sessionId);
  move(change, sessionId, change.rules.attendedState(state, change.audience(sessionId)));
}

/** Ends a session: its loop first, then what it left unfinished, in order (LIVE-11). */
export function endSession(change: Change, loops: Loops, sessionId: string): void {
  change.rules.abortLoop(loops, sessionId);
  for (const turn of unfinishedTurns(change.sql, sessionId)) interruptTurn(change, turn);
  move(change, sessionId, 'ENDED');
}
