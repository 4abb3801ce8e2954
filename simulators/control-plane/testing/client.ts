/** Talks to the control plane as its tests do, and checks every answer against the contract. */
import { randomUUID } from 'node:crypto';
import {
  type BatchResult,
  type Message,
  type OperationName,
  operationOf,
  type ProblemDocument,
  problemDocument,
  type Session,
  type Task,
} from '../../../contracts/wire/index.ts';
import type { Command } from './command.ts';
import { adminToken } from './miniflare.ts';

export interface Request {
  params?: Record<string, string>;
  query?: Record<string, string | number>;
  headers?: Record<string, string>;
  /** Sent as JSON; text and bytes as they are. */
  body?: unknown;
  token?: string | null;
}
export interface Reply<T = unknown> {
  status: number;
  headers: Headers;
  body: T;
}
/** All that an answer of any operation may have. */
export interface Answer extends Partial<ProblemDocument>, Partial<Omit<Task & Session, 'status'>> {
  token: string;
  results: BatchResult[];
  messages: Message[];
  tasks: Task[];
  sessions: Session[];
  nextCursor: string | null;
  nextAfter: number | null;
  messageId: string;
  taskId: string;
  sessionId: string;
  projectId: string;
}

export function clientOf(url: string) {
  async function call(operation: OperationName, request: Request): Promise<Reply<Answer>> {
    const { method, path, answers } = operationOf(operation);
    const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) =>
      encodeURIComponent(request.params?.[name] ?? randomUUID()),
    );
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(request.query ?? {})) query.set(name, `${value}`);
    const reply = await raw(method, `${filled}${query.size > 0 ? `?${query}` : ''}`, request);
    const schema = reply.status < 400 ? answers[reply.status] : problemDocument;
    if (schema === undefined) throw new Error(`${operation} answered ${reply.status}, which is not in the contract.`);
    schema?.parse(reply.body);
    return reply;
  }

  async function raw(method: string, path: string, request: Request): Promise<Reply<Answer>> {
    const { headers = {}, body, token } = request;
    const init: RequestInit & { duplex?: 'half' } = { method, headers: { ...headers } };
    if (token) init.headers = { ...headers, authorization: `Bearer ${token}` };
    if (body !== undefined) init.body = isRaw(body) ? body : JSON.stringify(body);
    if (body instanceof ReadableStream) init.duplex = 'half';
    const response = await fetch(url + path, init);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: parsed(text, response.headers.get('content-type')),
    };
  }

  const command = async (wanted: Command): Promise<Command> =>
    (await fetch(`${url}/command`, { method: 'POST', body: JSON.stringify(wanted) })).json() as Promise<Command>;

  const token = async (body: Record<string, unknown>): Promise<string> =>
    (await call('createToken', { token: adminToken, body: { expiresInSeconds: 3600, ...body } })).body.token;

  return { call, raw, command, token };
}
/** JSON as its value, other text as it is; null where there is none. */
function parsed(text: string, type: string | null) {
  if (text === '') return null;
  return type?.includes('json') ? JSON.parse(text) : text;
}
export type Client = ReturnType<typeof clientOf>;

function isRaw(body: unknown): body is string | Uint8Array<ArrayBuffer> | ReadableStream {
  return typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream;
}

/** A project with a user, its shortest calls, and what a test asks it again and again. */
export async function projectOn(client: Client, nodeUrl: string) {
  const { projectId } = (await client.call('createProject', { token: adminToken, body: { nodeUrl } })).body;
  const user = await client.token({ role: 'user', projectId, userId: 'ada' });
  const as = (operation: OperationName, request: Request = {}) =>
    client.call(operation, { token: user, ...request, params: { projectId, ...request.params } });
  return {
    projectId,
    user,
    as,
    submit: (message = 'Do it', key: string = randomUUID()) =>
      as('submitTask', { headers: { 'idempotency-key': key }, body: { message } }),
    tasks: async () => (await as('listTasks')).body.tasks,
    sessions: async () => (await as('listSessions')).body.sessions,
    task: async (taskId: string) => (await as('getTask', { params: { taskId } })).body as unknown as Task,
    session: async (sessionId: string) =>
      (await as('getSession', { params: { sessionId } })).body as unknown as Session,
    history: async (sessionId: string) => (await as('listMessages', { params: { sessionId } })).body.messages,
    append: (sessionId: string, messages: unknown[], token = user) =>
      as('appendMessages', { params: { sessionId }, body: { messages }, token }),
    ringProject: () => client.command({ ring: { binding: 'PROJECT_DATA', name: projectId } }),
    ringRunner: (taskId: string) => client.command({ ring: { binding: 'TASK_RUNNER', name: taskId } }),
  };
}
export type Project = Awaited<ReturnType<typeof projectOn>>;

/** A message as an agent writes it. */
export function messageOf(content: string, more: Record<string, unknown> = {}) {
  return { messageId: randomUUID(), role: 'assistant', content, createdAt: 1, ...more };
}
