import type { z } from 'zod';
import type { ClaimedTask } from '../../contracts/wire/index.ts';
import type { Ports } from '../ports.ts';
import { perform } from '../verbs.ts';
import { Waits } from '../waits.ts';
import { MachineDisk } from './disk.ts';
import { Life, type LifeState } from './life.ts';
import type { Identity } from './line.ts';
import { correctRules, type Rules } from './rules.ts';
import type { Done } from './run.ts';
import { daemonVerbs } from './verbs.ts';

export interface DaemonOptions {
  projectId: string;
  runtimeId: string;
  /** Of this runtime. */
  token: string;
  /** Under which the runtime registers. Default: its id. */
  name?: string;
  /** The disk of its machine. Default: a new one. */
  disk?: MachineDisk;
  /** Default: `correctRules`. */
  rules?: Rules;
}

/** off: not started, or stopped. crashed: its process is gone. */
export type DaemonState = 'off' | 'crashed' | LifeState;

type Args<Name extends keyof typeof daemonVerbs> = z.input<(typeof daemonVerbs)[Name]['args']>;

/**
 * The program on a user's machine that runs the agents of one runtime: it registers, asks for tasks one at a time,
 * runs each in a work directory with a session of the agent's command line, and says how it ended. What the prompt of
 * a task may steer is told at `directionsOf`.
 */
export class Daemon {
  readonly ports: Ports;
  /** The disk of its machine: all that survives a crash. */
  readonly disk: MachineDisk;
  readonly #rules: Rules;
  readonly #name: string | undefined;
  readonly #waits = new Waits();
  readonly #claimed: ClaimedTask[] = [];
  readonly #done: Done[] = [];
  #identity: Identity;
  #life: Life | null = null;
  #rest: 'off' | 'crashed' = 'off';
  #keeping: 'held' | 'free' = 'free';
  #places = 0;

  constructor(ports: Ports, { projectId, runtimeId, token, name, disk, rules = correctRules }: DaemonOptions) {
    this.ports = ports;
    this.disk = disk ?? new MachineDisk();
    this.#rules = rules;
    this.#name = name;
    this.#identity = { projectId, runtimeId, token };
  }

  get runtimeId(): string {
    return this.#identity.runtimeId;
  }

  get state(): DaemonState {
    return this.#life?.state ?? this.#rest;
  }

  /** The task it runs, as it was claimed. */
  get running(): ClaimedTask | null {
    return this.#life?.run?.task ?? null;
  }

  /** Runs that have ended, in their order. A run that a crash cut off is not among them. */
  get done(): readonly Done[] {
    return this.#done;
  }

  /** Starts the process. Resolves when it is up: registered, orphans recovered; or refused, or gone. */
  async start(args: Args<'start'> = {}): Promise<void> {
    await perform(this, this.ports.journal, daemonVerbs.start, args);
  }

  /** Starts the process again after a crash, on the same disk. Resolves like `start`. */
  async comeBack(args: Args<'comeBack'> = {}): Promise<void> {
    await perform(this, this.ports.journal, daemonVerbs.comeBack, args);
  }

  /** The process is gone, without a word: its timers, its claim, its run. The disk stays. */
  crash(args: Args<'crash'> = {}): void {
    perform(this, this.ports.journal, daemonVerbs.crash, args);
  }

  /** Ends the process at once and without a word: the runtime stays registered, and a run under way is left. */
  stop(args: Args<'stop'> = {}): void {
    perform(this, this.ports.journal, daemonVerbs.stop, args);
  }

  /** Asks for a task now. Resolves with its id when that is answered; null: there is none, or nobody asks any more. */
  async poll(args: Args<'poll'> = {}): Promise<string | null> {
    return (await perform(this, this.ports.journal, daemonVerbs.poll, args)) ?? null;
  }

  /** No run ends from now on, until `release`; also one that is claimed later. */
  hold(args: Args<'hold'> = {}): void {
    perform(this, this.ports.journal, daemonVerbs.hold, args);
  }

  /** Runs end again, as soon as their work is done. */
  release(args: Args<'release'> = {}): void {
    perform(this, this.ports.journal, daemonVerbs.release, args);
  }

  /** The same machine goes on as another runtime. Resolves like `start`. */
  async moveTo(args: Args<'moveTo'>): Promise<void> {
    await perform(this, this.ports.journal, daemonVerbs.moveTo, args);
  }

  /** Ends the process without a trace, when all is over. */
  end(): void {
    this.#life?.end();
    this.#life = null;
  }

  /** Resolves when it waits for the next time to ask: there was nothing to do, or nothing it could do. */
  async idle(): Promise<void> {
    await this.#waits.until(() => this.state === 'idle' || undefined);
  }

  /** The next task it claims: the first call answers the first one, the second the second. */
  claimed(): Promise<ClaimedTask> {
    const place = this.#places;
    this.#places += 1;
    return this.#waits.until(() => this.#claimed[place]);
  }

  /** Resolves with the end of a run of this task, the latest that is known. */
  finished(taskId: string): Promise<Done> {
    return this.#waits.until(() => this.#done.findLast((done) => done.taskId === taskId));
  }

  /** For its verbs: begins a life of the process. */
  async rise(): Promise<void> {
    this.#life?.end();
    const life = new Life({
      ports: this.ports,
      rules: this.#rules,
      disk: this.disk,
      identity: this.#identity,
      name: this.#name ?? this.runtimeId,
      held: () => this.#keeping === 'held',
      claimed: (task) => void this.#claimed.push(task),
      ended: (done) => {
        this.#done.push(done);
        this.#waits.changed();
      },
      crash: () => {
        this.fall('crashed');
        return new Promise(() => {});
      },
      changed: () => this.#waits.changed(),
    });
    this.#life = life;
    void life.begin();
    await this.#waits.until(() => this.#life !== life || life.state !== 'starting' || undefined);
  }

  /** For its verbs, and a prompt that says so: the process ends. */
  fall(end: 'off' | 'crashed'): void {
    const taskId = this.running?.taskId ?? null;
    this.#life?.end();
    this.#life = null;
    this.#rest = end;
    this.ports.journal.report(end === 'crashed' ? 'crashed' : 'stopped', { taskId });
    this.#waits.changed();
  }

  /** For its verbs: see `poll`. */
  async ask(): Promise<string | null> {
    const life = this.#life;
    if (!life) return null;
    const place = life.answers.length;
    life.poll();
    await this.#waits.until(() => this.#life !== life || life.answers.length > place || undefined);
    return life.answers[place] ?? null;
  }

  /** For its verbs: whether runs wait for the word to end. */
  keep(keeping: 'held' | 'free'): void {
    this.#keeping = keeping;
    this.#life?.run?.wake();
  }

  /** For its verbs: see `moveTo`. */
  move(to: { runtimeId: string; token: string }): Promise<void> {
    this.#identity = { ...this.#identity, ...to };
    return this.rise();
  }
}
