import type { Message, Session } from '../../contracts/wire/index.ts';
import { handPorts, uuid } from '../testing.ts';
import { Frontend, type FrontendOptions } from './frontend.ts';

export const projectId = uuid(800);
export const sessionId = uuid(801);
export const taskId = uuid(802);

export const session: Session = {
  sessionId,
  projectId,
  taskId,
  workspaceId: null,
  topic: 'Do it.',
  status: 'active',
  messageCount: 1,
  createdAt: 1,
  agentCompletedAt: null,
  stoppedAt: null,
};

export function message(seq: number): Message {
  return { messageId: uuid(seq), sessionId, role: 'user', content: `m${seq}`, createdAt: 1, storedAt: 1, seq };
}

/** An entry of the feed. */
export function event(cursor: number, of = sessionId) {
  return { type: 'message.new', cursor, sessionId: of, at: 1, message: { ...message(cursor), sessionId: of } };
}

export function frontendWith(options: Partial<FrontendOptions> = {}) {
  const ports = handPorts();
  const frontend = new Frontend(ports, { projectId, token: 'user-token', ...options });
  return {
    ...ports,
    frontend,
    /** The socket opened last. */
    socket() {
      const last = ports.link.sockets.at(-1);
      if (!last) throw new Error('No socket was opened.');
      return last;
    },
    states: () => ports.journal.of('socket').map((detail) => (detail as { state: string }).state),
  };
}
