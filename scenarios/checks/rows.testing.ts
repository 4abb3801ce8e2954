/** What histories of the tests are made of: rows, results and frames, complete but for what a test says. */
import type { FeedFrame, Message, PhaseFrame, Session, Task } from '../../contracts/wire/index.ts';

type Json = Record<string, unknown>;

/** One result of a batch: `status` is a status or the code of a rejection. */
export function result(messageId: string, status: string, seq = 2): Json {
  if (status === 'stored' || status === 'duplicate') return { status, messageId, seq };
  return { status: 'rejected', messageId, code: status, detail: '' };
}

export function task(fields: Partial<Task> = {}): Task {
  return { taskId: 't1', projectId: 'p1', sessionId: 's1', status: 'running', createdAt: 0, updatedAt: 0, ...fields };
}

export function session(fields: Partial<Session> = {}): Session {
  return {
    sessionId: 's1',
    projectId: 'p1',
    taskId: 't1',
    workspaceId: null,
    topic: 'Do it',
    status: 'active',
    messageCount: 1,
    createdAt: 0,
    agentCompletedAt: null,
    stoppedAt: null,
    ...fields,
  };
}

/** A message as it is sent. */
export function written(messageId: string, content = `content of ${messageId}`, role = 'assistant'): Json {
  return { messageId, role, content, createdAt: 0 };
}

/** A message as it is stored. */
export function stored(messageId: string, seq: number, fields: Partial<Message> = {}): Message {
  const first =
    messageId === 'm1'
      ? ({ role: 'user', content: 'Do it' } as const)
      : ({ role: 'assistant', content: `content of ${messageId}` } as const);
  return { messageId, ...first, createdAt: 0, sessionId: 's1', seq, storedAt: 0, ...fields };
}

/** An event of the feed about a message. */
export function announced(cursor: number, message: Message): FeedFrame {
  return { type: 'message.new', cursor, sessionId: message.sessionId, at: message.storedAt, message };
}

type SessionEvent = Exclude<FeedFrame, PhaseFrame | { type: 'message.new' }>;

/** An event of the feed about a session. */
export function happened(cursor: number, type: SessionEvent['type'], fields: Partial<Session> = {}, at = 0): FeedFrame {
  const shown = session(fields);
  return { type, cursor, sessionId: shown.sessionId, at, session: shown };
}
