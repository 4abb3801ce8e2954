import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { History } from '../../../contracts/trace/index.ts';
import type { OperationName } from '../../../contracts/wire/index.ts';
import type { Answer, Call, NodeCall, Ports } from '../../../simulators/ports.ts';
import { RecordedLink } from '../../../simulators/stage/link.ts';
import { portsFor } from '../../../simulators/stage/ports-for.ts';
import { filled } from './command.ts';
import type { ClientRole } from './definition.ts';
import type { ClientNetwork } from './network.ts';
import { ClientProcess, type Ended } from './process.ts';
import { type ClientProxy, serveProxy } from './proxy.ts';

/** How a client is started. */
export interface ClientCommand {
  /** Program and arguments, with placeholders; with `shell` one line. */
  words: readonly string[];
  shell: boolean;
  cwd: string;
  /** The environment it inherits. */
  env: Readonly<Record<string, string | undefined>>;
}

export interface ClientSetOptions {
  scenario: string;
  role: ClientRole;
  command: ClientCommand;
  network: ClientNetwork;
  seed: number;
  scale: number;
  adminToken: string;
  /** Time is over: nobody waits any more. */
  over: AbortSignal;
}

/** What a client is told beside the address, the token and the project. */
export interface Assignment {
  token: string;
  /** What it is to do; it gets this as JSON. */
  task: Record<string, unknown>;
  sessionId?: string;
  workspaceId?: string;
  runtimeId?: string;
}

/** The client has left before it had done what it was asked. */
export class Left extends Error {}
/** There is no time left. */
export class TimeOver extends Error {}

/** Seconds; longer than any scenario. */
const longLife = 86_400;
/** Milliseconds that a request of the client waits for its answer, in the time of the protocol, and the least of real time. */
const [patience, leastPatience] = [10_000, 2000];

/** What a client scenario is played on: a project of its own, the faulty link before it, and the client's process. */
export class ClientSet {
  projectId = '';
  userToken = '';
  process: ClientProcess | undefined;
  ended: Ended | undefined;
  /** Every token that was made here: none of them may be shown. */
  readonly tokens: string[] = [];
  readonly #options: ClientSetOptions;
  readonly #ports: Ports;
  #folder = '';
  #proxy: ClientProxy | undefined;
  #nodes: { close(): Promise<void> }[] = [];

  constructor(options: ClientSetOptions) {
    this.#options = options;
    this.#ports = portsFor(options.network.network, 'harness', options.seed);
  }

  get history(): History {
    return this.#options.network.history();
  }

  /** An id as a seed gives it. */
  uuid(): string {
    return this.#ports.random.uuid();
  }

  /** Makes project, user and link. `order` takes what the provider asks of the project's node. */
  async open(order: (call: NodeCall) => void): Promise<void> {
    const { network, role, seed, scale } = this.#options;
    this.#folder = await mkdtemp(join(tmpdir(), 'rehearse-client-'));
    const node = await portsFor(network.network, 'node', seed).link.listen(async (call): Promise<Answer> => {
      order(call);
      if (call.operation === 'deleteWorkspace') return { status: 204, headers: {}, body: undefined };
      return { status: 201, headers: {}, body: { workspaceId: call.params.workspaceId } };
    });
    this.#nodes = [node];
    this.projectId = String((await this.asAdmin('createProject', {}, { nodeUrl: node.url })).projectId);
    this.userToken = await this.token({ role: 'user', userId: 'alice' });
    this.#proxy = await serveProxy({
      link: new RecordedLink(network.network, role),
      patience: Math.max(leastPatience, patience / scale),
      strange: (asked) =>
        network.network.recorder.record('report', { actor: role, report: 'no-operation', detail: asked }),
    });
  }

  /** A token of this project, by default a long one. */
  async token(wanted: Record<string, unknown>, expiresInSeconds = longLife): Promise<string> {
    const body = { projectId: this.projectId, expiresInSeconds, ...wanted };
    const token = String((await this.asAdmin('createToken', {}, body)).token);
    this.tokens.push(token);
    return token;
  }

  /** @throws where the control plane refuses */
  asAdmin(operation: OperationName, params: Record<string, string>, body?: unknown) {
    return this.#ask({ operation, params, body, token: this.#options.adminToken });
  }

  /** As a user of the project. @throws where the control plane refuses */
  asUser(operation: OperationName, params: Record<string, string>, body?: unknown, headers?: Record<string, string>) {
    const all = { projectId: this.projectId, ...params };
    return this.#ask({ operation, params: all, body, token: this.userToken, ...(headers ? { headers } : {}) });
  }

  /** With the token of a daemon. @throws where the control plane refuses */
  asDaemon(token: string, operation: OperationName, params: Record<string, string>, body?: unknown) {
    return this.#ask({ operation, params, body, token });
  }

  /** Starts the client. @throws the error of the system where it cannot be started */
  async start(assignment: Assignment): Promise<void> {
    const { command, scenario, scale } = this.#options;
    const told = this.#environment(assignment);
    await this.#writeToken(assignment.token);
    const values = { url: told.REHEARSE_URL ?? '', token: assignment.token, project: this.projectId, scenario };
    const inherited = Object.entries(command.env).filter(([name]) => !name.startsWith('REHEARSE_'));
    const env = Object.fromEntries([...inherited, ...Object.entries(told)]) as Record<string, string>;
    const { shell, cwd } = command;
    this.process = await ClientProcess.start({
      words: command.words.map((word) => filled(word, values)),
      shell,
      env,
      cwd,
    });
    this.tell('client-started', { scale });
    void this.process.ended.then((ended) => {
      this.ended = ended;
      this.tell('client-left', { ...ended });
    });
  }

  /** Lets the client read another token in its file. */
  async renewToken(token: string): Promise<void> {
    const { network, role } = this.#options;
    network.network.recorder.record('verb', { actor: role, verb: 'renewToken', args: { token } });
    await this.#writeToken(token);
  }

  /** Writes down that the client is told to do something. */
  verb(verb: string, args: unknown): void {
    const { network, role } = this.#options;
    network.network.recorder.record('verb', { actor: role, verb, args });
  }

  /** Writes down what becomes of the client. */
  tell(report: string, detail: Record<string, unknown>): void {
    this.#options.network.network.recorder.record('report', { actor: 'harness', report, detail });
  }

  /** Waits for something in the history. @throws Left when the client has gone before, TimeOver when time is over */
  async until(isThere: (history: History) => boolean): Promise<void> {
    if ((await this.untilOrGone(isThere)) === 'gone') throw new Left();
  }

  /** The same for a client that may leave by itself. */
  async untilOrGone(isThere: (history: History) => boolean): Promise<'there' | 'gone'> {
    const { network, over } = this.#options;
    if (over.aborted) throw new TimeOver();
    const { promise, resolve, reject } = Promise.withResolvers<'there' | 'gone'>();
    const look = () => {
      if (isThere(this.history)) resolve('there');
    };
    const late = () => reject(new TimeOver());
    const unwatch = network.watch(look);
    over.addEventListener('abort', late, { once: true });
    look();
    // Answers to what it has said last may be under way still.
    void this.process?.ended
      .then(() => network.network.scheduler.settle())
      .then(() => {
        look();
        resolve('gone');
      });
    try {
      return await promise;
    } finally {
      unwatch();
      over.removeEventListener('abort', late);
    }
  }

  /** Lets time pass, in milliseconds of the protocol, or until the client has gone. */
  async pause(ms: number): Promise<void> {
    const { scale, over } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    timer = setTimeout(resolve, ms / scale);
    const late = () => reject(new TimeOver());
    over.addEventListener('abort', late, { once: true });
    void this.process?.ended.then(() => resolve());
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      over.removeEventListener('abort', late);
    }
  }

  /** Ends the process, and what it was given. */
  async close(): Promise<void> {
    await this.process?.stop(0);
    await this.#proxy?.close();
    await Promise.all(this.#nodes.map((node) => node.close()));
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true });
  }

  /** Whole or not at all: the client may read it at any time. */
  async #writeToken(token: string): Promise<void> {
    const file = join(this.#folder, 'token');
    await writeFile(`${file}.new`, token);
    await rename(`${file}.new`, file);
  }

  #environment({ token, task, sessionId = '', workspaceId = '', runtimeId = '' }: Assignment): Record<string, string> {
    const { scenario, scale } = this.#options;
    return {
      REHEARSE_URL: this.#proxy?.url ?? '',
      REHEARSE_TOKEN: token,
      REHEARSE_TOKEN_FILE: join(this.#folder, 'token'),
      REHEARSE_PROJECT_ID: this.projectId,
      REHEARSE_SESSION_ID: sessionId,
      REHEARSE_WORKSPACE_ID: workspaceId,
      REHEARSE_RUNTIME_ID: runtimeId,
      REHEARSE_SCENARIO: scenario,
      REHEARSE_TASK: JSON.stringify(task),
      REHEARSE_TIME_SCALE: String(scale),
    };
  }

  async #ask(call: Call): Promise<Record<string, unknown>> {
    const { status, body } = await this.#ports.link.request(call);
    if (status < 400) return (body ?? {}) as Record<string, unknown>;
    const { code = '', detail = '' } = (typeof body === 'object' && body !== null ? body : {}) as Record<
      string,
      unknown
    >;
    throw new Error(`${call.operation} answered ${status} ${String(code)}: ${String(detail)}`);
  }
}
