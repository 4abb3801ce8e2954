import type { BatchResult, FeedFrame, NewMessage } from '../../../contracts/wire/index.ts';
import type { Entry } from '../calls.ts';
import type { Sql } from '../platform.ts';
import type { Rules } from '../rules.ts';
import { findDeadline, setDeadline } from './deadlines.ts';
import { insertMessage, type SessionRow } from './sessions.ts';

export interface StoredBatch {
  results: BatchResult[];
  frames: FeedFrame[];
}

/** A message that is stored already, as far as its repetition is concerned. */
export type KnownMessage = { seq: number; role: string; content: string };

/**
 * Rule: a batch is stored message by message in one transaction, which also moves the counter, the feed and the
 * idle period: what is acknowledged is durable, and no other batch comes in between (TASK-8, TASK-10, TASK-17).
 */
export function storeBatch(sql: Sql, rules: Rules, session: SessionRow, entries: Entry[], now: number): StoredBatch {
  const stored: NewMessage[] = [];
  const frames: FeedFrame[] = [];
  const open = rules.acceptsMessages(session);
  const results = entries.map((entry): BatchResult => {
    if (!entry.ok) return entry.rejection;
    const { message } = entry;
    const known = rules.knownMessage(sql, session.id, message.messageId);
    if (known) return repeated(known, message);
    if (!open)
      return {
        status: 'rejected',
        messageId: message.messageId,
        code: 'session_stopped',
        detail: 'The session is stopped.',
      };
    stored.push(message);
    const seq = session.message_count + stored.length;
    frames.push(insertMessage(sql, { ...message, sessionId: session.id, seq, storedAt: now }));
    return { status: 'stored', messageId: message.messageId, seq };
  });
  if (stored.length > 0) postponeCleanup(sql, rules, session.id, stored, now);
  return { results, frames };
}

/** What becomes of a message whose id is known: the first is kept (TASK-9). */
export function repeated(known: KnownMessage, { messageId, role, content }: NewMessage): BatchResult {
  if (known.role === role && known.content === content) return { status: 'duplicate', messageId, seq: known.seq };
  const detail = 'The id belongs to a message with other content, which was kept.';
  return { status: 'rejected', messageId, code: 'message_conflict', detail };
}

function postponeCleanup(sql: Sql, rules: Rules, sessionId: string, stored: NewMessage[], now: number): void {
  const pending = findDeadline(sql, 'cleanup', sessionId);
  if (pending) setDeadline(sql, 'cleanup', sessionId, rules.cleanupDue(pending.due, now, stored));
}
