import type { NewMessage, RejectionCode } from '../../contracts/wire/index.ts';
import type { Random } from '../ports.ts';
import type { Workspace } from './disk.ts';
import { type Reading, type Results, readResults, readStatus } from './policy/answer.ts';
import { batchSize } from './policy/batch.ts';
import { retryAfter, retryDelay } from './policy/retry.ts';

/** Every decision of the VM agent that could be wrong. */
export interface Rules {
  /** Messages an outbox holds at most. */
  outboxCapacity: number;
  /** Milliseconds from the first message to the flush that sends it. */
  flushInterval: number;
  /** Milliseconds the agent waits for an answer. */
  requestTimeout: number;
  /** The prompt as it goes into the outbox: under the id it has already, so that it is stored once (TASK-4). */
  promptMessage(prompt: Workspace['prompt'], now: number, random: Random): NewMessage;
  batchSize(outbox: readonly NewMessage[], suspects: number): number;
  readStatus(status: number | null, code: string | null): Reading;
  /** Does a message rejected with this code mean that the session takes no more (TASK-12)? */
  stopsAt(code: RejectionCode): boolean;
  readResults(batch: readonly NewMessage[], body: unknown): Results;
  retryDelay(attempt: number, fraction: number): number;
  retryAfter(headers: Record<string, string>, now: number): number;
  /** A message as it is sent again: unchanged (TASK-11). */
  retried(message: NewMessage, random: Random): NewMessage;
}

export const correctRules: Rules = {
  outboxCapacity: 10_000,
  flushInterval: 2_000,
  requestTimeout: 10_000,
  promptMessage: ({ messageId, content }, now) => ({ messageId, role: 'user', content, createdAt: now }),
  batchSize,
  readStatus,
  stopsAt: (code) => code === 'session_stopped',
  readResults,
  retryDelay,
  retryAfter,
  retried: (message) => message,
};

/** A known bug of a VM agent: the rules it replaces. */
export interface VmAgentMutant {
  id: string;
  /** The requirement it breaks. */
  requirement: string;
  side: 'vm-agent';
  title: string;
  rules: Partial<Rules>;
}
