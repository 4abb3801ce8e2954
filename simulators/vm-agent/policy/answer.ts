import { z } from 'zod';
import { batchResult, type NewMessage, type RejectionCode } from '../../../contracts/wire/index.ts';

/** What follows an answer that is not a success. */
export interface Reading {
  /**
   * go-on: to the next batch · retry: the same again, later · halve: find the message that is at fault ·
   * wait-for-token: keep all and send nothing · stop: the session takes no more · final: nothing can be done.
   */
  next: 'go-on' | 'retry' | 'halve' | 'wait-for-token' | 'stop' | 'final';
  /** Do the messages stay in the outbox? A client that loses nothing says true for every status. */
  keep: boolean;
}

/** How the agent reads a status (TASK-11). `status` is null where there was no answer at all. */
export function readStatus(status: number | null, code: string | null): Reading {
  if (status === null || status === 408 || status === 429 || status >= 500) return { next: 'retry', keep: true };
  if (status === 401 || status === 403) return { next: 'wait-for-token', keep: true };
  if (status === 400 || status === 413 || status === 422) return { next: 'halve', keep: true };
  if (status === 409 && code === 'session_stopped') return { next: 'stop', keep: true };
  return { next: 'final', keep: true };
}

/** What the provider says of the messages of a batch. What is in neither list was not acknowledged (TASK-8). */
export interface Results {
  /** Ids that were stored, now or before. */
  acknowledged: string[];
  rejected: { messageId: string; code: RejectionCode }[];
}

const someResults = z.object({ results: z.array(z.unknown()) });

/** Reads the body of a success. A result that cannot be read, or is of no message sent, acknowledges nothing. */
export function readResults(batch: readonly NewMessage[], body: unknown): Results {
  const open = new Set(batch.map(({ messageId }) => messageId));
  const found: Results = { acknowledged: [], rejected: [] };
  for (const entry of someResults.safeParse(body).data?.results ?? []) {
    const result = batchResult.safeParse(entry).data;
    if (!result || result.messageId === null || !open.delete(result.messageId)) continue;
    if (result.status === 'rejected') found.rejected.push({ messageId: result.messageId, code: result.code });
    else found.acknowledged.push(result.messageId);
  }
  return found;
}
