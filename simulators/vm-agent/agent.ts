import type { z } from 'zod';
import type { NewMessage } from '../../contracts/wire/index.ts';
import type { NodeCall, Ports } from '../ports.ts';
import { perform } from '../verbs.ts';
import { Waits } from '../waits.ts';
import { type Disk, MemoryDisk, type SetAside, type Workspace, type WorkspaceRecord } from './disk.ts';
import { type Conduct, serveNode, type WorkspaceOrder } from './node-service.ts';
import { Reporter, type Surroundings } from './reporter.ts';
import { correctRules, type Rules } from './rules.ts';
import { vmAgentVerbs } from './verbs.ts';

export interface VmAgentOptions {
  /** Default: `correctRules`. */
  rules?: Rules;
  /** Default: a new `MemoryDisk`. */
  disk?: Disk;
  /** What the node does with an order of the provider. Default: it runs it. */
  onOrder?(order: NodeCall): Conduct;
}

type Args<Name extends keyof typeof vmAgentVerbs> = z.input<(typeof vmAgentVerbs)[Name]['args']>;

/**
 * The agent process of one node: runs the workspaces that the provider orders, and reports what is said in them.
 * Where a `workspaceId` may be left out, the workspace accepted last is meant.
 */
export class VmAgent {
  readonly ports: Ports;
  readonly #surroundings: Surroundings;
  readonly #onOrder: (order: NodeCall) => Conduct;
  readonly #waits = new Waits();
  #reporters = new Map<string, Reporter>();
  #listening: { url: string; close(): Promise<void> } | null = null;
  #assigned = 0;

  constructor(ports: Ports, { rules = correctRules, disk = new MemoryDisk(), onOrder }: VmAgentOptions = {}) {
    this.ports = ports;
    this.#surroundings = { ports, rules, disk, changed: () => this.#waits.changed() };
    this.#onOrder = (order) => onOrder?.(order) ?? 'run';
  }

  /** Where the provider reaches the node operations; null until it was started. */
  get url(): string | null {
    return this.#listening?.url ?? null;
  }

  /** Listens to the provider, and takes up what is on its disk. */
  async start(): Promise<void> {
    const workspaces = {
      create: (order: WorkspaceOrder) => this.#create(order),
      delete: (id: string) => this.#reporters.get(id)?.stopWorkspace(),
    };
    this.#listening = await this.ports.link.listen((call) => serveNode(call, this.#onOrder(call), workspaces));
    this.rise();
  }

  /** Ends the process for good, without a word: what is on disk stays there. */
  async close(): Promise<void> {
    for (const reporter of this.#reporters.values()) reporter.kill();
    await this.#listening?.close();
    this.#listening = null;
  }

  /** Sends a message to the session of the workspace. Answers its id, also when the outbox was full (TASK-11). */
  report(args: Args<'report'>): string | undefined {
    return perform(this, this.ports.journal, vmAgentVerbs.report, args);
  }

  /** Says that the agent has completed, after all it reported; resolves when that is known, or its reporter has stopped. */
  async complete(args: Args<'complete'> = {}): Promise<void> {
    await perform(this, this.ports.journal, vmAgentVerbs.complete, args);
  }

  /** Sends now what waits for the next flush, as at shutdown. A delay before a retry is not cut short. */
  flush(args: Args<'flush'> = {}): void {
    perform(this, this.ports.journal, vmAgentVerbs.flush, args);
  }

  /** Goes on with a new token. */
  renewToken(args: Args<'renewToken'>): void {
    perform(this, this.ports.journal, vmAgentVerbs.renewToken, args);
  }

  /** The process dies and comes back with what is on its disk: answers under way find nobody, timers are gone. */
  restart(args: Args<'restart'> = {}): void {
    perform(this, this.ports.journal, vmAgentVerbs.restart, args);
  }

  /** The next workspace the provider orders: the first call answers the first one, the second the second. */
  assigned(): Promise<Workspace> {
    const place = this.#assigned;
    this.#assigned += 1;
    return this.#waits.until(() => [...this.#reporters.values()][place]?.record.workspace);
  }

  /** Resolves when the outbox is empty, or its reporter has stopped. */
  async delivered(workspaceId?: string): Promise<void> {
    const id = this.reporter(workspaceId)?.record.workspace.workspaceId;
    await this.#waits.until(() => this.reporter(id)?.settled || undefined);
  }

  running(): Workspace[] {
    const records = [...this.#reporters.values()].map(({ record }) => record);
    return records.filter(({ running }) => running).map(({ workspace }) => workspace);
  }

  /** Messages that wait in the outbox. */
  waiting(workspaceId?: string): readonly NewMessage[] {
    return this.reporter(workspaceId)?.waiting ?? [];
  }

  /** Messages the provider would not take. */
  setAside(workspaceId?: string): SetAside[] {
    return this.reporter(workspaceId)?.setAside ?? [];
  }

  /** For its verbs: the reporter of a workspace. */
  reporter(workspaceId?: string): Reporter | undefined {
    return workspaceId === undefined ? [...this.#reporters.values()].at(-1) : this.#reporters.get(workspaceId);
  }

  /** For its verbs: a new life of the process, from what is on disk. */
  rise(): void {
    for (const reporter of this.#reporters.values()) reporter.kill();
    this.#reporters = new Map();
    for (const record of this.#surroundings.disk.workspaces.load()) this.#supervise(record);
    this.#waits.changed();
  }

  /** For its verbs: completes, and waits for it. */
  async completed(workspaceId?: string): Promise<void> {
    const reporter = this.reporter(workspaceId);
    const id = reporter?.record.workspace.workspaceId;
    reporter?.complete();
    await this.#waits.until(() => {
      const record = this.reporter(id)?.record;
      return record?.completion === 'done' || record?.reporting === 'ended' || undefined;
    });
  }

  #create({ token, workspaceId, projectId, taskId, sessionId, prompt }: WorkspaceOrder): boolean {
    if (this.#reporters.has(workspaceId)) return false;
    const { rules, disk } = this.#surroundings;
    const workspace = { workspaceId, projectId, taskId, sessionId, prompt };
    const record: WorkspaceRecord = {
      workspace,
      token,
      running: true,
      reporting: 'on',
      completion: 'none',
      notBefore: 0,
    };
    disk.workspaces.append(workspaceId, record);
    const reporter = this.#supervise(record);
    this.ports.journal.report('workspace-started', { workspaceId, taskId, sessionId });
    reporter.add(rules.promptMessage(prompt, this.ports.clock.now(), this.ports.random));
    this.#waits.changed();
    return true;
  }

  #supervise(record: WorkspaceRecord): Reporter {
    const reporter = new Reporter(this.#surroundings, record);
    this.#reporters.set(record.workspace.workspaceId, reporter);
    return reporter;
  }
}
