import type { LiveEvent, LiveSession } from '../../../contracts/wire/index.ts';
import { answered, handPorts, settle, uuid } from '../../testing.ts';
import { Chat, type ChatOptions } from './chat.ts';

export const projectId = uuid(800);
export const sessionId = uuid(801);
export const otherSession = uuid(802);

/** The record of a session that was just made. */
export function record(of: string, given: Partial<LiveSession> = {}): LiveSession {
  return {
    sessionId: of,
    projectId,
    state: 'CREATED',
    running: false,
    mode: 'ask',
    cwd: '/workspace',
    branch: 'main',
    worktree: null,
    metadata: { totalTokens: 0, messageCount: 0, lastMessageAt: null, firstMessagePreview: null },
    seq: 1,
    createdAt: 1,
    updatedAt: 1,
    ...given,
  };
}

type Given<Event> = Event extends unknown ? Omit<Event, 'sessionId' | 'at'> & { sessionId?: string } : never;

/** A durable event. */
export function event(given: Given<LiveEvent>): LiveEvent {
  return { sessionId, at: given.seq, ...given } as LiveEvent;
}

export const prompt = (seq: number, id: number, content: string, of = sessionId) =>
  event({ type: 'user_message', seq, clientMsgId: uuid(id), messageId: uuid(id + 100), content, sessionId: of });

/** The end of the turn of prompt `id`: its reply has the id `id + 200`. */
export const complete = (seq: number, id: number, content: string, of = sessionId) =>
  event({
    type: 'message_complete',
    seq,
    clientMsgId: uuid(id),
    messageId: uuid(id + 200),
    content,
    run: 1,
    metadata: record(of).metadata,
    sessionId: of,
  });

export const start = (id: number, text = '', index = 0, of = sessionId) => ({
  type: 'message_start' as const,
  sessionId: of,
  messageId: uuid(id + 200),
  clientMsgId: uuid(id),
  run: 1,
  text,
  index,
});

export const chunk = (id: number, index: number, text: string, of = sessionId) => ({
  type: 'chunk' as const,
  sessionId: of,
  messageId: uuid(id + 200),
  index,
  text,
});

export interface Sent {
  type: string;
  sessionId?: string | null;
  clientMsgId?: string;
  prompt?: string;
  resume?: boolean;
}

/** A chat whose other end is the test. Records are made as asked for; histories are what `histories` says, else 404. */
export function chatWith(options: Partial<ChatOptions> = {}) {
  const ports = handPorts();
  const histories = new Map<string, LiveEvent[]>();
  ports.link.answer = ({ operation, params }) => {
    const id = params.sessionId ?? '';
    if (operation === 'createLiveSession') return answered(201, record(id));
    const events = histories.get(id);
    return events ? answered(200, { events, nextAfter: null }) : answered(404);
  };
  const chat = new Chat(ports, { projectId, token: 'user-token', ...options });
  /** The socket opened last. */
  const socket = () => {
    const last = ports.link.sockets.at(-1);
    if (!last) throw new Error('No socket was opened.');
    return last;
  };
  const receive = async (...frames: unknown[]) => {
    for (const frame of frames) socket().handlers.frame(frame);
    await settle();
  };
  return {
    ...ports,
    chat,
    histories,
    socket,
    receive,
    /** What was sent on the socket opened last, but hello. */
    sent: () => (socket().sent as Sent[]).filter((frame) => frame.type !== 'hello'),
    /** The socket opens, and hello is answered. */
    async connect() {
      await settle();
      socket().handlers.open();
      await receive({ type: 'connected', connectionId: uuid(1), sessionId: null, at: 1, protocolVersion: 1 });
    },
    /** Every prompt sent on this socket is accepted; the first has this `seq`. */
    async accept(seq: number) {
      const prompts = (socket().sent as Sent[]).filter(({ type }) => type === 'send' || type === 'interrupt');
      for (const [nth, { sessionId: of, clientMsgId }] of prompts.entries()) {
        await receive({
          type: 'accepted',
          sessionId: of,
          clientMsgId,
          messageId: uuid(50 + nth),
          seq: seq + nth,
          status: 'stored',
        });
      }
    },
    /** The last switch of this socket is answered. */
    async switched(of: string, given: object = {}) {
      await receive({
        type: 'session_switched',
        sessionId: of,
        seq: histories.get(of)?.length ?? 0,
        state: 'ACTIVE',
        running: true,
        mode: 'ask',
        cwd: '/workspace',
        branch: 'main',
        worktree: null,
        tokens: 0,
        ...given,
      });
    },
    calls: (operation: string) => ports.link.calls.filter((call) => call.operation === operation),
    states: () => ports.journal.of('chat-socket').map((detail) => (detail as { state: string }).state),
    texts: () => chat.messages.map(({ role, text, status }) => `${role} ${status}: ${text}`),
  };
}

/** A chat that shows a session with these events, and is ready. */
export async function readyWith(events: LiveEvent[] = [], options: Partial<ChatOptions> = {}) {
  const started = chatWith(options);
  started.histories.set(sessionId, events);
  started.chat.open({ sessionId });
  await started.connect();
  await started.switched(sessionId);
  return started;
}
