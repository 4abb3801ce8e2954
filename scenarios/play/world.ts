import type { Session } from '../../contracts/wire/index.ts';
import {
  Daemon,
  type Rules as DaemonRules,
  correctRules as daemonRules,
  MachineDisk,
} from '../../simulators/daemon/index.ts';
import {
  Frontend,
  type Rules as FrontendRules,
  correctRules as frontendRules,
} from '../../simulators/frontend/index.ts';
import type { Answer } from '../../simulators/ports.ts';
import { NotOffered } from '../../simulators/stage/adapters/faults.ts';
import { milliseconds } from '../../simulators/stage/duration.ts';
import { type Network, speakerOf } from '../../simulators/stage/network.ts';
import { portsFor } from '../../simulators/stage/ports-for.ts';
import { together } from '../../simulators/stage/scheduler.ts';
import { VmAgent, type Rules as VmAgentRules, correctRules as vmAgentRules } from '../../simulators/vm-agent/index.ts';
import { Caller } from './caller.ts';

export interface WorldOptions {
  network: Network;
  seed: number;
  adminToken: string;
  /** Rules that a known bug of a simulator replaces. */
  vmAgentRules?: Partial<VmAgentRules>;
  frontendRules?: Partial<FrontendRules>;
  daemonRules?: Partial<DaemonRules>;
  /** Says that nobody waits for the world any more, which then may stand still half made. */
  givenUp?: AbortSignal;
}

/** In seconds: longer than any story, also than those of what is kept for a year. */
const longLife = 2 * 31_536_000;

type TokenFor =
  | { role: 'user'; userId: string }
  | { role: 'vm-agent'; workspaceId: string }
  | { role: 'daemon'; runtimeId: string };

/** The time of the play. Durations are milliseconds or texts like `'15 minutes'`. */
export interface PlayClock {
  now(): number;
  /** Moves time on, playing what falls due. */
  advance(duration: string | number): Promise<void>;
  /** Waits until nothing is under way and no timer is due. */
  settle(): Promise<void>;
}

/**
 * What a scenario plays with: a clean project of its own, a frontend (user `alice`) and a VM agent in it, a clock,
 * and ways to let others join.
 */
export class World {
  readonly projectId: string;
  readonly clock: PlayClock;
  readonly frontend: Frontend;
  readonly vmAgent: VmAgent;
  readonly #options: WorldOptions;
  readonly #userToken: string;
  readonly #daemons: Daemon[] = [];

  private constructor(options: WorldOptions, projectId: string, userToken: string, vmAgent: VmAgent) {
    const { scheduler, recorder } = options.network;
    this.#options = options;
    this.#userToken = userToken;
    this.projectId = projectId;
    this.vmAgent = vmAgent;
    this.frontend = this.#frontend('frontend', userToken);
    this.clock = {
      now: () => scheduler.now(),
      advance: (duration) => {
        const ms = milliseconds(duration);
        recorder.record('advance', { actor: 'harness', ms });
        return scheduler.advance(ms);
      },
      settle: () => scheduler.settle(),
    };
  }

  static async make(options: WorldOptions): Promise<World> {
    const rules = { ...vmAgentRules, ...options.vmAgentRules };
    const vmAgent = vmAgentOf(options, rules);
    await vmAgent.start();
    const { givenUp } = options;
    const gone = Promise.withResolvers<never>();
    const leave = () => gone.reject(new Error('The play was given up.'));
    const make = async () => {
      const projectId = await makeProject(options, vmAgent.url ?? '');
      const token = await makeToken(options, projectId, { role: 'user', userId: 'alice' });
      return new World(options, projectId, token, vmAgent);
    };
    try {
      givenUp?.throwIfAborted();
      givenUp?.addEventListener('abort', leave);
      return await Promise.race([make(), gone.promise]);
    } catch (error) {
      // Nobody else knows of it yet, and as long as it listens the process does not end.
      await vmAgent.close();
      throw error;
    } finally {
      givenUp?.removeEventListener('abort', leave);
    }
  }

  /** Another tab of the user `alice`, or a tab of another user of the project, whose token outlives the story or is for these seconds. */
  async join(name: string, user = 'alice', expiresInSeconds = longLife): Promise<Frontend> {
    const token =
      user === 'alice' ? this.#userToken : await this.token({ role: 'user', userId: user }, { expiresInSeconds });
    return this.#frontend(`frontend:${name}`, token);
  }

  /** The daemon of a runtime, not started, on a machine of its own or on that of another daemon. */
  async daemon(
    name: string,
    { runtimeId, machine = new MachineDisk() }: { runtimeId: string; machine?: MachineDisk },
  ): Promise<Daemon> {
    const { network, seed, daemonRules: replaced } = this.#options;
    const token = await this.token({ role: 'daemon', runtimeId });
    const daemon = new Daemon(portsFor(network, `daemon:${name}`, seed), {
      projectId: this.projectId,
      runtimeId,
      token,
      disk: machine,
      rules: { ...daemonRules, ...replaced },
    });
    this.#daemons.push(daemon);
    return daemon;
  }

  /** Somebody who sends exactly what it is told. Without a token: nobody. */
  caller(name: string, token?: string): Caller {
    return new Caller(portsFor(this.#options.network, `caller:${name}`, this.#options.seed, 'wrong on purpose'), token);
  }

  get userToken(): string {
    return this.#userToken;
  }

  get adminToken(): string {
    return this.#options.adminToken;
  }

  /** A token made by the administrator, which outlives the story unless said otherwise. */
  token(wanted: TokenFor, options: { expiresInSeconds?: number; projectId?: string } = {}): Promise<string> {
    return makeToken(this.#options, options.projectId ?? this.projectId, wanted, options.expiresInSeconds);
  }

  /** Another project, with the same node. */
  otherProject(): Promise<string> {
    return makeProject(this.#options, this.vmAgent.url ?? '');
  }

  /** Submits a task and waits until its workspace is linked, as most stories begin. */
  async startTask(
    message: string,
  ): Promise<{ projectId: string; taskId: string; sessionId: string; workspaceId: string }> {
    const { taskId = '', sessionId = '' } = await this.frontend.submit({ message });
    const { workspaceId } = await this.vmAgent.assigned();
    await this.linked(sessionId);
    return { projectId: this.projectId, taskId, sessionId, workspaceId };
  }

  /** Waits until a session shows its workspace. */
  async linked(sessionId: string): Promise<Session | undefined> {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await this.clock.settle();
      const { session } = await this.frontend.readSession({ sessionId });
      if (session?.workspaceId) return session;
      await this.clock.advance('1 second');
    }
    return undefined;
  }

  /**
   * Takes all steps at the same time: every first request is inside the target before any is answered, and what
   * they do there is interleaved at every step that reaches a store, in an order the seed decides.
   */
  async atOnce(...steps: (() => Promise<unknown>)[]): Promise<void> {
    const { network } = this.#options;
    const { recorder, scheduler, inside } = network;
    const note = (phase: 'begin' | 'arrived' | 'end') =>
      recorder.record('at-once', { actor: 'harness', phase, operations: steps.length });
    await this.clock.settle();
    note('begin');
    if (inside) inside.gated = true;
    scheduler.gather(() => note('arrived'));
    await Promise.all(steps.map((step) => step()));
    if (inside) inside.gated = false;
    recorder.cause = undefined;
    note('end');
  }

  /** Lets steps that change nothing go on side by side: nobody waits for anybody, and no order among them matters. */
  async sideBySide(...steps: (() => Promise<unknown>)[]): Promise<void> {
    await together(this.#options.network.scheduler, () => Promise.all(steps.map((step) => step())));
  }

  /** Like `atOnce`, for very many: all go one step in each round, and the seed decides who goes first in it. */
  async abreast(...steps: (() => Promise<unknown>)[]): Promise<void> {
    await this.clock.settle();
    await together(this.#options.network.scheduler, () => this.atOnce(...steps));
  }

  #frontend(actor: string, token: string, keepAlive: number | null = null): Frontend {
    const { network, seed } = this.#options;
    const rules = { ...frontendRules, ...this.#options.frontendRules };
    return new Frontend(portsFor(network, actor, seed), { projectId: this.projectId, token, rules, keepAlive });
  }

  /** A tab that pings its socket, to notice a silent connection. */
  attentive(name: string): Frontend {
    return this.#frontend(`frontend:${name}`, this.#userToken, 30_000);
  }

  /** Ends the simulators. */
  async end(): Promise<void> {
    for (const daemon of this.#daemons) daemon.end();
    await this.vmAgent.close();
  }
}

/** A VM agent; where the target never asks one for anything, a scenario that waits for that is skipped. */
function vmAgentOf({ network, seed }: WorldOptions, rules: VmAgentRules): VmAgent {
  const vmAgent = new VmAgent(portsFor(network, 'vm-agent', seed), { rules });
  const lacking = network.transport.lacks?.('createWorkspace');
  if (lacking !== undefined) vmAgent.assigned = () => Promise.reject(new NotOffered(lacking));
  return vmAgent;
}

type Administration = Pick<WorldOptions, 'network' | 'seed' | 'adminToken'>;

async function makeProject(about: Administration, nodeUrl: string): Promise<string> {
  return field(await administer(about, 'createProject', { nodeUrl }), 'projectId', 'make a project', about);
}

async function makeToken(
  about: Administration,
  projectId: string,
  wanted: TokenFor,
  expiresInSeconds = longLife,
): Promise<string> {
  const body = { ...wanted, projectId, expiresInSeconds };
  return field(await administer(about, 'createToken', body), 'token', 'make a token', about);
}

function administer(
  { network, seed, adminToken: token }: Administration,
  operation: 'createProject' | 'createToken',
  body: unknown,
): Promise<Answer> {
  return portsFor(network, 'harness', seed).link.request({ operation, params: {}, token, body });
}

/** A target that does not let a run make its project and tokens. */
export class NotProvisioned extends Error {}

function field(answer: Answer, name: string, what: string, { network }: Administration): string {
  const body = answer.body as Record<string, unknown> | undefined;
  const value = body?.[name];
  if (answer.status === 201 && typeof value === 'string') return value;
  const detail = typeof body?.detail === 'string' ? `: ${body.detail.replace(/\.$/, '')}` : '';
  const advice =
    speakerOf(network) === 'adapter'
      ? "Look at the address and the credentials in the adapter's options."
      : 'Give the token of an administrator with --token.';
  throw new NotProvisioned(`Failed to ${what}: the target answered ${answer.status}${detail}. ${advice}`);
}
