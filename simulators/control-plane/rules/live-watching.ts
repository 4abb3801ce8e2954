import type { LiveEvent } from '../../../contracts/wire/index.ts';
import { eventsAfter } from '../live/rows.ts';
import type { Connection, Watch } from '../live/sockets/connections.ts';
import type { Sql } from '../platform.ts';

/** Switching subscribes, before it answers (LIVE-3). */
export function watchesOnSwitch(_connectionId: string, _sessionId: string): boolean {
  return true;
}

/** Sending subscribes, before it is routed (LIVE-16). */
export function watchesOnSend(_connection: Connection, _sessionId: string): boolean {
  return true;
}

/** The connections whose former session is left when one switches: tabs are independent (WEB-13). */
export function leavingOnSwitch(connection: Connection, _peers: readonly Connection[]): readonly string[] {
  return [connection.connectionId];
}

/** The session a frame is about is the one it names (WEB-4). */
export function targetSession(named: string, _connection: Connection): string {
  return named;
}

/** Who sends sees all that comes of it: from before it was routed (LIVE-16). `before`, `after`: seq of the session. */
export function sendFollowsFrom(before: number, _after: number): number {
  return before;
}

export interface Standing {
  status: 'replayed' | 'cursor_invalid';
  /** What follows it is replayed. */
  from: number;
}

/** Where a client goes on that has all up to `lastSeq`; what is ahead of the session is void (LIVE-9). */
export function standingOf(lastSeq: number, seq: number): Standing {
  return lastSeq > seq ? { status: 'cursor_invalid', from: 0 } : { status: 'replayed', from: lastSeq };
}

/** After a suspension it goes on right where it was (LIVE-15). */
export function resumedStanding(lastSeq: number, seq: number): Standing {
  return standingOf(lastSeq, seq);
}

/** All events after `after`, each once and in order (LIVE-9). */
export function replayLive(sql: Sql, sessionId: string, after: number): LiveEvent[] {
  return eventsAfter(sql, sessionId, after);
}

/** What is suspended is silent (LIVE-15). */
export function delivers(watch: Watch): boolean {
  return !watch.suspended;
}

/** A live session belongs to its user; of another's not even the existence shows (SAFE-3). */
export function mayOpenLive(userId: string, session: { user_id: string }): boolean {
  return session.user_id === userId;
}

/** One connection sends at a time: when another does, the former is told (LIVE-13). */
export function takesOver(owner: string | null, connectionId: string): boolean {
  return owner !== null && owner !== connectionId;
}
