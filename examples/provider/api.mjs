import * as store from './store.mjs';

const titles = {
  malformed_request: [400, 'Malformed request'],
  unauthenticated: [401, 'Not authenticated'],
  token_expired: [401, 'Token expired'],
  forbidden: [403, 'Not allowed'],
  not_found: [404, 'Not found'],
  workspace_conflict: [409, 'Linked to another workspace'],
  session_stopped: [409, 'Session stopped'],
  body_too_large: [413, 'Body too large'],
  message_too_large: [413, 'Message too large'],
  idempotency_conflict: [422, 'Idempotency-Key used with another body'],
  rate_limited: [429, 'Too many requests'],
  internal_error: [500, 'Internal error'],
  unavailable: [503, 'Unavailable'],
  session_unavailable: [503, 'Session could not be created'],
};
const retryable = new Set([429, 500, 503]);

/** A refusal, as an answer. */
export function problem(code, detail) {
  const [status, title] = titles[code];
  const headers = { 'Content-Type': 'application/problem+json', ...(status === 429 && { 'Retry-After': '30' }) };
  const body = { type: `/problems/${code}`, title, status, detail, code, retryable: retryable.has(status) };
  return { status, headers, body };
}

const ok = (body, status = 200) => ({ status, headers: { 'Content-Type': 'application/json' }, body });
const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const mostOfText = 100 * 1024;

/** Who asks, or why nobody may. */
export function authenticate(state, header, projectId) {
  const known = state.tokens.get((header ?? '').replace('Bearer ', ''));
  if (!known) return { refused: problem('unauthenticated', 'No such token.') };
  if (known.expiresAt <= Date.now()) return { refused: problem('token_expired', 'The token has expired.') };
  if (known.requests <= 0) return { refused: problem('rate_limited', 'The token has asked too often.') };
  if (known.project.id !== projectId) return { refused: problem('not_found', 'No such project.') };
  return { caller: known };
}

/** Method, path below the project, and what answers it. */
const routes = [
  ['POST', '/tasks', submit],
  ['GET', '/tasks', ({ project }) => ok({ tasks: project.tasks, nextCursor: null })],
  ['GET', `/tasks/(${uuid})`, readTask],
  [
    'GET',
    '/sessions',
    ({ project }) => ok({ sessions: project.sessions.map(({ session }) => session), nextCursor: null }),
  ],
  ['GET', `/sessions/(${uuid})`, ({ found }) => ok(found.session)],
  ['PUT', `/sessions/(${uuid})/workspace`, linkWorkspace],
  ['POST', `/sessions/(${uuid})/agent-completed`, completeAgent],
  ['POST', `/sessions/(${uuid})/stop`, ({ project, found }) => ok(store.stop(project, found.session.sessionId))],
  ['POST', `/sessions/(${uuid})/messages`, appendMessages],
  ['GET', `/sessions/(${uuid})/messages`, listMessages],
];

/** Answers a request; `text` is its body. */
export function answer(state, { method, path, headers, text }) {
  const { pathname, searchParams } = new URL(path, 'http://provider');
  const [, projectId, below] = /^\/v1\/projects\/([^/]+)(\/.*)/.exec(pathname) ?? [];
  if (!below) return problem('not_found', 'There is nothing here.');
  const { refused, caller } = authenticate(state, headers.authorization, projectId);
  if (refused) return refused;
  const trouble = state.trouble;
  state.trouble = null;
  if (trouble === 'sessions' && method === 'POST' && below === '/tasks') {
    return problem('session_unavailable', 'The session was not created.');
  }
  if (trouble === 'store') return problem('unavailable', 'A store did not answer.');
  if (trouble === 'inside') return problem('internal_error', 'Something went wrong here.');
  if (text.length > 1024 * 1024) return problem('body_too_large', 'At most 1 MiB.');
  const body = text === '' ? undefined : JSON.parse(text);
  for (const [verb, pattern, handle] of routes) {
    const match = verb === method && new RegExp(`^${pattern}$`).exec(below);
    if (!match) continue;
    const found = below.startsWith('/sessions/') ? store.sessionOf(caller.project, match[1]) : undefined;
    if (below.startsWith('/sessions/') && !found) return problem('not_found', 'No such session.');
    if (found && caller.role === 'vm-agent' && found.session.workspaceId !== caller.workspaceId) {
      return problem('forbidden', 'Not the session of your workspace.');
    }
    const limit = Number(searchParams.get('limit') ?? 50);
    const after = Number(searchParams.get('after') ?? 0);
    if (!(limit >= 1 && limit <= 100)) return problem('malformed_request', 'limit: 1 to 100.');
    if (!found && caller.role !== 'user') return problem('forbidden', 'Not for VM agents.');
    return handle({ project: caller.project, caller, found, body, headers, id: match[1], limit, after });
  }
  return problem(below.includes('/sessions/') ? 'malformed_request' : 'not_found', 'No such thing.');
}

function submit({ project, body, headers }) {
  const key = headers['idempotency-key'];
  if (!body.message) return problem('malformed_request', 'message: at least one character.');
  if (Buffer.byteLength(body.message) > mostOfText) return problem('message_too_large', 'At most 100 KiB.');
  const before = project.keys.get(key);
  if (before && before.message !== body.message) return problem('idempotency_conflict', 'The key is taken.');
  const made = before?.made ?? store.createTask(project, body.message);
  project.keys.set(key, { message: body.message, made });
  return ok(made, 201);
}

function readTask({ project, id }) {
  const task = project.tasks.find(({ taskId }) => taskId === id);
  return task ? ok(task) : problem('not_found', 'No such task.');
}

function linkWorkspace({ project, found, body }) {
  const { sessionId, workspaceId, status } = found.session;
  if (status === 'stopped') return problem('session_stopped', 'The session is stopped.');
  if (workspaceId !== null && workspaceId !== body.workspaceId) return problem('workspace_conflict', 'It is linked.');
  return ok(store.link(project, sessionId, body.workspaceId));
}

function completeAgent({ project, found }) {
  if (found.session.status === 'stopped') return problem('session_stopped', 'The session is stopped.');
  return ok(store.complete(project, found.session.sessionId));
}

function listMessages({ found, limit, after }) {
  const rest = found.messages.filter(({ seq }) => seq > after);
  const messages = rest.slice(0, limit);
  return ok({ messages, nextAfter: rest.length > limit ? messages.at(-1).seq : null });
}

function appendMessages({ project, caller, found, body }) {
  const { sessionId, status } = found.session;
  const isKnown = ({ messageId }) => found.messages.some((message) => message.messageId === messageId);
  if (status === 'stopped' && !body.messages.some(isKnown)) return problem('session_stopped', 'It is stopped.');
  const results = body.messages.map((message) => {
    const { messageId, role, content } = message;
    const rejected = (code, detail) => ({ status: 'rejected', messageId, code, detail });
    if (!content || content.includes('\0'))
      return rejected('malformed_message', 'content: 1 character or more, no NUL.');
    if (Buffer.byteLength(content) > mostOfText) return rejected('message_too_large', 'At most 100 KiB.');
    if (caller.role === 'user' && role !== 'user') return rejected('role_not_allowed', 'Users write as user.');
    if (status === 'stopped' && !isKnown(message)) return rejected('session_stopped', 'It is stopped.');
    return store.append(project, sessionId, message);
  });
  return ok({ results });
}
