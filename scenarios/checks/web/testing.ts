/** Builds what tabs do and what is said of live sessions, for the tests of checks. */
import type { WireMessage } from '../../../contracts/trace/index.ts';
import type { HistoryBuilder } from '../testing.ts';

type Json = Record<string, unknown>;

export interface LiveLine {
  op: number;
  /** A frame of the client, which arrives. */
  says(frame: Json): number;
  /** A frame of the client, which is lost. */
  loses(frame: Json): number;
  /** A frame of the target, which arrives. Answers the event that sends it. */
  hears(frame: Json): number;
  /** Closed by somebody; what the client learns is the answer. */
  close(by?: string, code?: number): number;
}

let messages = 1_000_000;

/** A socket that is opened by this request. */
export function socketOf(h: HistoryBuilder, actor: string, operation = 'live', token?: string): LiveLine {
  const step = h.send(actor, operation, token === undefined ? {} : { token });
  step.arrive();
  const { op } = step;
  const put = (kind: 'send' | 'deliver', by: string, message: WireMessage) =>
    h.add({ kind, actor: by, operation, op, msg: messages, message });
  const frame = (body: Json): WireMessage => ({ type: 'frame', socket: op, body });
  const pass = (from: string, to: string, message: WireMessage) => {
    messages += 1;
    return [put('send', from, message), put('deliver', to, message)] as const;
  };
  pass('target', actor, { type: 'open', socket: op });
  return {
    op,
    says: (body) => pass(actor, 'target', frame(body))[0],
    loses: (body) => {
      messages += 1;
      return put('send', actor, frame(body));
    },
    hears: (body) => pass('target', actor, frame(body))[0],
    close: (by = 'network', code = 1006) => {
      const message: WireMessage = { type: 'close', socket: op, code, reason: '' };
      return by === actor ? pass(actor, 'target', message)[0] : pass(by, actor, message)[1];
    },
  };
}

export const hello = (sessionId: string | null = null, token = 'token-of-frontend') => ({
  type: 'hello',
  protocolVersion: 1,
  token,
  sessionId,
});
export const connected = (sessionId: string | null = null) => ({
  type: 'connected',
  connectionId: 'c1',
  sessionId,
  at: 0,
  protocolVersion: 1,
});
export const send = (clientMsgId: string, resume: boolean, prompt = `prompt ${clientMsgId}`, sessionId = 's1') => ({
  type: 'send',
  sessionId,
  clientMsgId,
  prompt,
  resume,
});
export const accepted = (clientMsgId: string, seq = 1, sessionId = 's1') => ({
  type: 'accepted',
  sessionId,
  clientMsgId,
  messageId: `m-${clientMsgId}`,
  seq,
  status: 'stored',
});
export const refusal = (code: string, clientMsgId?: string, sessionId = 's1') => ({
  type: 'error',
  code,
  detail: '',
  sessionId,
  ...(clientMsgId === undefined ? {} : { clientMsgId }),
});
export const prompted = (seq: number, clientMsgId: string, content = `prompt ${clientMsgId}`, sessionId = 's1') => ({
  type: 'user_message',
  sessionId,
  seq,
  at: seq,
  clientMsgId,
  messageId: `m-${clientMsgId}`,
  content,
});
export const completed = (seq: number, clientMsgId: string, content: string, more: Json = {}, sessionId = 's1') => ({
  type: 'message_complete',
  sessionId,
  seq,
  at: seq,
  clientMsgId,
  messageId: `r-${clientMsgId}`,
  content,
  run: 1,
  metadata: { totalTokens: 2, messageCount: 2, lastMessageAt: seq, firstMessagePreview: `prompt ${clientMsgId}` },
  ...more,
});
export const called = (seq: number, toolCallId: string, clientMsgId = 'a', sessionId = 's1') => ({
  type: 'tool_call',
  sessionId,
  seq,
  at: seq,
  clientMsgId,
  messageId: `r-${clientMsgId}`,
  toolCallId,
  name: 'ls',
  input: '/',
});
export const gave = (seq: number, toolCallId: string, clientMsgId = 'a', sessionId = 's1') => ({
  type: 'tool_result',
  sessionId,
  seq,
  at: seq,
  clientMsgId,
  toolCallId,
  result: 'ls did /',
});
export const moded = (seq: number, mode: string, sessionId = 's1') => ({
  type: 'mode_changed',
  sessionId,
  seq,
  at: seq,
  mode,
});
export const switched = (seq: number, mode = 'ask', sessionId = 's1') => ({
  type: 'session_switched',
  sessionId,
  seq,
  state: 'ACTIVE',
  running: false,
  mode,
  cwd: '/workspace',
  branch: 'main',
  worktree: null,
  tokens: 0,
});

/** A record as the target shows it. */
export const record = (fields: Json = {}) => ({
  sessionId: 's1',
  projectId: 'p1',
  state: 'CREATED',
  running: false,
  mode: 'ask',
  cwd: '/workspace',
  branch: 'main',
  worktree: null,
  metadata: { totalTokens: 0, messageCount: 0, lastMessageAt: null, firstMessagePreview: null },
  seq: 0,
  createdAt: 0,
  updatedAt: 0,
  ...fields,
});

/** The record is made. */
export const creates = (h: HistoryBuilder, sessionId = 's1', actor = 'frontend', status = 201, body: Json = {}) =>
  h.call(
    actor,
    'createLiveSession',
    { params: { sessionId }, body },
    status,
    status < 300 ? record({ sessionId, ...body }) : { code: 'x' },
  );

/** The history is read, whole. */
export const reads = (h: HistoryBuilder, events: Json[], sessionId = 's1', actor = 'frontend') =>
  h.call(actor, 'liveHistory', { params: { sessionId } }, 200, { events, nextAfter: null });

/** A live socket on which `connected` has come. */
export function connect(h: HistoryBuilder, sessionId: string | null = null, actor = 'frontend'): LiveLine {
  const line = socketOf(h, actor);
  line.says(hello(sessionId, `token-of-${actor}`));
  line.hears(connected(sessionId));
  return line;
}

const inputs: Record<string, string> = { creating: 'blocked', disconnected: 'blocked' };

/** The chat of a tab as it reports it. */
export const shows = (
  h: HistoryBuilder,
  state: string,
  sessionId: string | null,
  more: Json = {},
  actor = 'frontend',
) =>
  h.report(actor, 'chat', {
    state,
    input: inputs[state] ?? 'open',
    sessionId,
    running: false,
    mode: 'ask',
    owner: null,
    firstSent: false,
    draft: '',
    ...more,
  });

export const entry = (role: 'user' | 'assistant', text: string, status = 'complete', tools: Json[] = []) => ({
  role,
  text,
  status,
  tools,
});

export const transcript = (h: HistoryBuilder, messages: Json[], sessionId: string | null = 's1', actor = 'frontend') =>
  h.report(actor, 'transcript', { sessionId, messages });

export const says = (h: HistoryBuilder, text: string, actor = 'frontend') => h.verb(actor, 'say', { text });

/** The end of the play. */
export const ends = (h: HistoryBuilder) => h.add({ kind: 'phase', actor: 'harness', phase: 'observe' });
