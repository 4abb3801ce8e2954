import {
  type BatchResult,
  limits,
  type Message,
  newMessage,
  type RejectionCode,
} from '../../../contracts/wire/index.ts';
import type { Entry, ProjectCalls, Result, Role, Who } from '../calls.ts';
import type { Sql } from '../platform.ts';
import type { KnownMessage } from '../project-data/store-batch.ts';
import type { Rules } from '../rules.ts';

const encoder = new TextEncoder();

/** Size as the limits count it: bytes of UTF-8 (TASK-18). */
export function sizeOf(content: string): number {
  return encoder.encode(content).byteLength;
}

/** Why a text cannot be stored as it is; null where it can. Half a surrogate pair has no UTF-8. */
export function unstorable(content: string): string | null {
  if (content.includes('\0')) return 'content has a NUL character';
  return content.isWellFormed() ? null : 'content is not well-formed Unicode';
}

/** Each message of a batch is judged on its own: a bad one is rejected alone (TASK-8). */
export function judgeBatch(values: readonly unknown[], role: Role, rules: Pick<Rules, 'sizeOf'>): Entry[] {
  return values.map((value) => judgeMessage(value, role, rules));
}

function judgeMessage(value: unknown, role: Role, rules: Pick<Rules, 'sizeOf'>): Entry {
  const claimed = Object(value).messageId;
  const messageId = typeof claimed === 'string' ? claimed : null;
  const reject = (code: RejectionCode, detail: string): Entry => ({
    ok: false,
    rejection: { status: 'rejected', messageId, code, detail },
  });
  const parsed = newMessage.safeParse(value);
  if (!parsed.success)
    return reject(
      'malformed_message',
      `Not a NewMessage: see ${parsed.error.issues[0]?.path.join('.') || 'its type'}.`,
    );
  const message = parsed.data;
  const unfit = unstorable(message.content);
  if (unfit) return reject('malformed_message', `The ${unfit}.`);
  if (role === 'user' && message.role !== 'user')
    return reject('role_not_allowed', 'A user may write the role "user" only.');
  if (rules.sizeOf(message.content) > limits.messageBytes)
    return reject('message_too_large', 'The content is over 100 KiB.');
  return { ok: true, message };
}

/** A batch goes to the object in one call: only there nothing can come between looking and storing (TASK-10). */
export function sendBatch(
  project: ProjectCalls,
  who: Who,
  sessionId: string,
  entries: Entry[],
): Promise<Result<BatchResult[]>> {
  return project.appendMessages(who, sessionId, entries);
}

/** Ids of messages are scoped to their session (TASK-9). */
export function knownMessage(sql: Sql, sessionId: string, messageId: string): KnownMessage | null {
  return (
    sql
      .exec<KnownMessage>(
        'SELECT seq, role, content FROM messages WHERE session_id = ? AND message_id = ?',
        sessionId,
        messageId,
      )
      .toArray()[0] ?? null
  );
}

/** The writer is told of each message what became of it (TASK-8). */
export function batchAnswer(results: BatchResult[]): { results: BatchResult[] } {
  return { results };
}

export type MessageRow = {
  session_id: string;
  seq: number;
  message_id: string;
  role: Message['role'];
  content: string;
  created_at: number;
  stored_at: number;
};

/** History is in the order of storing, whatever the clocks of the writers say (TASK-10). */
export function historyPage(sql: Sql, sessionId: string, after: number, rows: number): MessageRow[] {
  return sql
    .exec<MessageRow>(
      'SELECT * FROM messages WHERE session_id = ? AND seq > ? ORDER BY seq LIMIT ?',
      sessionId,
      after,
      rows,
    )
    .toArray();
}
