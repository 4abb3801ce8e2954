import { DurableObject } from 'cloudflare:workers';
import type { Order, RunnerCalls } from '../calls.ts';
import { markRunning } from '../database/tasks.ts';
import { admitWorkspace } from '../database/workspaces.ts';
import { mintToken } from '../digest.ts';
import { type Env, projectOf } from '../env.ts';
import { reach } from '../failures.ts';
import { currentRules, type Rules } from '../rules.ts';
import {
  afterTurn,
  goOn,
  hasRemoved,
  isSettled,
  type Job,
  newJob,
  shutDown,
  timeLeft,
  withoutWorkspace,
} from './job.ts';
import { createWorkspace, deleteWorkspace, nodeTimeout } from './node.ts';

/** When to look again after whoever was at it has died: later than any step takes. */
const guard = nodeTimeout + 10_000;

/**
 * Gets the workspace of one task and stops it again. Everything it does is a step of a durable job behind an alarm:
 * it may die anywhere, and the alarm goes on with the step. Steps are idempotent, so none is made twice in effect.
 */
export class TaskRunner extends DurableObject<Env> implements RunnerCalls {
  /** Turns are made one after the other, also while the alarm rings again or a shutdown comes in between. */
  #busy = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS job (id INTEGER PRIMARY KEY CHECK (id = 1), state TEXT NOT NULL)');
  }

  async start(order: Order): Promise<void> {
    const known = this.#load();
    const job = known ?? newJob(order, crypto.randomUUID(), Date.now());
    if (!known) this.#save(job);
    if (!isSettled(job) && (await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(job.due);
  }

  async shutdown(order: Order, linkedWorkspaceId: string | null): Promise<void> {
    const now = Date.now();
    const job = this.#load() ?? newJob(order, crypto.randomUUID(), now);
    this.#save(shutDown(job, linkedWorkspaceId, now));
    await this.ctx.storage.setAlarm(now);
  }

  override async alarm(): Promise<void> {
    if (this.#busy) return this.ctx.storage.setAlarm(Date.now() + guard);
    this.#busy = true;
    try {
      while (await this.#turn(currentRules()));
    } finally {
      this.#busy = false;
    }
  }

  /** Tries once all that is to be done now. Answers whether to go on. */
  async #turn(rules: Rules): Promise<boolean> {
    const job = this.#load();
    if (!job || isSettled(job)) {
      await this.ctx.storage.deleteAlarm();
      return false;
    }
    if (job.due > Date.now()) {
      await this.ctx.storage.setAlarm(job.due);
      return false;
    }
    if (job.step === 'ask' && timeLeft(job, Date.now()) <= 0) this.#update((now) => goOn(now, 'ask', 'give-up'));
    const removed = job.remove.length === 0 || (await this.#attempt(() => this.#removeWorkspaces()));
    const stepped = job.step === 'rest' || (await this.#attempt(() => this.#step(rules)));
    this.#update((now) => afterTurn(now, removed && stepped, rules, Date.now()));
    return true;
  }

  /** The next alarm is in storage before anything outside is touched: whatever happens now, it is looked at again. */
  async #attempt(act: () => Promise<void>): Promise<boolean> {
    try {
      await this.ctx.storage.setAlarm(Date.now() + guard);
      await this.ctx.storage.sync();
      await act();
      return true;
    } catch (error) {
      console.error('A step of a task runner failed and will be tried again.', error);
      return false;
    }
  }

  async #removeWorkspaces(): Promise<void> {
    const job = this.#load();
    for (const workspaceId of job?.remove ?? []) {
      await deleteWorkspace((job as Job).order, workspaceId);
      this.#update((now) => hasRemoved(now, workspaceId));
    }
  }

  async #step(rules: Rules): Promise<void> {
    const job = this.#load();
    if (job?.step === 'ask') return this.#ask(job, rules);
    if (job?.step === 'link') return this.#link(job, rules);
    if (job?.step === 'publish') return this.#publish(job);
    if (job?.step === 'give-up') return this.#giveUp(job);
  }

  async #ask(job: Job, rules: Rules): Promise<void> {
    let { order } = job;
    if (job.askedAt === null) {
      const sessionId = await reach('the session', () => rules.sessionForWorkspace(this.#project(job), order));
      order = { ...order, sessionId };
    }
    const workspaceId = rules.workspaceToAsk(job);
    const { token, hash } = await mintToken();
    await admitWorkspace(this.env.DB, order, workspaceId, hash, Date.now());
    if (this.#load()?.step !== 'ask') return;
    this.#update((now) => ({ ...now, order, workspaceId, askedAt: now.askedAt ?? Date.now() }));
    await this.ctx.storage.sync();
    await createWorkspace(order, workspaceId, token, timeLeft(job, Date.now()));
    this.#update((now) => goOn(now, 'ask', 'link'));
  }

  async #link(job: Job, rules: Rules): Promise<void> {
    const linked = await reach('the session', () => rules.link(this.#project(job), job));
    if (linked.ok) return this.#update((now) => goOn(now, 'link', 'publish'));
    // Linked by other hands, or stopped: this workspace is one too many.
    const next = linked.code === 'workspace_conflict' ? 'publish' : 'rest';
    this.#update((now) => withoutWorkspace(goOn(now, 'link', next)));
  }

  async #publish(job: Job): Promise<void> {
    await markRunning(this.env.DB, job.order.taskId, Date.now());
    this.#update((now) => goOn(now, 'publish', 'rest'));
  }

  async #giveUp(job: Job): Promise<void> {
    const failed = await reach('the session', () => this.#project(job).failSession(job.order.sessionId));
    const linked = failed.ok && failed.value.status === 'active' ? failed.value.workspaceId : null;
    if (linked === job.workspaceId) return this.#update((now) => goOn(now, 'give-up', 'publish'));
    this.#update((now) => withoutWorkspace(goOn(now, 'give-up', linked === null ? 'rest' : 'publish')));
  }

  #project(job: Job) {
    return projectOf(this.env, job.order.projectId);
  }

  #load(): Job | null {
    const row = this.ctx.storage.sql.exec<{ state: string }>('SELECT state FROM job').toArray()[0];
    return row ? (JSON.parse(row.state) as Job) : null;
  }

  #save(job: Job): void {
    this.ctx.storage.sql.exec('INSERT OR REPLACE INTO job (id, state) VALUES (1, ?)', JSON.stringify(job));
  }

  /** Changes the job as it is now, which may not be as it was before an await. */
  #update(change: (job: Job) => Job): void {
    const job = this.#load();
    if (job) this.#save(change(job));
  }
}
