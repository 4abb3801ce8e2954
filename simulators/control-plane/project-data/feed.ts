import type { FeedFrame } from '../../../contracts/wire/index.ts';
import type { Sql } from '../platform.ts';

type WithoutCursor<F> = F extends FeedFrame ? Omit<F, 'cursor'> : never;
/** An entry before it has its place in the feed. */
export type FeedEntry = WithoutCursor<FeedFrame>;

/** Puts an entry at the end of the feed. Belongs into the transaction that makes it true. */
export function record(sql: Sql, entry: FeedEntry): FeedFrame {
  const frame = { ...entry, cursor: head(sql) + 1 } as FeedFrame;
  sql.exec(
    'INSERT INTO feed (cursor, session_id, frame) VALUES (?, ?, ?)',
    frame.cursor,
    frame.sessionId,
    JSON.stringify(frame),
  );
  return frame;
}

/** The cursor of the newest entry; 0 when there is none. */
export function head(sql: Sql): number {
  return sql.exec<{ head: number }>('SELECT coalesce(max(cursor), 0) AS head FROM feed').toArray()[0]?.head ?? 0;
}

/** What follows `after`, of one session or (null) of all. */
export function feedAfter(sql: Sql, scope: string | null, after: number): FeedFrame[] {
  const rows =
    scope === null
      ? sql.exec<{ frame: string }>('SELECT frame FROM feed WHERE cursor > ? ORDER BY cursor', after)
      : sql.exec<{ frame: string }>(
          'SELECT frame FROM feed WHERE session_id = ? AND cursor > ? ORDER BY cursor',
          scope,
          after,
        );
  return rows.toArray().map((row) => JSON.parse(row.frame) as FeedFrame);
}
