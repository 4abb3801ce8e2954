import { type ClaimedTask, type OperationName, operations } from '../../contracts/wire/index.ts';
import type { Ports } from '../ports.ts';
import type { MachineDisk } from './disk.ts';
import { type Identity, Line, type Nap, type Reply } from './line.ts';
import type { Rules, Said } from './rules.ts';
import { type Done, Run } from './run.ts';

/** What a life of the process gets from, and tells, the daemon. */
export interface Surroundings {
  ports: Ports;
  rules: Rules;
  disk: MachineDisk;
  identity: Identity;
  /** Under which it registers. */
  name: string;
  /** Do runs wait for the word to end? */
  held(): boolean;
  claimed(task: ClaimedTask): void;
  ended(done: Done): void;
  /** Ends the process. Never resolves: nobody is left to go on. */
  crash(): Promise<never>;
  /** Called after every step that someone may wait for. */
  changed(): void;
}

/**
 * starting: it registers, and says what was left behind. asking: a claim is under way. idle: there was nothing to do, or nothing it could do.
 * refused: the provider will not have it, and it asks for nothing more.
 */
export type LifeState = 'starting' | 'asking' | 'idle' | 'running' | 'refused';

/** One life of the daemon's process, from its start to a crash or stop: one task at a time. */
export class Life {
  /** The run under way. */
  run: Run | null = null;
  /** What each claim gave: the id of a task, or nothing. */
  readonly answers: (string | null)[] = [];
  readonly #around: Surroundings;
  readonly #line: Line;
  #stage: 'starting' | 'asking' | 'idle' = 'starting';
  #refused = false;
  #pause: Nap | null = null;
  /** What the last run said at its end. */
  #before: Said | null = null;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#line = new Line(around.ports, around.rules, around.identity);
  }

  get state(): LifeState {
    if (this.run) return 'running';
    return this.#refused ? 'refused' : this.#stage;
  }

  async begin(): Promise<void> {
    const { disk, rules, identity, name } = this.#around;
    const life = disk.runtimes.has(identity.runtimeId) ? 'later' : 'first';
    if (!(await this.#insist('registerRuntime', { name, provider: 'cli' })).ok) return;
    disk.runtimes.add(identity.runtimeId);
    void this.#beat();
    if (rules.recovers(life)) {
      const answer = await this.#insist('recoverOrphans');
      if (!answer.ok) return;
      const orphans = operations.recoverOrphans.answers[200].safeParse(answer.body).data;
      this.#around.ports.journal.report('recovered', orphans ?? {});
    }
    while (!this.#refused) await this.#turn();
  }

  /** Asks now, where it waits for the next time to ask. */
  poll(): void {
    this.#pause?.wake();
  }

  /** The process is gone: its timers, what it asked, what it knew. */
  end(): void {
    this.#line.hangUp();
  }

  /** One claim and what comes of it. */
  async #turn(): Promise<void> {
    this.#stage = 'asking';
    this.#around.changed();
    const task = await this.#claim();
    // What it had to give up it may be given again: to ask at once could go on for ever.
    if (task && (await this.#perform(task)).outcome !== 'given-up') return;
    if (!task) this.#answered(null);
    if (this.#refused) return;
    this.#pause = this.#line.sleep(this.#around.rules.pollInterval);
    this.#stage = 'idle';
    this.#around.changed();
    await this.#pause.over;
    this.#pause = null;
  }

  async #perform(task: ClaimedTask): Promise<Done> {
    this.run = new Run(this.#around, this.#line, task);
    this.#around.claimed(task);
    this.#answered(task.taskId);
    const done = await this.run.go(this.#before);
    this.#before = this.run.last ?? this.#before;
    this.run = null;
    this.#stage = 'asking';
    this.#around.ended(done);
    return done;
  }

  /** Asks for a task until that is answered. */
  async #claim(): Promise<ClaimedTask | null> {
    const { rules, ports } = this.#around;
    let claimKey: string | null = null;
    const claim = () => {
      claimKey = rules.claimKeyFor(claimKey, ports.random);
      return { claimKey };
    };
    const reply = await this.#insist('claimTask', claim(), claim);
    if (!reply.ok) return null;
    return operations.claimTask.answers[200].safeParse(reply.body).data?.task ?? null;
  }

  /** Says that it lives, at its time, whatever came of it the last time. */
  async #beat(): Promise<void> {
    const { rules, identity } = this.#around;
    const say = async () => {
      const reply = await this.#line.say('heartbeat', { runtimeId: identity.runtimeId });
      if (!reply.ok && !rules.retries(reply.status)) this.#refuse('heartbeat', reply);
    };
    for (;;) {
      await this.#line.sleep(rules.heartbeatInterval).over;
      if (this.#refused) return;
      if (rules.beats(this.run ? 'running' : 'waiting')) void say();
    }
  }

  /** Makes a request without which it can do nothing, for as long as it may succeed. */
  async #insist(operation: OperationName, body?: object, again?: () => object): Promise<Reply> {
    const { rules, identity } = this.#around;
    const params = { runtimeId: identity.runtimeId };
    const reply = await this.#line.insist({ operation, params, body, delayOf: rules.patientDelay, again });
    if (!reply.ok) this.#refuse(operation, reply);
    return reply;
  }

  #answered(taskId: string | null): void {
    this.answers.push(taskId);
    this.#around.changed();
  }

  #refuse(operation: OperationName, { status, code }: Extract<Reply, { ok: false }>): void {
    if (this.#refused) return;
    this.#refused = true;
    this.#around.ports.journal.report('refused', { operation, status, code });
    this.#pause?.wake();
    this.#around.changed();
  }
}
