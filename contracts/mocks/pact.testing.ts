import { storedReply } from '../wire/documents/examples.ts';
import { problem } from '../wire/index.ts';

/** A small pact in the shape of Pact's own files, made of plain objects. */

export const projectId = '6f1d3c52-0b8e-4a57-9c1e-2f4f3a7d9b10';
export const sessionId = '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d';
export const unknownId = 'c0000000-0000-4000-8000-000000000001';
export const messageId = 'e7c9b1a3-5d2f-4b68-8c0e-3a1d9f7b5c24';
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const project = `/v1/projects/${projectId}`;

export const rule = (...matchers: object[]) => ({ combine: 'AND', matchers });
export const regex = (pattern: string) => rule({ match: 'regex', regex: pattern });
const json = (content: unknown, contentType = 'application/json') => ({ content, contentType, encoded: false });
const pathRule = (path: string) => ({ path: regex(path.replaceAll(projectId, uuid).replaceAll(sessionId, uuid)) });
const header = { authorization: regex('Bearer .+') };
const headers = { Authorization: ['Bearer t'] };

export interface HttpParts {
  description: string;
  states: { name: string; params?: Record<string, unknown> }[];
  request: Record<string, unknown>;
  response: Record<string, unknown>;
}

/** An interaction over HTTP, as a file has it. */
export function overHttp({ description, states, request, response }: HttpParts) {
  return { type: 'Synchronous/HTTP', description, pending: false, providerStates: states, request, response };
}

/** A pact of these interactions. */
export function pactOf(interactions: readonly unknown[]) {
  return {
    consumer: { name: 'frontend' },
    provider: { name: 'session-api' },
    interactions,
    metadata: { pactSpecification: { version: '4.0' } },
  };
}

const session = {
  sessionId,
  projectId,
  taskId: 'b3a1f0c4-7d52-4e0b-8a64-91c2d7e5f308',
  workspaceId: null,
  topic: 'Make the login form remember the user name.',
  status: 'active',
  messageCount: 1,
  createdAt: 1_777_973_400_000,
  agentCompletedAt: null,
  stoppedAt: null,
};
const sessionPath = `${project}/sessions/${sessionId}`;
const read = { method: 'GET', path: sessionPath, headers, matchingRules: { header, ...pathRule(sessionPath) } };
const batchPath = `${sessionPath}/messages`;
const batch = {
  method: 'POST',
  path: batchPath,
  headers: { ...headers, 'Content-Type': ['application/json'], 'content-type': ['application/json'] },
  body: json({ messages: [{ messageId, role: 'user', content: 'hi', createdAt: 1 }] }),
  matchingRules: {
    header,
    ...pathRule(batchPath),
    body: {
      '$.messages': rule({ match: 'type', min: 1 }),
      '$.messages[*].messageId': regex(uuid),
      '$.messages[*].content': rule({ match: 'type' }),
      '$.messages[*].role': regex('user|assistant'),
      '$.messages[*].createdAt': rule({ match: 'integer' }),
    },
  },
};
const refused = (code: Parameters<typeof problem>[0], more: Record<string, string[]> = {}) => {
  const body = problem(code, 'Why it was refused, in words.');
  return { status: body.status, headers: more, body: json(body, 'application/problem+json') };
};
const aTask = { name: 'a task' };
const socketOpen = (more: Record<string, unknown> = {}) => ({
  name: 'a socket is open',
  params: { path: '/v1/projects/${projectId}/events', ...more },
});
export const subscribe = { type: 'subscribe', sessionId, after: null };
export const subscribed = { type: 'subscribed', sessionId, cursor: 1 };
export const newMessage = { type: 'message.new', cursor: 3, sessionId, at: 1, message: storedReply };

export const interactions = {
  batch: overHttp({
    description: 'a batch of messages',
    states: [aTask],
    request: batch,
    response: { status: 200, body: json({ results: [{ status: 'stored', messageId, seq: 3 }] }) },
  }),
  unavailable: overHttp({
    description: 'a batch while a store does not answer',
    states: [aTask, { name: 'a store does not answer' }],
    request: batch,
    response: refused('unavailable', { 'Retry-After': ['3'] }),
  }),
  expired: overHttp({
    description: 'a batch with a token that has expired',
    states: [aTask, { name: 'the token has expired', params: { of: 'agentToken' } }],
    request: batch,
    response: refused('token_expired'),
  }),
  session: overHttp({
    description: 'a session',
    states: [aTask],
    request: read,
    response: { status: 200, headers: { 'Content-Type': ['application/json'] }, body: json(session) },
  }),
  stopped: overHttp({
    description: 'a session that was stopped',
    states: [{ ...aTask, params: { stopped: true } }],
    request: read,
    response: { status: 200, body: json({ ...session, status: 'stopped', stoppedAt: 1_777_973_500_000 }) },
  }),
  unknown: overHttp({
    description: 'a session that does not exist',
    states: [{ name: 'a project' }],
    request: {
      method: 'GET',
      path: `${project}/sessions/${unknownId}`,
      headers,
      matchingRules: { header, ...pathRule(`${project}/sessions/${unknownId}`) },
    },
    response: refused('not_found'),
  }),
  sessions: overHttp({
    description: 'a page of sessions',
    states: [aTask],
    request: {
      method: 'GET',
      path: `${project}/sessions`,
      query: { limit: ['2'] },
      headers,
      matchingRules: { header, ...pathRule(`${project}/sessions`), query: { limit: rule({ match: 'integer' }) } },
    },
    response: { status: 200, body: json({ sessions: [session], nextCursor: null }) },
  }),
  released: overHttp({
    description: 'a lock that is given back',
    states: [aTask],
    request: { method: 'DELETE', path: '/v1/lock' },
    response: { status: 204 },
  }),
  subscribe: {
    type: 'Synchronous/Messages',
    description: 'subscribe to a session',
    providerStates: [aTask, socketOpen()],
    request: {
      contents: json(subscribe),
      matchingRules: { body: { '$.sessionId': regex(uuid) } },
    },
    response: [{ contents: json(subscribed), matchingRules: {} }],
  },
  message: {
    type: 'Asynchronous/Messages',
    description: 'a new message',
    providerStates: [aTask, socketOpen({ steps: [{ send: { type: 'watch', sessionId } }, { await: 'a frame' }] })],
    contents: json(newMessage),
  },
};

/** All of them. */
export const smallPact = pactOf(Object.values(interactions));
