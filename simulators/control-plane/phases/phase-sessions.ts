import { DurableObject } from 'cloudflare:workers';
import type {
  FeedFrame,
  NewPhaseMessage,
  Phase,
  PhaseExport,
  PhaseLock,
  PhaseReplacementResult,
  PhaseSession,
  PhaseStart,
} from '../../../contracts/wire/index.ts';
import type { PageRequest, Place, Result } from '../calls.ts';
import type { Env } from '../env.ts';
import { currentRules, type Rules } from '../rules.ts';
import { drop, exportForArchive, toArchive } from './archive/store.ts';
import type { Begun, FinalState, PhaseAsk, PhaseCalls, Stamp, StartOrder, TitleWish } from './calls.ts';
import { PhaseChange } from './change.ts';
import { Counts, readCounters } from './counts.ts';
import { beginRunning, deleteAll, end, entitle, noPhase, open, send } from './life.ts';
import { countTry, LockDesk, type Try } from './lock-desk.ts';
import { findLock, leaseEnd, lockedNow, lockingOf, noLocks, renewLock, setLocking, takeLock } from './locks.ts';
import { setModel } from './models.ts';
import { exportPhase, listPhases, lookUp, messagePage } from './reading.ts';
import { sessionOf } from './rows.ts';
import { createPhaseTables } from './schema.ts';
import { begin, commit, replaceAll, settle, targets } from './starts.ts';

/**
 * The phase sessions of a project, with their messages, locks and counters: the part of the project's object that has
 * them, for a change and what the feed says of it are one transaction.
 */
export abstract class PhaseSessions extends DurableObject<Env> implements PhaseCalls {
  /** Requests that wait for a lock. */
  readonly #desk = new LockDesk();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    createPhaseTables(ctx.storage.sql);
  }

  /** Tells what a transaction has put into the feed, and sets the alarm for what it left to be done. */
  protected abstract publish(rules: Rules, frames: FeedFrame[]): Promise<void>;

  beginPhase(order: StartOrder): Promise<Result<Begun>> {
    const rules = currentRules();
    return this.#whenFree(rules, 'startPhase', targets([order]), (counts, now) => {
      const begun = begin(counts, rules, order);
      if (!('locked' in begun)) {
        // Whatever it found at the end of its wait.
        countTry(counts, rules, now, 'taken');
        return begun;
      }
      if (now.turn !== 'last') return 'locked';
      countTry(counts, rules, now, 'in vain');
      return lockedNow(rules);
    });
  }

  commitPhase(order: StartOrder, lockId: string | null): Promise<Result<PhaseStart>> {
    return this.#change('startPhase', (change) => commit(change, order, lockId), targets([order]));
  }

  async settlePhase(sessionId: string, lockId: string | null): Promise<PhaseStart | null> {
    const rules = currentRules();
    const start = this.#count('startPhase', (counts) => settle(counts, rules, sessionId, lockId));
    this.#desk.wakeAll();
    return start;
  }

  async freePhaseLock(lockId: string): Promise<void> {
    const rules = currentRules();
    this.#count('startPhase', (counts) => rules.freeLock(counts, lockId));
    this.#desk.wakeAll();
  }

  async lookUpPhase(taskId: string, phase: Phase, held: Stamp | null, startedAt: number) {
    const rules = currentRules();
    return this.#count('lookupPhase', (counts) => lookUp(counts, rules, { taskId, phase }, held, startedAt));
  }

  async listPhases(taskId: string | null, page: PageRequest) {
    const rules = currentRules();
    return this.#count('listPhaseSessions', (counts) => listPhases(counts, rules, taskId, page));
  }

  async replacePhases(orders: StartOrder[]): Promise<PhaseReplacementResult[]> {
    const rules = currentRules();
    const ids = targets(orders);
    const operation = 'replacePhaseSessions';
    const results = await this.#changeWhenFree(rules, operation, ids, (change, now) => {
      const replaced = replaceAll(change, orders, now.turn === 'last' ? 'last' : 'not last');
      if (replaced === 'locked') return replaced;
      const vain = replaced.some((one) => one.outcome === 'refused' && one.code === 'session_locked');
      countTry(change.counts, rules, now, vain ? 'in vain' : 'taken');
      return replaced;
    });
    this.#desk.wake(ids);
    return results === 'locked' ? [] : results;
  }

  deletePhases(userId: string, sessionIds: string[]) {
    return this.#change('deletePhaseSessions', (change) => deleteAll(change, userId, sessionIds), sessionIds);
  }

  async getPhase(sessionId: string): Promise<Result<PhaseSession>> {
    const rules = currentRules();
    const row = this.#count('getPhaseSession', (counts) => open(counts, rules, sessionId));
    return row ? { ok: true, value: sessionOf(rules, row) } : noPhase;
  }

  async exportPhase(sessionId: string): Promise<Result<PhaseExport>> {
    const rules = currentRules();
    return this.#count('exportPhaseSession', (counts) => exportPhase(counts, rules, sessionId));
  }

  sendToPhase(ask: PhaseAsk, message: NewPhaseMessage): Promise<Result<{ stored: boolean; seq: number }>> {
    return this.#change('sendPhaseMessage', (change) => send(change, ask, message));
  }

  async listPhaseMessages(sessionId: string, after: number, limit: number) {
    const rules = currentRules();
    return this.#count('listPhaseMessages', (counts) => messagePage(counts, rules, sessionId, after, limit));
  }

  beginRunning(ask: PhaseAsk): Promise<Result<PhaseSession>> {
    return this.#change('beginPhaseSession', (change) => beginRunning(change, ask));
  }

  finishPhase(ask: PhaseAsk, state: FinalState): Promise<Result<PhaseSession>> {
    return this.#change('finishPhaseSession', (change) => end(change, ask, state));
  }

  cancelPhase(ask: PhaseAsk): Promise<Result<PhaseSession>> {
    return this.#change('cancelPhaseSession', (change) => end(change, ask, 'cancelled'));
  }

  async titlePhase(wish: TitleWish): Promise<Result<PhaseSession>> {
    const rules = currentRules();
    const ids = [wish.sessionId];
    const operation = 'updatePhaseSession';
    const titled = await this.#changeWhenFree(rules, operation, ids, (change, now) => entitle(change, wish, now));
    return titled === 'locked' ? lockedNow(rules) : titled;
  }

  lockPhase(sessionId: string): Promise<Result<PhaseLock>> {
    const rules = currentRules();
    return this.#whenFree(rules, 'lockPhaseSession', [sessionId], (counts, now) => {
      const isOff = lockingOf(counts).locking === 'off';
      const at = Date.now();
      if (isOff || !open(counts, rules, sessionId)) {
        countTry(counts, rules, now, 'taken');
        return isOff ? noLocks : noPhase;
      }
      if (!rules.lockHeld(findLock(counts, sessionId), null, at)) {
        countTry(counts, rules, now, 'taken');
        return { ok: true, value: takeLock(counts, rules, sessionId, at) };
      }
      if (now.turn !== 'last') return 'locked';
      countTry(counts, rules, now, 'in vain');
      return lockedNow(rules);
    });
  }

  async renewPhaseLock(sessionId: string, lockId: string): Promise<Result<PhaseLock>> {
    const rules = currentRules();
    return this.#count('renewPhaseLock', (counts) => {
      if (lockingOf(counts).locking === 'off') return noLocks;
      return open(counts, rules, sessionId) ? renewLock(counts, rules, sessionId, lockId) : noPhase;
    });
  }

  async unlockPhase(sessionId: string, lockId: string): Promise<Result<null>> {
    const rules = currentRules();
    const freed = this.#count('unlockPhaseSession', (counts): Result<null> => {
      if (lockingOf(counts).locking === 'off') return noLocks;
      if (!open(counts, rules, sessionId)) return noPhase;
      rules.unlockPhase(counts, rules, { sessionId, lockId });
      return { ok: true, value: null };
    });
    this.#desk.wake([sessionId]);
    return freed;
  }

  setModel(modelId: string, how: 'deleted' | 'restored'): Promise<void> {
    return this.#change(how === 'deleted' ? 'deleteModel' : 'restoreModel', (change) => setModel(change, modelId, how));
  }

  async setLocking(how: 'on' | 'off'): Promise<void> {
    this.#count('phaseSettings', (counts) => setLocking(counts, how));
    this.#desk.wakeAll();
  }

  async phaseCounters(): Promise<Record<string, number>> {
    return readCounters(this.ctx.storage.sql);
  }

  async phasesToArchive(before: number, after: Place | null, limit: number) {
    return toArchive(this.ctx.storage.sql, before, after, limit);
  }

  async phaseToArchive(sessionId: string): Promise<PhaseExport | null> {
    return exportForArchive(this.ctx.storage.sql, currentRules(), sessionId);
  }

  async dropArchived(sessionId: string): Promise<void> {
    this.ctx.storage.transactionSync(() => drop(this.ctx.storage.sql, sessionId));
  }

  /** A transaction that tells nothing, with its queries and counters counted in it. */
  #count<T>(operation: string, work: (counts: Counts) => T): T {
    return this.ctx.storage.transactionSync(() => {
      const counts = new Counts(this.ctx.storage.sql);
      const result = work(counts);
      counts.write(operation);
      return result;
    });
  }

  #changeNow<T>(operation: string, rules: Rules, work: (change: PhaseChange) => T) {
    const { result, frames } = this.ctx.storage.transactionSync(() => {
      const counts = new Counts(this.ctx.storage.sql);
      const change = new PhaseChange(counts, rules);
      const done = { result: work(change), frames: change.write() };
      counts.write(operation);
      return done;
    });
    return { result, told: frames.length > 0 ? this.publish(rules, frames) : Promise.resolve() };
  }

  async #changeWhenFree<T>(
    rules: Rules,
    operation: string,
    ids: readonly string[],
    work: (change: PhaseChange, now: Try) => T | 'locked',
  ): Promise<T | 'locked'> {
    let news = Promise.resolve();
    const tries = (now: Try) => {
      const { result, told } = this.#changeNow(operation, rules, (change) => work(change, now));
      news = told;
      return result;
    };
    const got = await this.#desk.until(rules, ids, tries, () => leaseEnd(this.ctx.storage.sql, ids, Date.now()));
    await news;
    return got;
  }

  /** One transaction on sessions; whoever waits for the locks of `sessionIds` may go on. */
  async #change<T>(
    operation: string,
    work: (change: PhaseChange) => T,
    sessionIds: readonly string[] = [],
  ): Promise<T> {
    const { result, told } = this.#changeNow(operation, currentRules(), work);
    if (sessionIds.length > 0) this.#desk.wake(sessionIds);
    await told;
    return result;
  }

  #whenFree<T>(
    rules: Rules,
    operation: string,
    ids: readonly string[],
    attempt: (counts: Counts, now: Try) => Result<T> | 'locked',
  ): Promise<Result<T>> {
    const tries = (now: Try) => this.#count(operation, (counts) => attempt(counts, now));
    const end = () => leaseEnd(this.ctx.storage.sql, ids, Date.now());
    return this.#desk.until(rules, ids, tries, end).then((got) => (got === 'locked' ? lockedNow(rules) : got));
  }
}
