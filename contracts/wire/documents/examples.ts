import type { NodeOperationName, OperationName } from '../operations.ts';
import type { SocketName } from '../sockets.ts';
import { liveFrameExamples, liveOperationExamples, terminalFrameExamples } from './live-examples.ts';
import { phaseFrameExamples, phaseOperationExamples } from './phase-examples.ts';
import { runtimeOperationExamples } from './runtime-examples.ts';

/** One request with the answer it gets. */
export interface Example {
  params: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: unknown;
  status: number;
  answer?: unknown;
}

const projectId = '6f1d3c52-0b8e-4a57-9c1e-2f4f3a7d9b10';
const taskId = 'b3a1f0c4-7d52-4e0b-8a64-91c2d7e5f308';
const workspaceId = '0d9c7b6a-5e4f-4c3d-9b2a-1f0e8d7c6b5a';
const messageId = 'e7c9b1a3-5d2f-4b68-8c0e-3a1d9f7b5c24';
const replyId = '4a6c8e0f-1b3d-4f57-a9c2-5e7d9b1f3a68';
const token = 'token-of-this-example';
export const sessionId = '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d';
const inProject = { projectId };
const inSession = { projectId, sessionId };

/** Half past nine on 5 May 2026, in UTC. */
const submitted = 1_777_973_400_000;
const prompt = 'Make the login form remember the user name.';

const task = { taskId, projectId, sessionId, status: 'queued', createdAt: submitted, updatedAt: submitted };
export const session = {
  sessionId,
  projectId,
  taskId,
  workspaceId: null,
  topic: prompt,
  status: 'active',
  messageCount: 1,
  createdAt: submitted,
  agentCompletedAt: null,
  stoppedAt: null,
};
const linked = { ...session, workspaceId };
const completed = { ...linked, messageCount: 2, agentCompletedAt: submitted + 90_000 };
const stopped = { ...completed, status: 'stopped', stoppedAt: submitted + 990_000 };
const firstMessage = {
  messageId,
  role: 'user',
  content: prompt,
  createdAt: submitted,
  sessionId,
  seq: 1,
  storedAt: submitted,
};
const reply = {
  messageId: replyId,
  role: 'assistant',
  content: 'Done: the name is kept in local storage.',
  createdAt: submitted + 80_000,
};
export const storedReply = { ...reply, sessionId, seq: 2, storedAt: submitted + 81_000 };

/** One example of each operation; together they tell the life of one task, and of a live session. */
export const examples: Record<OperationName | NodeOperationName, Example> = {
  describe: {
    params: {},
    status: 200,
    answer: {
      name: 'example provider',
      capabilities: [
        'provisioning',
        'tasks',
        'messages',
        'events',
        'live',
        'deferred',
        'phases',
        'runtimes',
        'migration',
        'echo',
      ],
      guarantees: { seq: 'gapless', ack: 'message', feed: 'resumable', idempotency: 'key' },
    },
  },
  createProject: {
    params: {},
    body: { nodeUrl: 'http://127.0.0.1:4400' },
    status: 201,
    answer: { projectId },
  },
  createToken: {
    params: {},
    body: { role: 'user', projectId, userId: 'ada', expiresInSeconds: 3600 },
    status: 201,
    answer: { token, expiresAt: submitted + 3_600_000 },
  },
  submitTask: {
    params: inProject,
    headers: { 'idempotency-key': 'tab-1-submit-7' },
    body: { message: prompt },
    status: 201,
    answer: { taskId, sessionId, messageId },
  },
  listTasks: {
    params: inProject,
    query: { limit: '1' },
    status: 200,
    answer: { tasks: [task], nextCursor: `${submitted}.${taskId}` },
  },
  getTask: { params: { projectId, taskId }, status: 200, answer: task },
  listSessions: { params: inProject, status: 200, answer: { sessions: [session], nextCursor: null } },
  getSession: { params: inSession, status: 200, answer: session },
  linkWorkspace: { params: inSession, body: { workspaceId }, status: 200, answer: linked },
  completeAgent: { params: inSession, status: 200, answer: completed },
  stopSession: { params: inSession, status: 200, answer: stopped },
  appendMessages: {
    params: inSession,
    body: { messages: [reply, { ...reply, messageId, content: 'Something else' }, { messageId: 'not a message' }] },
    status: 200,
    answer: {
      results: [
        { status: 'stored', messageId: replyId, seq: 2 },
        {
          status: 'rejected',
          messageId,
          code: 'message_conflict',
          detail: 'The session has this id with other content.',
        },
        {
          status: 'rejected',
          messageId: 'not a message',
          code: 'malformed_message',
          detail: 'messageId: not a UUID.',
        },
      ],
    },
  },
  listMessages: {
    params: inSession,
    query: { after: '0', limit: '50' },
    status: 200,
    answer: { messages: [firstMessage, storedReply], nextAfter: null },
  },
  events: { params: inProject, status: 101 },
  ...liveOperationExamples,
  ...phaseOperationExamples,
  ...runtimeOperationExamples,
  createWorkspace: {
    params: { workspaceId },
    body: { projectId, taskId, sessionId, token, prompt: { messageId, content: prompt } },
    status: 201,
    answer: { workspaceId },
  },
  deleteWorkspace: { params: { workspaceId }, status: 204 },
};

const eventsFrameExamples = {
  subscribe: { type: 'subscribe', sessionId, after: 41 },
  unsubscribe: { type: 'unsubscribe', sessionId },
  ping: { type: 'ping' },
  subscribed: { type: 'subscribed', sessionId, cursor: 45 },
  unsubscribed: { type: 'unsubscribed', sessionId },
  pong: { type: 'pong' },
  error: { type: 'error', code: 'cursor_invalid', detail: 'The feed is at 45, not at 99.', sessionId },
  'session.created': { type: 'session.created', cursor: 40, sessionId, at: submitted, session },
  'message.new': { type: 'message.new', cursor: 43, sessionId, at: storedReply.storedAt, message: storedReply },
  'session.linked': { type: 'session.linked', cursor: 42, sessionId, at: submitted + 9000, session: linked },
  'session.agent_completed': {
    type: 'session.agent_completed',
    cursor: 44,
    sessionId,
    at: completed.agentCompletedAt,
    session: completed,
  },
  'session.idle_cleanup': {
    type: 'session.idle_cleanup',
    cursor: 45,
    sessionId,
    at: submitted + 990_000,
    session: completed,
  },
  'session.stopped': { type: 'session.stopped', cursor: 46, sessionId, at: submitted + 990_000, session: stopped },
  ...phaseFrameExamples,
};

/** One example of each frame, by its socket and its type. */
export const frameExamples: Record<SocketName, Record<string, unknown>> = {
  events: eventsFrameExamples,
  live: liveFrameExamples,
  terminal: terminalFrameExamples,
};
