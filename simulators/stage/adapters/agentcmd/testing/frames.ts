import type { Row, Told } from './store.ts';

/** A session as the API shows it. */
export function shown(row: Row, projectId: string, metadata = row.metadata): object {
  const { id, userId, agent, permission_mode, state, createdAt, updatedAt } = row;
  const [created_at, updated_at] = [createdAt, updatedAt].map((time) => new Date(time).toISOString());
  return { id, projectId, userId, agent, permission_mode, state, metadata, created_at, updated_at };
}

/** What is told of a session, as a frame of its channel. */
export function channelFrame(sessionId: string, told: Told, projectId: string): object {
  const frame = (type: string, data: object) => ({
    channel: `session:${sessionId}`,
    type: `session.${type}`,
    data: { sessionId, ...data },
  });
  switch (told.type) {
    case 'stream_output':
      return frame('stream_output', { message: told.message });
    case 'message_complete':
      return frame('message_complete', { session: shown(told.row, projectId, told.metadata) });
    case 'cancelled':
      return frame('message_complete', { cancelled: true });
    case 'session_updated':
      return frame('session_updated', { state: told.row.state, session: shown(told.row, projectId) });
    case 'error':
      return frame('error', { error: told.error, ...(told.code ? { code: told.code } : {}) });
  }
}

/** The same on the socket of the session, where some of it is never told. */
export function sessionFrame(sessionId: string, told: Told): object | null {
  if (told.type === 'stream_output') return { type: 'stream_output', sessionId, data: told.message };
  if (told.type === 'message_complete') {
    return { type: 'message_complete', sessionId, metadata: told.metadata, response: '', events: [] };
  }
  return told.type === 'error' ? { type: 'error', sessionId, message: told.error } : null;
}
