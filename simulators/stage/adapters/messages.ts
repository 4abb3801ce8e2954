import { type BatchResult, type Message, type NewMessage, newMessage } from '../../../contracts/wire/index.ts';
import { Refused, refused } from './refused.ts';

/**
 * Results of a batch for a system that takes one message at a time: they are stored in order. One that is malformed by the
 * contract is rejected without asking the system, which has no such message. Where `store` is refused because the session is
 * stopped, that message is rejected.
 *
 * @throws Refused (`session_stopped`) where all that was asked for was refused so
 */
export async function oneByOne(
  batch: readonly unknown[],
  store: (message: NewMessage) => Promise<BatchResult>,
): Promise<BatchResult[]> {
  const results: BatchResult[] = [];
  for (const given of batch) {
    const { data } = newMessage.safeParse(given);
    results.push(data ? await store(data).catch(stopped(data.messageId)) : malformed(given));
  }
  const isRefused = results.every((one) => one.status === 'rejected' && one.code === 'session_stopped');
  if (isRefused) throw refused('session_stopped', 'The session is stopped.');
  return results;
}

const stopped =
  (messageId: string) =>
  (error: unknown): BatchResult => {
    if (!(error instanceof Refused) || error.code !== 'session_stopped') throw error;
    return { status: 'rejected', messageId, code: 'session_stopped', detail: error.message };
  };

function malformed(given: unknown): BatchResult {
  const { messageId } = Object(given);
  const known = typeof messageId === 'string' ? messageId : null;
  return { status: 'rejected', messageId: known, code: 'malformed_message', detail: 'It is no message.' };
}

/** A page of a history in the order of `seq`, for a system that answers all of it at once. */
export function pageBySeq<Entry extends { seq: number }>(
  all: readonly Entry[],
  { after = 0, limit = 50 }: { after?: number; limit?: number },
): { page: Entry[]; nextAfter: number | null } {
  const rest = all.filter(({ seq }) => seq > after);
  const page = rest.slice(0, limit);
  return { page, nextAfter: rest.length > limit ? (page.at(-1)?.seq ?? null) : null };
}

/** The answer of `listMessages`, for a system that answers all messages at once. */
export function pageOf(all: readonly Message[], query: { after?: number; limit?: number }) {
  const { page, nextAfter } = pageBySeq(all, query);
  return { messages: page, nextAfter };
}

/** The topic of a session by the contract, for a system that has none: 80 characters of its first message. */
export function topicOf(message = ''): string {
  return [...message].slice(0, 80).join('');
}

/** A page of any other list, for a system that answers all of it at once. A cursor is how many entries came before. */
export function pageByCursor<Entry>(
  all: readonly Entry[],
  { limit = 50, cursor = '0' }: { limit?: number; cursor?: string | undefined },
): { page: Entry[]; nextCursor: string | null } {
  const from = Number.parseInt(cursor, 10) || 0;
  const next = from + limit;
  return { page: all.slice(from, next), nextCursor: next < all.length ? String(next) : null };
}
