import { DurableObject } from 'cloudflare:workers';
import { type ArchivedPhase, type ArchiveRun, limits } from '../../../../contracts/wire/index.ts';
import type { Result } from '../../calls.ts';
import { type Env, projectOf } from '../../env.ts';
import { reach } from '../../failures.ts';
import { currentRules, type Rules } from '../../rules.ts';
import type { ArchiveCalls } from '../calls.ts';
import { entryOf } from './entry.ts';
import {
  addBatch,
  archiveCounters,
  findPlan,
  giveUp,
  guard,
  type Job,
  jobDone,
  listRuns,
  nextLook,
  openRun,
  placeOf,
  planRun,
  purge,
  type RunRow,
  reviewRun,
  startRun,
  takeJob,
} from './runs.ts';
import { createArchiveTables } from './schema.ts';

/** Runs that are listed. */
const listed = 100;

/**
 * The archive of a project's phase sessions, and the job that fills it. Where a run stands is in storage and behind an
 * alarm: it may die anywhere and goes on (PHASE-10).
 */
export class PhaseArchive extends DurableObject<Env> implements ArchiveCalls {
  /** A run has one turn at a time, also when the alarm rings again. */
  #busy = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    createArchiveTables(ctx.storage.sql);
  }

  async arm(projectId: string, deletedAt: number): Promise<void> {
    const rules = currentRules();
    const due = rules.archiveTime(Math.max(deletedAt + limits.archiveAfter, Date.now()));
    planRun(this.#sql, projectId, due);
    await this.#setAlarm(rules);
  }

  async listRuns(): Promise<ArchiveRun[]> {
    return listRuns(this.#sql, listed);
  }

  async readArchived(userId: string, sessionId: string): Promise<Result<ArchivedPhase>> {
    const rules = currentRules();
    const row = this.#sql
      .exec<{ entry: string }>('SELECT entry FROM entries WHERE session_id = ?', sessionId)
      .toArray()[0];
    const entry = row ? (JSON.parse(row.entry) as ArchivedPhase) : null;
    if (entry && rules.mayReadArchived(entry, userId)) return { ok: true, value: entry };
    return { ok: false, code: 'not_found', detail: 'There is no such archived session.' };
  }

  async archiveCounters(): Promise<Record<string, number>> {
    return archiveCounters(this.#sql);
  }

  override async alarm(): Promise<void> {
    if (this.#busy) return this.ctx.storage.setAlarm(Date.now() + guard);
    const rules = currentRules();
    this.#busy = true;
    try {
      // The next alarm is in storage before anything outside is touched: whatever happens now, it goes on.
      await this.ctx.storage.setAlarm(Date.now() + guard);
      await this.ctx.storage.sync();
      await this.#pursue(rules);
    } finally {
      this.#busy = false;
    }
    await this.#setAlarm(rules);
  }

  async #pursue(rules: Rules): Promise<void> {
    purge(this.#sql, rules, Date.now());
    const plan = findPlan(this.#sql);
    if (!plan) return;
    const due = plan.next_run !== null && plan.next_run <= Date.now();
    if (!openRun(this.#sql) && due) this.ctx.storage.transactionSync(() => startRun(this.#sql, Date.now()));
    do await Promise.all([this.#work(plan.project_id, rules), this.#work(plan.project_id, rules)]);
    while (await this.#fetch(plan.project_id, rules));
    this.ctx.storage.transactionSync(() => reviewRun(this.#sql, rules, Date.now()));
  }

  /** Fetches the next batch of the run. Answers whether there is more to do now. */
  async #fetch(projectId: string, rules: Rules): Promise<boolean> {
    const run = openRun(this.#sql);
    if (!run || run.fetched === 'yes' || run.fetch_due > Date.now()) return false;
    try {
      await this.#fetchBatch(projectId, rules, run);
      return true;
    } catch (error) {
      console.error('A batch was not fetched for the archive, and will be later.', error);
      this.#sql.exec('UPDATE runs SET fetch_due = ? WHERE id = ?', Date.now() + guard, run.id);
      return false;
    }
  }

  async #fetchBatch(projectId: string, rules: Rules, run: RunRow): Promise<void> {
    const before = rules.archivesUpTo(run.started_at);
    const batch = await reach('the project', () =>
      projectOf(this.env, projectId).phasesToArchive(before, placeOf(run), limits.archiveBatch),
    );
    const now = Date.now();
    this.ctx.storage.transactionSync(() => {
      addBatch(this.#sql, run, batch, now);
      if (batch.earliest === null) return;
      planRun(this.#sql, projectId, rules.archiveTime(Math.max(batch.earliest + limits.archiveAfter, now + 1)));
    });
  }

  /** One of two workers: takes what is due, one session after the other. */
  async #work(projectId: string, rules: Rules): Promise<void> {
    for (;;) {
      const job = this.ctx.storage.transactionSync(() => takeJob(this.#sql, rules, Date.now()));
      if (!job) return;
      // Whoever made the last attempt did not live to say how it went.
      if (rules.archiveRetry(job.attempt - 1) === null && job.attempt > 1) giveUp(this.#sql, job);
      else await this.#attempt(projectId, rules, job);
    }
  }

  async #attempt(projectId: string, rules: Rules, job: Job): Promise<void> {
    const project = projectOf(this.env, projectId);
    const { session_id: sessionId, attempt } = job;
    try {
      await rules.archiveOne({
        attempt,
        read: async () => {
          const found = await reach('the project', () => project.phaseToArchive(sessionId));
          return found && entryOf(found, Date.now());
        },
        keep: (entry) => rules.keepArchived(this.#sql, entry),
        drop: async () => {
          // What is dropped there must be durable here.
          await this.ctx.storage.sync();
          await reach('the project', () => project.dropArchived(sessionId));
        },
      });
      this.ctx.storage.transactionSync(() => jobDone(this.#sql, job));
    } catch (error) {
      console.error(`A session was not archived (attempt ${attempt}).`, error);
      if (rules.archiveRetry(attempt) === null) this.ctx.storage.transactionSync(() => giveUp(this.#sql, job));
    }
  }

  get #sql() {
    return this.ctx.storage.sql;
  }

  async #setAlarm(rules: Rules): Promise<void> {
    const due = nextLook(this.#sql, rules);
    if (due === null) await this.ctx.storage.deleteAlarm();
    else if (!this.#busy) await this.ctx.storage.setAlarm(due);
  }
}
