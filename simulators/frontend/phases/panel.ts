import type { z } from 'zod';
import type { PhaseLock, PhaseSession, PhaseStart } from '../../../contracts/wire/index.ts';
import type { Ports } from '../../ports.ts';
import { type Performed, perform, type Verb } from '../../verbs.ts';
import { Waits } from '../../waits.ts';
import type { PhaseAnswer } from './api.ts';
import { Desk, type DeskOptions } from './desk.ts';
import type { PhaseAsked, PhaseDialog, PhaseMessagesRead, PhaseNotice, PhaseSessionsRead } from './results.ts';
import { phaseVerbs } from './verbs.ts';

type Args<Name extends keyof typeof phaseVerbs> = z.input<(typeof phaseVerbs)[Name]['args']>;
type Asked<Value> = Promise<PhaseAsked<Value>>;

/**
 * The phase sessions of a project as a person sees them in one tab, on the events socket of the tab. It says nothing on
 * the wire before it is told to do something, and repeats no request by itself. A verb that cannot be done now answers
 * undefined.
 */
export class PhasePanel {
  readonly #ports: Ports;
  readonly #desk: Desk;
  readonly #waits = new Waits();

  constructor(ports: Ports, options: Omit<DeskOptions, 'changed'>) {
    this.#ports = ports;
    this.#desk = new Desk(ports, { ...options, changed: () => this.#waits.changed() });
  }

  /** All that are visible, newest first; kept right without a reload from `watch` on (PHASE-12). */
  get sessions(): readonly PhaseSession[] {
    return this.#desk.shown.sessions;
  }

  /** What the person is asked before a session is replaced; null: nothing (PHASE-2). */
  get dialog(): PhaseDialog | null {
    return this.#desk.starts.dialog;
  }

  /** What the person is told; it goes away with the next thing the person does (PHASE-1, PHASE-9). */
  get notice(): PhaseNotice | null {
    return this.#desk.notice;
  }

  /** The session that is open: the one that the last start made or found. */
  get viewing(): string | null {
    return this.#desk.viewing;
  }

  /** Reads the list behind a subscription of the project, and keeps it right. Again: reads it again. */
  watch(args: Args<'watch'> = {}): Promise<PhaseSessionsRead> {
    return this.#do(phaseVerbs.watch, args);
  }

  /** Starts a phase. With another model than the session that is there it is asked first: see `dialog`. */
  start(args: Args<'start'>): Asked<PhaseStart> {
    return this.#do(phaseVerbs.start, args);
  }

  /** Replaces the session that the dialog names, in the version it names. The dialog stays while that may still succeed. */
  async confirm(args: Args<'confirm'> = {}): Promise<PhaseAsked<PhaseStart> | undefined> {
    return this.#do(phaseVerbs.confirm, args);
  }

  dismiss(args: Args<'dismiss'> = {}): void {
    this.#do(phaseVerbs.dismiss, args);
  }

  /** Sends the last start again, the same to the byte, where that may succeed: its answer was lost, or said so. */
  async again(args: Args<'again'> = {}): Promise<PhaseAsked<PhaseStart> | undefined> {
    return this.#do(phaseVerbs.again, args);
  }

  /** That there is none is `failed` with 404, and no notice. */
  lookup(args: Args<'lookup'>): Asked<PhaseSession> {
    return this.#do(phaseVerbs.lookup, args);
  }

  list(args: Args<'list'> = {}): Promise<PhaseSessionsRead> {
    return this.#do(phaseVerbs.list, args);
  }

  read(args: Args<'read'>): Asked<PhaseSession> {
    return this.#do(phaseVerbs.read, args);
  }

  /** All messages of a session, by `seq`. */
  messages(args: Args<'messages'>): Promise<PhaseMessagesRead> {
    return this.#do(phaseVerbs.messages, args);
  }

  /** With the `messageId` of an attempt before it is that message again. */
  say(args: Args<'say'>): Promise<PhaseAsked<PhaseAnswer<'sendPhaseMessage'>> & { messageId: string }> {
    return this.#do(phaseVerbs.say, args);
  }

  begin(args: Args<'begin'>): Asked<PhaseSession> {
    return this.#do(phaseVerbs.begin, args);
  }

  finish(args: Args<'finish'>): Asked<PhaseSession> {
    return this.#do(phaseVerbs.finish, args);
  }

  cancel(args: Args<'cancel'>): Asked<PhaseSession> {
    return this.#do(phaseVerbs.cancel, args);
  }

  /** Titles a session in the version that is shown, under its own lock where it has one. */
  async rename(args: Args<'rename'>): Promise<PhaseAsked<PhaseSession> | undefined> {
    return this.#do(phaseVerbs.rename, args);
  }

  lock(args: Args<'lock'>): Asked<PhaseLock> {
    return this.#do(phaseVerbs.lock, args);
  }

  /** Keeps the lock that it was given. */
  async renew(args: Args<'renew'>): Promise<PhaseAsked<PhaseLock> | undefined> {
    return this.#do(phaseVerbs.renew, args);
  }

  /** Frees the lock that it was given. */
  async unlock(args: Args<'unlock'>): Promise<PhaseAsked<null> | undefined> {
    return this.#do(phaseVerbs.unlock, args);
  }

  /** Replaces several, each the session that it names, else the one that is shown. The person is not asked again. */
  async replaceAll(args: Args<'replaceAll'>): Promise<PhaseAsked<PhaseAnswer<'replacePhaseSessions'>> | undefined> {
    return this.#do(phaseVerbs.replaceAll, args);
  }

  deleteAll(args: Args<'deleteAll'>): Asked<PhaseAnswer<'deletePhaseSessions'>> {
    return this.#do(phaseVerbs.deleteAll, args);
  }

  deleteModel(args: Args<'deleteModel'>): Asked<null> {
    return this.#do(phaseVerbs.deleteModel, args);
  }

  restoreModel(args: Args<'restoreModel'>): Asked<null> {
    return this.#do(phaseVerbs.restoreModel, args);
  }

  setLocking(args: Args<'setLocking'>): Asked<PhaseAnswer<'phaseSettings'>> {
    return this.#do(phaseVerbs.setLocking, args);
  }

  export(args: Args<'export'>): Asked<PhaseAnswer<'exportPhaseSession'>> {
    return this.#do(phaseVerbs.export, args);
  }

  readArchived(args: Args<'readArchived'>): Asked<PhaseAnswer<'readArchived'>> {
    return this.#do(phaseVerbs.readArchived, args);
  }

  archiveRuns(args: Args<'archiveRuns'> = {}): Asked<PhaseAnswer<'listArchiveRuns'>> {
    return this.#do(phaseVerbs.archiveRuns, args);
  }

  /** The counters, as Prometheus text. */
  metrics(args: Args<'metrics'> = {}): Asked<string> {
    return this.#do(phaseVerbs.metrics, args);
  }

  /** Resolves when `look` says so, now or at a later change. */
  async until(look: (panel: PhasePanel) => boolean): Promise<void> {
    await this.#waits.until(() => look(this) || undefined);
  }

  #do<Schema extends z.ZodType, Result, Enabled extends true | string>(
    verb: Verb<Desk, Schema, Result, Enabled>,
    args: z.input<Schema>,
  ): Performed<Result, Enabled> {
    this.#desk.notice = null;
    return perform(this.#desk, this.#ports.journal, verb, args);
  }
}
