import { echo, type LiveState } from '../../../contracts/wire/index.ts';
import type { Change } from './change.ts';
import type { Loops } from './loops.ts';
import { liveAt } from './rows.ts';
import { endSession, move } from './states.ts';
import { interruptStrays } from './turns.ts';

/** Stops a session: its loop finishes the running turn, or winds up, and takes no other. Returns the state it has now. */
export function stopSession(change: Change, loops: Loops, sessionId: string): LiveState {
  const { state } = liveAt(change.sql, sessionId);
  const loop = loops.find(sessionId);
  if (!loop || state === 'CREATED' || state === 'STARTING' || state === 'ENDED') {
    endSession(change, loops, sessionId);
  } else if (state !== 'CLOSING') {
    if (state === 'SUSPENDED') move(change, sessionId, 'ACTIVE');
    move(change, sessionId, 'CLOSING');
    loop.queue = [];
    interruptStrays(change, loop);
    if (!loop.turn) loop.wake(echo.windUp);
  }
  return liveAt(change.sql, sessionId).state;
}
