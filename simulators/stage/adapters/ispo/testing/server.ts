/** A small ispo-code for tests of the adapter: it speaks that wire, and shares nothing with the adapter. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Bug, Failure, type Row, Store } from './store.ts';

export const testAuthorization = 'Basic the-gateway-in-front-of-it';

export interface TestIspo {
  url: string;
  /** What `--adapter-option` would be given. */
  options: Record<string, unknown>;
  /** Answers in place of the API where it answers something. */
  instead: (request: { method: string; path: string }) => { status: number; body: unknown } | undefined;
  stop(): Promise<void>;
}

export async function startIspo(bug: Bug | null = null): Promise<TestIspo> {
  const store = new Store(bug);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const other = ispo.instead({ method: request.method ?? '', path: request.url ?? '' });
    // Others come in between.
    await new Promise(setImmediate);
    if (other) json(response, other.status, other.body);
    else await api(store, request, response, text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ispo: TestIspo = {
    url,
    options: { url, workingDir: '/repos/shed', models: 'sonnet:claude/sonnet', authorization: testAuthorization },
    instead: () => undefined,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return ispo;
}

type Input = Record<string, string | undefined>;
type Procedure = (input: Input, store: Store) => unknown;

class WrongInput extends Error {}

function need(input: Input, ...names: string[]): string[] {
  return names.map((name) => {
    const value = input?.[name];
    if (typeof value !== 'string' || value === '') throw new WrongInput(`${name}: expected string`);
    return value;
  });
}

function titleOf(store: Store, path: string): string {
  const title = store.tasks.get(path);
  if (title === undefined) throw new Failure(`Task not found: ${path}`);
  return title;
}

/** Starts an agent for a task, under a title that begins with its phase. */
const withAgent =
  (prefix: string): Procedure =>
  async (input, store) => {
    const [path = '', agentType = ''] = need(input, 'path', 'agentType');
    const title = `${prefix}: ${titleOf(store, path)}`;
    const { id, status } = await store.start({ title, taskPath: path, model: input.model ?? '', agentType });
    return { path, sessionId: id, status };
  };

const queries: Record<string, Procedure> = {
  'tasks.getSessionsForTask'(input, store) {
    const [path = ''] = need(input, 'path');
    const all = store.sessionsOf(path).map((row) => listed(row));
    return { all, grouped: { planning: all.filter(({ title }) => title?.startsWith('Plan:')) } };
  },
  'tasks.getActiveAgentSessions': (_input, store) =>
    Object.fromEntries(
      store.visible
        .filter(({ taskPath }) => taskPath !== undefined)
        .map(({ id, status, taskPath }) => [taskPath, { sessionId: id, status }]),
    ),
  'agent.get'(input, store) {
    const [id = ''] = need(input, 'id');
    const row = store.find(id);
    return row ? { ...row, output: [] } : null;
  },
  'agent.list': (_input, store) => store.visible,
};

const mutations: Record<string, Procedure> = {
  'tasks.create'(input, store) {
    const [title = ''] = need(input, 'title');
    return { path: store.createTask(title) };
  },
  'tasks.delete'(input, store) {
    const [path = ''] = need(input, 'path');
    return { success: store.deleteTask(path) };
  },
  'tasks.assignToAgent': withAgent('Run'),
  'tasks.verifyWithAgent': withAgent('Verify'),
  'tasks.reviewWithAgent': withAgent('Review'),
  async 'agent.spawn'(input, store) {
    const [, agentType = ''] = need(input, 'prompt', 'agentType');
    const { title = '', taskPath = '', model = '' } = input;
    const { id, status } = await store.start({ title, taskPath, model, agentType });
    return { sessionId: id, status, agentType, pid: 4711 };
  },
  'agent.cancel'(input, store) {
    const [id = ''] = need(input, 'id');
    return { success: store.cancel(id) };
  },
  'agent.delete'(input, store) {
    const [id = ''] = need(input, 'id');
    return { success: store.delete(id) };
  },
  'agent.sendMessage'(input, store) {
    const [id = ''] = need(input, 'sessionId', 'message');
    return { success: store.say(id) };
  },
};

function listed({ id, agentType, title, status, startedAt, model }: Row) {
  return { sessionId: id, agentType, title, status, timestamp: startedAt, sessionType: 'execution', model };
}

async function api(store: Store, request: IncomingMessage, response: ServerResponse, text: string): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://ispo.test');
  const path = pathname.replace(/^\/api\/trpc\//, '');
  const isQuery = request.method === 'GET';
  const fail = (httpStatus: number, code: string, number: number, message: string) =>
    json(response, httpStatus, { error: { message, code: number, data: { code, httpStatus, path } } });
  if (request.headers.authorization !== testAuthorization) return json(response, 401, 'Who are you?');
  const procedure = (isQuery ? queries : mutations)[path];
  if (!procedure && ((isQuery ? mutations : queries)[path] || request.method === 'PUT'))
    return fail(405, 'METHOD_NOT_SUPPORTED', -32005, `Unsupported ${request.method}-request`);
  if (!procedure) return fail(404, 'NOT_FOUND', -32004, `No procedure found on path "${path}"`);
  try {
    const input = isQuery ? (searchParams.get('input') ?? '{}') : text || '{}';
    json(response, 200, { result: { data: await procedure(JSON.parse(input), store) } });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof WrongInput) return fail(400, 'BAD_REQUEST', -32600, message);
    return fail(500, 'INTERNAL_SERVER_ERROR', -32603, message);
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
