import type { LiveClientFrame, LiveEvent, LiveServerFrame, LiveSession } from '../live/index.ts';
import type { liveOperations } from '../live/operations.ts';
import type { TerminalClientFrame, TerminalServerFrame } from '../live/terminal.ts';
import type { Example } from './examples.ts';

const projectId = '6f1d3c52-0b8e-4a57-9c1e-2f4f3a7d9b10';
const sessionId = '2c5e8a71-4d36-4b9f-8e02-7a1c3f5d9b64';
const unknownId = '8f0b2d4c-6e1a-4c3b-9d5f-0a2e4c6b8d1f';
const clientMsgId = 'd41a7c93-6b2e-4f58-a07d-5c8e1b3f9a26';
const promptId = '1b9d5f37-8c4a-4e60-b2d1-9f7a3c5e8d04';
const replyId = '73e0c6a8-2f1d-4b95-8d4c-6a0e9b7f5c32';
const connectionId = '5a2f9c1e-7b3d-4086-9e4a-c8d6b0f2e715';
const prompt = '/tool grep login';
const text = 'Echo: /tool grep login';
const inSession = { projectId, sessionId };

/** Ten o'clock on 5 May 2026, in UTC. */
const made = 1_777_975_200_000;
const workplace = { cwd: '/workspace', branch: 'main', worktree: null };
const metadata = { totalTokens: 4, messageCount: 2, lastMessageAt: made + 841, firstMessagePreview: prompt };

const record: LiveSession = {
  sessionId,
  projectId,
  state: 'CREATED',
  running: false,
  mode: 'ask',
  ...workplace,
  metadata: { totalTokens: 0, messageCount: 0, lastMessageAt: null, firstMessagePreview: null },
  seq: 1,
  createdAt: made,
  updatedAt: made,
};

type ByType<Frame extends { type: string }> = { [Type in Frame['type']]: Extract<Frame, { type: Type }> };

const event = (seq: number, after: number) => ({ sessionId, seq, at: made + after });
const ended = { clientMsgId, messageId: replyId, content: 'Echo: ', run: 1 };

const durable: ByType<LiveEvent> = {
  session_state: { type: 'session_state', ...event(4, 141), state: 'ACTIVE', run: 1 },
  user_message: { type: 'user_message', ...event(2, 40), clientMsgId, messageId: promptId, content: prompt },
  tool_call: {
    type: 'tool_call',
    ...event(5, 241),
    clientMsgId,
    messageId: replyId,
    toolCallId: 'call-1',
    name: 'grep',
    input: 'login',
  },
  tool_result: { type: 'tool_result', ...event(6, 341), clientMsgId, toolCallId: 'call-1', result: 'grep did login' },
  message_complete: { type: 'message_complete', ...event(7, 841), ...ended, content: text, metadata },
  message_failed: { type: 'message_failed', ...event(7, 841), ...ended, detail: 'The agent failed.' },
  message_interrupted: { type: 'message_interrupted', ...event(7, 841), ...ended },
  mode_changed: { type: 'mode_changed', ...event(8, 1200), mode: 'auto' },
};
/** The life of one turn, in the order of its events. */
const events: LiveEvent[] = [
  { type: 'session_state', ...event(1, 0), state: 'CREATED', run: 0 },
  durable.user_message,
  { type: 'session_state', ...event(3, 41), state: 'STARTING', run: 1 },
  durable.session_state,
  durable.tool_call,
  durable.tool_result,
  durable.message_complete,
];
const spoken: LiveSession = {
  ...record,
  state: 'ACTIVE',
  running: true,
  metadata,
  seq: events.length,
  updatedAt: made + 841,
};

/** One example of each operation of live sessions; together they tell of one turn. */
export const liveOperationExamples: Record<keyof typeof liveOperations, Example> = {
  createLiveSession: { params: inSession, body: {}, status: 201, answer: record },
  listLiveSessions: {
    params: { projectId },
    query: { limit: '50' },
    status: 200,
    answer: { sessions: [spoken], nextCursor: null },
  },
  getLiveSession: { params: inSession, status: 200, answer: spoken },
  liveHistory: { params: inSession, query: { after: '0' }, status: 200, answer: { events, nextAfter: null } },
  live: { params: { projectId }, status: 101 },
  terminal: { params: { projectId }, status: 101 },
};

const stands = [
  { sessionId, status: 'replayed' as const, seq: 7, running: true },
  { sessionId: unknownId, status: 'not_found' as const, seq: 0, running: false },
];

/** One example of each frame of the live socket, by its type. */
export const liveFrameExamples: ByType<LiveClientFrame> & ByType<LiveServerFrame> = {
  hello: { type: 'hello', protocolVersion: 1, token: 'token-of-this-example', sessionId },
  ping: { type: 'ping' },
  watch: { type: 'watch', sessionId, after: 4 },
  unwatch: { type: 'unwatch', sessionId },
  switch_session: { type: 'switch_session', sessionId, after: 4 },
  send: { type: 'send', sessionId, clientMsgId, prompt, resume: false },
  interrupt: { type: 'interrupt', sessionId, clientMsgId, prompt: 'Stop that. Only count the files.' },
  reconnect: {
    type: 'reconnect',
    sessions: [
      { sessionId, lastSeq: 4 },
      { sessionId: unknownId, lastSeq: 12 },
    ],
  },
  suspend: { type: 'suspend', sessions: [{ sessionId, lastSeq: 4 }] },
  resume: { type: 'resume', sessions: [{ sessionId, lastSeq: 4 }] },
  stop: { type: 'stop', sessionId },
  set_mode: { type: 'set_mode', sessionId, mode: 'auto' },
  connected: { type: 'connected', connectionId, sessionId, at: made + 20, protocolVersion: 1 },
  pong: { type: 'pong' },
  watched: { type: 'watched', sessionId, seq: 7, running: true },
  unwatched: { type: 'unwatched', sessionId },
  session_switched: {
    type: 'session_switched',
    sessionId,
    seq: 7,
    state: 'ACTIVE',
    running: true,
    mode: 'ask',
    ...workplace,
    tokens: 4,
  },
  session_cleared: { type: 'session_cleared' },
  accepted: { type: 'accepted', sessionId, clientMsgId, messageId: promptId, seq: 2, status: 'stored' },
  reconnected: { type: 'reconnected', sessions: stands },
  suspended: { type: 'suspended', sessions: [{ sessionId }] },
  resumed: { type: 'resumed', sessions: stands },
  stopping: { type: 'stopping', sessionId, state: 'CLOSING' },
  mode_set: { type: 'mode_set', sessionId, mode: 'auto' },
  error: {
    type: 'error',
    code: 'client_msg_conflict',
    detail: 'This clientMsgId belongs to another prompt.',
    sessionId,
    clientMsgId,
  },
  message_start: {
    type: 'message_start',
    sessionId,
    messageId: replyId,
    clientMsgId,
    run: 1,
    text: 'Echo: /tool ',
    index: 2,
  },
  chunk: { type: 'chunk', sessionId, messageId: replyId, index: 2, text: 'grep ' },
  session_takeover: { type: 'session_takeover', sessionId, by: connectionId },
  ...durable,
};

/** One example of each frame of the terminal socket, by its type. */
export const terminalFrameExamples: ByType<TerminalClientFrame> & ByType<TerminalServerFrame> = {
  input: { type: 'input', data: 'ls\r' },
  output: { type: 'output', data: 'README.md  src\r\n' },
  error: { type: 'error', code: 'malformed_frame', detail: 'data: expected string.' },
};
