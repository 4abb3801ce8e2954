/** A small Multica for tests of the adapter: it speaks that wire, and shares nothing with the adapter. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Bug, type Prior, Store, type Task } from './store.ts';

export const testWorkspace = '3f0c7d52-9a0b-4a57-9c1e-2f4f3a7d9b11';
export const testToken = 'mul_the-token-of-alice-in-tests';

export interface TestMultica {
  url: string;
  /** What `--adapter-option` would be given. */
  options: Record<string, unknown>;
  /** Answers in place of the API where it answers something. */
  instead: (request: { method: string; path: string }) => { status: number; body: unknown } | undefined;
  stop(): Promise<void>;
}

interface Reply {
  status: number;
  body?: unknown;
}

export async function startMultica(bug: Bug | null = null): Promise<TestMultica> {
  const store = new Store(bug);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    // Others come in between.
    await new Promise((resolve) => setImmediate(resolve));
    const [method = '', path = ''] = [request.method, request.url];
    const reply = multica.instead({ method, path }) ?? answer(store, request, Buffer.concat(chunks).toString());
    response.writeHead(reply.status, { 'content-type': 'application/json' });
    response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const multica: TestMultica = {
    url,
    options: { url, workspaceId: testWorkspace, token: testToken },
    instead: () => undefined,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return multica;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const no = (status: number, error: string): Reply => ({ status, body: { error } });
const ok = (body: unknown): Reply => ({ status: 200, body });
const none = no(404, 'not found');

function answer(store: Store, { method, url, headers }: IncomingMessage, text: string): Reply {
  if (headers.authorization !== `Bearer ${testToken}`) return no(401, 'unauthorized');
  const [, base, ...path] = (url ?? '').split('?', 1)[0]?.split('/') ?? [];
  if (base !== 'api') return none;
  const body = text === '' ? {} : JSON.parse(text);
  if (path[0] === 'daemon') return daemon(store, `${method}`, path.slice(1), body);
  if (headers['x-workspace-id'] !== testWorkspace) return none;
  const [, id] = path;
  if (id !== undefined && id !== 'sessions' && !uuid.test(id)) return no(400, 'invalid id');
  const route = [method, path[0], path[1] === 'sessions' ? 'sessions' : id && '{id}', ...path.slice(2, 3)].join(' ');
  return user(store, route.trim(), path, body);
}

/** What users may ask. */
function user(store: Store, route: string, path: string[], body: Record<string, string>): Reply {
  const agent = store.agents.find(({ id }) => id === path[1]);
  const task = store.tasks.find(({ id }) => id === path[1]);
  const isRuntime = store.runtimes.some(({ id }) => id === body.runtime_id);
  const shown = ({ id, name, runtime }: { id: string; name: string; runtime: string }) => ({
    id,
    workspace_id: testWorkspace,
    name,
    runtime_id: runtime,
  });
  if (path[0] === 'chat') return chats(store, `${route.split(' ', 1)}`, path.slice(2), body);
  switch (route) {
    case 'GET runtimes':
      return ok(store.runtimes.map(({ id, name, provider, seen }) => runtimeOf({ id, name, provider, seen })));
    case 'POST agents': {
      if (!isRuntime) return no(400, 'invalid runtime_id');
      if (store.agents.some(({ name }) => name === body.name)) return no(409, 'an agent of that name exists');
      const id = store.addAgent(body.name ?? '', body.runtime_id ?? '');
      return { status: 201, body: shown({ id, name: body.name ?? '', runtime: body.runtime_id ?? '' }) };
    }
    case 'GET agents {id}':
      return agent ? ok(shown(agent)) : none;
    case 'PUT agents {id}':
      if (!agent) return none;
      if (!isRuntime) return no(400, 'invalid runtime_id');
      agent.runtime = body.runtime_id ?? '';
      return ok(shown(agent));
    case 'GET agents {id} tasks':
      if (!agent) return none;
      return ok(
        store.tasks
          .filter((one) => one.agent === agent.id)
          .map((one) => taskOf(one))
          .reverse(),
      );
    case 'POST issues':
      return { status: 201, body: { id: store.addIssue(body.assignee_id ?? ''), title: body.title } };
    case 'POST issues {id} comments': {
      const issue = store.issues.find(({ id }) => id === path[1]);
      return issue ? { status: 201, body: { id: store.comment(issue, body.content ?? '') } } : none;
    }
    case 'POST tasks {id} cancel':
      if (!task) return none;
      store.cancel(task);
      return ok(taskOf(task));
    default:
      return none;
  }
}

function chats(store: Store, method: string, [id, part]: string[], body: Record<string, string>): Reply {
  const shown = (one: (typeof store.chats)[number]) => ({
    id: one.id,
    workspace_id: testWorkspace,
    agent_id: one.agent,
    title: one.title,
    status: 'active',
    created_at: seconds(one.created),
  });
  if (id === undefined && method === 'GET') return ok(store.chats.map(shown));
  if (id === undefined) {
    if (!store.agents.some((one) => one.id === body.agent_id)) return no(404, 'agent not found');
    return { status: 201, body: shown(store.addChat(body.agent_id ?? '', body.title ?? '')) };
  }
  if (!uuid.test(id)) return no(400, 'invalid chat session id');
  const chat = store.chats.find((one) => one.id === id);
  if (!chat) return no(404, 'chat session not found');
  if (part === undefined) return ok(shown(chat));
  if (part !== 'messages' || method !== 'POST') return none;
  const task = store.send(chat, body.content ?? '');
  return {
    status: 201,
    body: { message_id: crypto.randomUUID(), task_id: task.id, created_at: seconds(task.created) },
  };
}

/** What daemons may say. */
function daemon(store: Store, method: string, [what, id, ...rest]: string[], body: Record<string, string>): Reply {
  if (method !== 'POST') return none;
  if (what === 'register') {
    if (body.workspace_id !== testWorkspace) return none;
    const listed = [Object(body).runtimes].flat().map(({ name, type }: Record<string, string>) => {
      const made = store.register(body.daemon_id ?? '', type ?? '', name ?? '');
      return { id: made, workspace_id: testWorkspace, daemon_id: body.daemon_id, provider: type, status: 'online' };
    });
    return ok({ runtimes: listed, repos: [], repos_version: '' });
  }
  const runtime = store.runtimes.find((one) => one.id === (what === 'heartbeat' ? body.runtime_id : id));
  if (what === 'heartbeat' || what === 'runtimes') {
    if (!runtime) return none;
    runtime.seen = Date.now();
    if (what === 'heartbeat') return ok({ status: 'ok' });
    if (rest.join('/') === 'recover-orphans') return ok(store.recover(runtime.id));
    if (rest.join('/') !== 'tasks/claim') return none;
    const claim = store.claim(runtime.id);
    return ok({ task: claim && taskOf(claim.task, claim.prior) });
  }
  const task = store.tasks.find((one) => one.id === id);
  if (what !== 'tasks' || !task) return none;
  return word(store, task, `${rest}`, body);
}

/** What a daemon says of a run. */
function word(store: Store, task: Task, what: string, body: Record<string, string>): Reply {
  const said = {
    ...(body.session_id && { session: body.session_id }),
    ...(body.work_dir && { workDir: body.work_dir }),
  };
  const isOpen = task.status === 'running' || task.status === 'dispatched';
  switch (what) {
    case 'start':
      if (task.status !== 'dispatched') return no(400, 'task is not dispatched');
      store.start(task);
      return ok(taskOf(task));
    case 'session':
      if (Object.keys(said).length === 0) return no(400, 'session_id or work_dir is required');
      store.pin(task, said);
      return { status: 204 };
    case 'messages':
      return ok({ status: 'ok' });
    case 'complete':
      if (task.status === 'running') store.end(task, 'completed', { ...said, output: body.output ?? '' });
      else if (isOpen || task.status === 'queued') return no(400, 'task is not running');
      return ok(taskOf(task));
    case 'fail':
      if (isOpen) store.end(task, 'failed', { ...said, error: body.error ?? '', reason: body.failure_reason ?? '' });
      else if (task.status === 'queued') return no(400, 'task is not running');
      return ok(taskOf(task));
    default:
      return none;
  }
}

const seconds = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
const secondsOrNull = (at: number | null) => (at === null ? null : seconds(at));

function runtimeOf({ id, name, provider, seen }: { id: string; name: string; provider: string; seen: number }) {
  const status = Date.now() - seen < 45_000 ? 'online' : 'offline';
  return { id, workspace_id: testWorkspace, name, provider, status, last_seen_at: seconds(seen) };
}

function taskOf(task: Task, prior?: Prior) {
  return {
    id: task.id,
    agent_id: task.agent,
    runtime_id: task.runtime,
    issue_id: task.issue ?? '',
    workspace_id: testWorkspace,
    status: task.status,
    priority: 0,
    attempt: task.attempt,
    max_attempts: 2,
    ...(task.parent && { parent_task_id: task.parent }),
    ...(task.comment && { trigger_comment_id: task.comment.id }),
    ...(task.chat && { chat_session_id: task.chat }),
    created_at: seconds(task.created),
    dispatched_at: secondsOrNull(task.dispatched),
    started_at: secondsOrNull(task.started),
    completed_at: secondsOrNull(task.completed),
    result: task.output === null ? null : { output: task.output },
    error: task.error,
    ...(task.reason && { failure_reason: task.reason }),
    kind: task.chat ? 'chat' : task.comment ? 'comment' : 'direct',
    // Only a claim is told what it is about.
    ...(prior && task.message && { chat_message: task.message }),
    ...(prior && task.comment && { trigger_comment_content: task.comment.content }),
    ...(prior?.session && { prior_session_id: prior.session }),
    ...(prior?.workDir && { prior_work_dir: prior.workDir }),
  };
}
