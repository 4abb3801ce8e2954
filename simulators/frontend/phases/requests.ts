import type {
  NewPhaseMessage,
  Phase,
  PhaseIntent,
  PhaseLock,
  PhaseReplacement,
  PhaseSession,
} from '../../../contracts/wire/index.ts';
import type { PhaseAnswer } from './api.ts';
import type { Desk } from './desk.ts';
import type { PhaseAsked } from './results.ts';

/** A replacement of several; without `replace` it is for what the list shows. */
export type Replacing = Omit<PhaseReplacement, 'replace'> & { replace?: PhaseIntent | undefined };

/** The requests for which a tab has to remember something, or to look at what came back. */
export class PhaseRequests {
  /** Locks that this tab was given and has not freed, by session. */
  readonly locks = new Map<string, string>();
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** That a phase has no session is no error. */
  async lookup(params: { taskId: string; phase: Phase }): Promise<PhaseAsked<PhaseSession>> {
    const asked = await this.#desk.api.ask('lookupPhase', { params });
    return asked.problem?.code === 'not_found' ? asked : this.#desk.result(Promise.resolve(asked));
  }

  async say(
    sessionId: string,
    body: NewPhaseMessage,
  ): Promise<PhaseAsked<PhaseAnswer<'sendPhaseMessage'>> & { messageId: string }> {
    const { api } = this.#desk;
    const asked = await this.#desk.result(api.ask('sendPhaseMessage', { params: { sessionId }, body }), sessionId);
    return { ...asked, messageId: body.messageId };
  }

  /** In the version that is shown; with the lock of this tab, where it has one and no other is named. */
  rename(
    sessionId: string,
    title: string | null,
    lockId = this.locks.get(sessionId),
  ): Promise<PhaseAsked<PhaseSession>> {
    const version = this.#desk.session(sessionId)?.version;
    const body = { title, version, ...(lockId !== undefined && { lockId }) };
    return this.#desk.result(this.#desk.api.ask('updatePhaseSession', { params: { sessionId }, body }), sessionId);
  }

  async lock(sessionId: string): Promise<PhaseAsked<PhaseLock>> {
    const request = this.#desk.api.ask('lockPhaseSession', { params: { sessionId } });
    const asked = await this.#desk.result(request, sessionId);
    if (asked.value) this.locks.set(sessionId, asked.value.lockId);
    return asked;
  }

  async renew(sessionId: string): Promise<PhaseAsked<PhaseLock>> {
    const lockId = this.locks.get(sessionId) ?? '';
    const request = this.#desk.api.ask('renewPhaseLock', { params: { sessionId, lockId } });
    const asked = await this.#desk.result(request, sessionId);
    if (asked.problem?.code === 'lock_lost') this.#forget(sessionId, lockId);
    return asked;
  }

  async unlock(sessionId: string): Promise<PhaseAsked<null>> {
    const lockId = this.locks.get(sessionId) ?? '';
    const request = this.#desk.api.ask('unlockPhaseSession', { params: { sessionId, lockId } });
    const asked = await this.#desk.result(request, sessionId);
    if (asked.status === 'ok') this.#forget(sessionId, lockId);
    return asked;
  }

  /** What was deleted is not shown again, however late the feed tells of it (PHASE-12). */
  async deleteAll(sessionIds: string[]): Promise<PhaseAsked<PhaseAnswer<'deletePhaseSessions'>>> {
    const asked = await this.#desk.result(this.#desk.api.ask('deletePhaseSessions', { body: { sessionIds } }));
    if (asked.value) this.#desk.shown.forget(asked.value.deleted);
    return asked;
  }

  /** Replaces several at once. Each item that is refused is a problem of its own. */
  async replaceAll(items: readonly Replacing[]): Promise<PhaseAsked<PhaseAnswer<'replacePhaseSessions'>>> {
    const desk = this.#desk;
    const body = { items: items.map((item) => ({ ...item, replace: this.intent(item) })) };
    const asked = await desk.result(desk.api.ask('replacePhaseSessions', { body }));
    for (const [nth, result] of asked.value?.results.entries() ?? []) {
      const item = items[nth];
      if (result.outcome === 'replaced') desk.shown.forget([result.replaced]);
      if (result.outcome !== 'refused' || !item) continue;
      const problem = { status: 200, code: result.code, detail: result.detail };
      desk.complain(problem);
      desk.refresh(problem, desk.inPhase(item.taskId, item.phase));
    }
    return asked;
  }

  /** Session and version that a replacement of several names; undefined: none is shown. */
  intent({ taskId, phase, replace }: Replacing): PhaseIntent | undefined {
    const shown = this.#desk.inPhase(taskId, phase);
    return replace ?? (shown && { sessionId: shown.sessionId, version: shown.version });
  }

  #forget(sessionId: string, lockId: string): void {
    if (this.locks.get(sessionId) === lockId) this.locks.delete(sessionId);
  }
}
