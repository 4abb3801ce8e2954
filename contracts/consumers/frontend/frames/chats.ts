import assert from 'node:assert/strict';
import { Chat } from '../../../../simulators/frontend/index.ts';
import { answered, type HandPorts, settle } from '../../../../simulators/testing.ts';
import { liveFrameExamples } from '../../../wire/documents/live-examples.ts';
import type { LiveErrorCode, LiveEvent } from '../../../wire/index.ts';
import { exampleAnswer } from '../../toolkit/contract-link.ts';
import type { ServerEnd } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';

const { projectId, sessionId, token } = values;
const at = 1_777_975_200_000;

/** Ids of the prompt and the reply that histories have. */
export const clientMsgId = strange(501);
const promptId = strange(502);
export const replyId = strange(503);
/** The prompt that histories have. */
export const greeting = 'Hello there';

type FrameType = keyof typeof liveFrameExamples;
/** The example of a live frame, with these fields. */
export const live = (type: FrameType, given: object = {}): Record<string, unknown> => ({
  ...liveFrameExamples[type],
  ...given,
});
/** The same, of the session of the state. */
export const ofSession = (type: FrameType, given: object = {}) => live(type, { sessionId, ...given });

/** A refusal of a frame; `of`: the ids that the frame had. */
export const refusal = (code: LiveErrorCode, of: { sessionId?: string; clientMsgId?: string } = {}) => {
  return { type: 'error', code, detail: 'Why it was refused, in words.', ...of };
};

const event = { sessionId, at };
const turn = { clientMsgId, messageId: replyId, run: 1 };

/** The events of a session to which nothing was said. */
export const silent: readonly LiveEvent[] = [{ type: 'session_state', ...event, seq: 1, state: 'CREATED', run: 0 }];
/** The events of a session whose first prompt is being worked on. */
export const busy: readonly LiveEvent[] = [
  ...silent,
  { type: 'user_message', ...event, seq: 2, clientMsgId, messageId: promptId, content: greeting },
  { type: 'session_state', ...event, seq: 3, state: 'STARTING', run: 1 },
  { type: 'session_state', ...event, seq: 4, state: 'ACTIVE', run: 1 },
];
/** The events of a session whose first prompt was answered. */
export const answeredOnce: readonly LiveEvent[] = [
  ...busy,
  {
    type: 'message_complete',
    ...event,
    seq: 5,
    ...turn,
    content: `Echo: ${greeting}`,
    metadata: { totalTokens: 3, messageCount: 2, lastMessageAt: at, firstMessagePreview: greeting },
  },
];

export interface Opened {
  /** What its history says. */
  events: readonly LiveEvent[];
  /** Default: the session of the state. */
  of?: string;
  /** Whether `session_switched` says that it runs. Default: where there were prompts. */
  running?: boolean;
  keepAlive?: number;
}

/** A chat whose history was read and whose live socket is open: hello is sent. */
export async function greeted(ports: HandPorts, server: ServerEnd, opened: Opened): Promise<Chat> {
  const { events, of = sessionId, keepAlive = null } = opened;
  ports.link.request = async (call) =>
    call.operation === 'liveHistory' ? answered(200, { events, nextAfter: null }) : exampleAnswer(call);
  const chat = new Chat(ports, { projectId, token, keepAlive });
  chat.open({ sessionId: of });
  await settle();
  server.accept();
  assert.deepEqual(server.heard(), { type: 'hello', protocolVersion: 1, token, sessionId: of });
  return chat;
}

/** A chat whose hello was answered: it asks to watch its session. */
export async function joining(ports: HandPorts, server: ServerEnd, opened: Opened): Promise<Chat> {
  const { events, of = sessionId } = opened;
  const chat = await greeted(ports, server, opened);
  server.say(live('connected', { sessionId: of }));
  await settle();
  assert.deepEqual(server.heard(), { type: 'switch_session', sessionId: of, after: events.at(-1)?.seq });
  return chat;
}

/** A chat that watches its session, and can be talked to. */
export async function ready(ports: HandPorts, server: ServerEnd, opened: Opened): Promise<Chat> {
  const { events, of = sessionId, running = events !== silent } = opened;
  const chat = await joining(ports, server, opened);
  server.say(live('session_switched', { sessionId: of, seq: events.length, running }));
  await settle();
  assert.equal(chat.state, 'ready');
  return chat;
}

/** The connection breaks; on another one hello was answered, and what was watched and not answered is sent again. */
export async function connectsAgain(ports: HandPorts, server: ServerEnd, of: string = sessionId): Promise<void> {
  const broken = ports.link.sockets.length;
  ports.link.sockets.at(-1)?.handlers.close(1006, '');
  await ports.clock.advance(1000);
  assert.equal(ports.link.sockets.length, broken + 1);
  server.accept();
  server.say(live('connected', { sessionId: of }));
  await settle();
}

/** The client has its answer: it does not give the connection up for want of one. */
export async function waitsForNothing({ clock, link }: HandPorts): Promise<void> {
  const socket = link.sockets.at(-1);
  await clock.advance(60_000);
  assert.equal(socket?.sent.includes('closed'), false);
}

/** The messages, as a person sees them. */
export const shown = ({ messages }: Chat) => messages.map(({ role, status, text }) => `${role} ${status}: ${text}`);
