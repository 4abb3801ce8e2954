import { z } from 'zod';
import type { Message, RejectionCode, Session, Task } from '../../contracts/wire/index.ts';
import type { Problem } from './ask.ts';

/** Of a submit: enough to send it again, and what came of it. */
export interface Submission {
  /** failed: there is certainly no task. unknown: there may be one; the same key resolves it. */
  status: 'created' | 'failed' | 'unknown';
  key: string;
  message: string;
  taskId?: string;
  sessionId?: string;
  messageId?: string;
  problem?: Problem;
}

/** A message as the frontend sends it, the first time or again. */
export const outgoing = z.object({
  sessionId: z.string(),
  messageId: z.string(),
  content: z.string(),
  createdAt: z.int().nonnegative(),
});

/** Of a message: enough to send it again, and what came of it. */
export interface Sending extends z.infer<typeof outgoing> {
  status: 'stored' | 'duplicate' | 'rejected' | 'failed' | 'unknown';
  /** Its place in the session, once stored. */
  seq?: number;
  /** Why it was rejected. */
  code?: RejectionCode;
  problem?: Problem;
}

interface Read {
  /** failed and unknown come with a problem; a list then has the rows of the pages before. */
  status: 'ok' | 'failed' | 'unknown';
  problem?: Problem;
}
export type TaskRead = Read & { task?: Task };
export type SessionRead = Read & { session?: Session };
export type TaskList = Read & { tasks: Task[] };
export type SessionList = Read & { sessions: Session[] };
export type MessageHistory = Read & { messages: Message[] };
