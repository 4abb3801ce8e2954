/** Builds short histories for the tests of checks. */
import type { CheckResult, HistoryEvent, WireMessage } from '../../contracts/trace/index.ts';
import { type FeedFrame, type Message, operationOf, type Session, type Task } from '../../contracts/wire/index.ts';
import { type Check, judge } from './check.ts';
import { result } from './rows.testing.ts';

export * from './rows.testing.ts';

type Json = Record<string, unknown>;

/** What a request says; the rest follows from the operation. */
export interface Request {
  params?: Record<string, string>;
  query?: string;
  body?: unknown;
  headers?: Record<string, string>;
  token?: string;
  path?: string;
  method?: string;
}

/** A request of the history, to be taken on step by step. Each step answers the index of its event. */
export interface Step {
  op: number;
  sent: number;
  arrive(): number;
  answer(status: number, body?: unknown, headers?: Record<string, string>): number;
  /** The last answer reaches the one who asked. */
  receive(): number;
  /** There will be no answer. */
  giveUp(code?: 'connection-lost' | 'timeout'): number;
}

export interface Line {
  op: number;
  /** A frame of the client, which arrives. */
  says(frame: unknown): number;
  /** A frame of the target, which arrives. */
  hears(frame: unknown): number;
  /** A frame of the target that is lost on the way. */
  misses(frame: unknown): number;
  close(by?: string): number;
}

type Draft = Json & { kind: HistoryEvent['kind']; actor: string };

export class HistoryBuilder {
  readonly events: HistoryEvent[] = [];
  #time = 0;
  #number = 0;

  /** Virtual milliseconds since the history began. */
  get time(): number {
    return this.#time;
  }

  add(draft: Draft): number {
    const index = this.events.length;
    this.events.push({ index, time: this.#time, ...draft } as unknown as HistoryEvent);
    return index;
  }

  /** Time passes, in milliseconds. */
  wait(ms: number): void {
    this.#time += ms;
  }

  verb(actor: string, verb: string, args: Json): number {
    return this.add({ kind: 'verb', actor, verb, args });
  }

  report(actor: string, report: string, detail: Json): number {
    return this.add({ kind: 'report', actor, report, detail });
  }

  fault(fault: string, op?: number, detail?: string): number {
    return this.add({ kind: 'fault', actor: 'target', entry: 0, fault, op, detail });
  }

  /** Sends a request; what comes of it is up to the test. */
  send(actor: string, operation: string, request: Request = {}, to = 'target'): Step {
    const op = ++this.#number;
    const params = { projectId: 'p1', ...request.params };
    const { method, path } = operationOf(operation as 'describe');
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => params[name as 'projectId'] ?? '');
    const token = request.token ?? `token-of-${actor}`;
    const message: WireMessage = {
      type: 'request',
      method: request.method ?? method,
      path: request.path ?? `${filled}${request.query ? `?${request.query}` : ''}`,
      params,
      headers: { authorization: `Bearer ${token}`, ...request.headers },
      body: request.body,
    };
    const common = { operation, op, msg: op };
    const sent = this.add({ kind: 'send', actor, ...common, message });
    let answer: WireMessage | undefined;
    return {
      op,
      sent,
      arrive: () => this.add({ kind: 'deliver', actor: to, ...common, message }),
      answer: (status, body, headers = {}) => {
        answer = { type: 'response', status, headers, body };
        return this.add({ kind: 'send', actor: to, ...common, message: answer });
      },
      receive: () => {
        const received = this.add({ kind: 'deliver', actor, ...common, message: answer });
        const status = answer?.type === 'response' ? answer.status : 0;
        this.add({
          kind: 'outcome',
          actor,
          operation,
          op,
          outcome: status < 400 ? 'ok' : 'failed',
          status,
          code: null,
        });
        return received;
      },
      giveUp: (code = 'connection-lost') =>
        this.add({ kind: 'outcome', actor, operation, op, outcome: 'unknown', status: null, code }),
    };
  }

  /** A request that goes well: it arrives, is answered, and the answer arrives. Answers the index of the answer. */
  call(actor: string, operation: string, request: Request, status: number, body?: unknown): number {
    const step = this.send(actor, operation, request);
    step.arrive();
    const answered = step.answer(status, body);
    step.receive();
    return answered;
  }

  submit(
    given: { key?: string; message?: string; task?: string; session?: string; first?: string; token?: string } = {},
  ): number {
    const { key = 'k1', message = 'Do it', task = 't1', session = 's1', first = 'm1', token = 'alice' } = given;
    const body = { taskId: task, sessionId: session, messageId: first };
    return this.call(
      'frontend',
      'submitTask',
      { headers: { 'idempotency-key': key }, body: { message }, token },
      201,
      body,
    );
  }

  /** A batch; each result is a status or code, stored ones with the next `seq` from `seq` on. */
  append(actor: string, sessionId: string, messages: Json[], statuses: string[], seq = 2): number {
    const results = statuses.map((status, place) => result(String(messages[place]?.messageId), status, seq + place));
    return this.call(actor, 'appendMessages', { params: { sessionId }, body: { messages } }, 200, { results });
  }

  /** The target orders a workspace and the node agrees. */
  order(given: { workspace?: string; task?: string; session?: string; prompt?: Json } = {}): Step & { agreed: number } {
    const { workspace = 'w1', task = 't1', session = 's1', prompt = { messageId: 'm1', content: 'Do it' } } = given;
    const body = { projectId: 'p1', taskId: task, sessionId: session, token: `secret-token-of-${workspace}`, prompt };
    const step = this.send('target', 'createWorkspace', { params: { workspaceId: workspace }, body }, 'vm-agent');
    step.arrive();
    this.report('vm-agent', 'workspace-started', { workspaceId: workspace, taskId: task, sessionId: session });
    step.answer(201, { workspaceId: workspace });
    return { ...step, agreed: step.receive() };
  }

  socket(actor: string): Line {
    const step = this.send(actor, 'events');
    step.arrive();
    const socket = step.op;
    const put = (kind: 'send' | 'deliver', by: string, message: WireMessage) =>
      this.add({ kind, actor: by, operation: 'events', op: step.op, msg: this.#number, message });
    const frame = (body: unknown): WireMessage => ({ type: 'frame', socket, body });
    const pass = (from: string, to: string, message: WireMessage) => {
      this.#number += 1;
      const sent = put('send', from, message);
      put('deliver', to, message);
      return sent;
    };
    pass('target', actor, { type: 'open', socket });
    return {
      op: step.op,
      says: (body) => pass(actor, 'target', frame(body)),
      hears: (body) => pass('target', actor, frame(body)),
      misses: (body) => {
        this.#number += 1;
        return put('send', 'target', frame(body));
      },
      close: (by = 'network') => pass(by, actor, { type: 'close', socket, code: 1006, reason: '' }),
    };
  }

  /** A subscription that is confirmed. */
  subscribed(
    actor: string,
    sessionId: string | null,
    after: number | null,
    cursor: number,
  ): Line & { confirmed: number } {
    const line = this.socket(actor);
    line.says({ type: 'subscribe', sessionId, after });
    return { ...line, confirmed: line.hears({ type: 'subscribed', sessionId, cursor }) };
  }

  /** The observer reads the final state. Answers the events that show it. */
  observe(seen: {
    tasks?: Task[];
    sessions?: Session[];
    histories?: Record<string, Message[]>;
    missing?: { tasks?: string[]; sessions?: string[] };
    feed?: FeedFrame[];
  }): Observation {
    const { tasks = [], sessions = [], histories = {}, missing = {}, feed } = seen;
    this.add({ kind: 'phase', actor: 'harness', phase: 'observe' });
    const at: Observation = { tasks: -1, sessions: -1, of: {}, histories: {}, feed: [] };
    at.tasks = this.call('observer', 'listTasks', {}, 200, { tasks, nextCursor: null });
    at.sessions = this.call('observer', 'listSessions', {}, 200, { sessions, nextCursor: null });
    const none = { code: 'not_found' };
    for (const taskId of missing.tasks ?? [])
      at.of[taskId] = this.call('observer', 'getTask', { params: { taskId } }, 404, none);
    for (const shown of sessions) {
      const { sessionId } = shown;
      at.of[sessionId] = this.call('observer', 'getSession', { params: { sessionId } }, 200, shown);
    }
    for (const sessionId of missing.sessions ?? []) {
      at.of[sessionId] = this.call('observer', 'getSession', { params: { sessionId } }, 404, none);
    }
    for (const [sessionId, messages] of Object.entries(histories)) {
      const page = { messages, nextAfter: null };
      at.histories[sessionId] = this.call('observer', 'listMessages', { params: { sessionId } }, 200, page);
    }
    if (feed) {
      const line = this.subscribed('observer', null, 0, feed.length);
      at.feed = feed.map((frame) => line.hears(frame));
    }
    this.add({ kind: 'phase', actor: 'harness', phase: 'end' });
    return at;
  }
}

/** Events of an observation: the lists, what one id showed, histories by session, and frames in their order. */
export interface Observation {
  tasks: number;
  sessions: number;
  of: Record<string, number>;
  histories: Record<string, number>;
  feed: number[];
}

export interface Verdict extends CheckResult {
  /** What the builder answered: indexes of events that a failure should show. */
  expected: number[];
}

/** What one check says of a history. */
export function verdictOf<Builder extends Pick<HistoryBuilder, 'events'>>(
  entry: Check,
  build: (h: Builder) => number[] | undefined,
  builder: Builder,
): Verdict {
  const expected = build(builder) ?? [];
  const [verdict] = judge(builder.events, [entry], new Set());
  if (!verdict) throw new Error('Failed to judge: the check gave no verdict.');
  return { ...verdict, expected };
}

/** A row of a table of verdicts: the title, the history, and what the check says of a breach; none: it passes. */
export type Case = readonly [title: string, build: (h: HistoryBuilder) => number[] | undefined, breach?: RegExp];
