import type { LiveMetadata } from '../../../contracts/wire/index.ts';
import type { Database } from '../platform.ts';
import { query } from './query.ts';

export interface LiveRecord extends LiveMetadata {
  projectId: string;
  sessionId: string;
  userId: string;
}

/** Copies the metadata of a live session, for lists beyond one project. An older copy never replaces a newer one. */
export async function saveLiveRecord(db: Database, record: LiveRecord): Promise<void> {
  await query(
    db,
    `INSERT INTO live_records (session_id, project_id, user_id, total_tokens, message_count, last_message_at, preview)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (project_id, session_id) DO UPDATE SET total_tokens = excluded.total_tokens,
      message_count = excluded.message_count, last_message_at = excluded.last_message_at
    WHERE excluded.message_count >= live_records.message_count`,
    record.sessionId,
    record.projectId,
    record.userId,
    record.totalTokens,
    record.messageCount,
    record.lastMessageAt,
    record.firstMessagePreview,
  );
}
