import type { z } from 'zod';
import { operations } from '../../contracts/wire/index.ts';
import type { Call, Ports } from '../ports.ts';
import { ask, askAll } from './ask.ts';
import type {
  MessageHistory,
  outgoing,
  Sending,
  SessionList,
  SessionRead,
  Submission,
  TaskList,
  TaskRead,
} from './results.ts';

type SessionCall = 'getSession' | 'stopSession' | 'linkWorkspace';

/** The requests of a frontend: each one request, or one for each page; none is repeated by itself. */
export class Api {
  readonly #ports: Ports;
  readonly #projectId: string;
  readonly #token: string;

  constructor(ports: Ports, projectId: string, token: string) {
    this.#ports = ports;
    this.#projectId = projectId;
    this.#token = token;
  }

  async submit(key: string, message: string): Promise<Submission> {
    const call = { ...this.#call('submitTask'), headers: { 'idempotency-key': key }, body: { message } };
    const asked = await ask(this.#ports, call, operations.submitTask.answers[201]);
    if (asked.status !== 'ok') return { status: asked.status, key, message, problem: asked.problem };
    return { status: 'created', key, message, ...asked.value };
  }

  async send(message: z.infer<typeof outgoing>): Promise<Sending> {
    const { sessionId, messageId, content, createdAt } = message;
    const body = { messages: [{ messageId, role: 'user', content, createdAt }] };
    const call = { ...this.#call('appendMessages', { sessionId }), body };
    const asked = await ask(this.#ports, call, operations.appendMessages.answers[200]);
    if (asked.status !== 'ok') return { ...message, status: asked.status, problem: asked.problem };
    const result = asked.value.results.find((entry) => entry.messageId === messageId);
    if (!result) return { ...message, status: 'unknown', problem: { status: 200, code: 'not_acknowledged' } };
    if (result.status === 'rejected') return { ...message, status: 'rejected', code: result.code };
    return { ...message, status: result.status, seq: result.seq };
  }

  async task(taskId: string): Promise<TaskRead> {
    const { status, value, problem } = await ask(
      this.#ports,
      this.#call('getTask', { taskId }),
      operations.getTask.answers[200],
    );
    return { status, task: value, problem };
  }

  /** Any call that answers a session. */
  async session(operation: SessionCall, sessionId: string, body?: unknown): Promise<SessionRead> {
    const call = { ...this.#call(operation, { sessionId }), body };
    const { status, value, problem } = await ask(this.#ports, call, operations[operation].answers[200]);
    return { status, session: value, problem };
  }

  async tasks(limit: number | undefined): Promise<TaskList> {
    const { status, rows, problem } = await askAll(
      (cursor: string | undefined) =>
        ask(this.#ports, this.#page('listTasks', {}, { limit, cursor }), operations.listTasks.answers[200]),
      ({ tasks, nextCursor }) => ({ rows: tasks, next: nextCursor }),
    );
    return { status, tasks: rows, problem };
  }

  async sessions(limit: number | undefined): Promise<SessionList> {
    const { status, rows, problem } = await askAll(
      (cursor: string | undefined) =>
        ask(this.#ports, this.#page('listSessions', {}, { limit, cursor }), operations.listSessions.answers[200]),
      ({ sessions, nextCursor }) => ({ rows: sessions, next: nextCursor }),
    );
    return { status, sessions: rows, problem };
  }

  async history(sessionId: string, limit: number | undefined): Promise<MessageHistory> {
    const { status, rows, problem } = await askAll(
      (after: number | undefined) =>
        ask(
          this.#ports,
          this.#page('listMessages', { sessionId }, { limit, after }),
          operations.listMessages.answers[200],
        ),
      ({ messages, nextAfter }) => ({ rows: messages, next: nextAfter }),
    );
    return { status, messages: rows, problem };
  }

  #call(operation: Call['operation'], params: Record<string, string> = {}): Call {
    return { operation, params: { projectId: this.#projectId, ...params }, token: this.#token };
  }

  #page(
    operation: Call['operation'],
    params: Record<string, string>,
    page: Record<string, string | number | undefined>,
  ): Call {
    const given = Object.entries(page).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
    return { ...this.#call(operation, params), query: Object.fromEntries(given) };
  }
}
