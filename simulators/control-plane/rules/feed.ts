import type { FeedFrame } from '../../../contracts/wire/index.ts';
import type { Hibernating, Sql } from '../platform.ts';
import { feedAfter } from '../project-data/feed.ts';

/** What is recorded in the feed is also sent, each once and in order (TASK-13, TASK-20). */
export function liveEvents(frames: readonly FeedFrame[]): readonly FeedFrame[] {
  return frames;
}

/** A subscriber gets what follows its cursor, and then what happens next: nothing between is lost or doubled (TASK-13). */
export function replay(sql: Sql, scope: string | null, after: number): FeedFrame[] {
  return feedAfter(sql, scope, after);
}

/** A session that does not exist cannot be followed; silence would look like a session without news (TASK-19). */
export function mayFollow(session: { known: boolean }): boolean {
  return session.known;
}

/** A frame that makes no sense is answered; the connection and its subscriptions live on (SAFE-2). */
export function malformedFrame(socket: Hibernating, detail: string): void {
  socket.send(JSON.stringify({ type: 'error', code: 'malformed_frame', detail }));
}
