import {
  type NewPhaseSession,
  type Phase,
  type PhaseStart,
  type ProblemCode,
  phaseTexts,
  problems,
} from '../../../contracts/wire/index.ts';
import type { Desk } from './desk.ts';
import type { PhaseAsked, PhaseDialog, PhaseProblem } from './results.ts';

/** A start as it is sent, the first time or again. */
interface Sending {
  taskId: string;
  phase: Phase;
  body: NewPhaseSession;
  /** The question that the user agreed to. */
  dialog: PhaseDialog | null;
}

/** Starts phases, and asks the user before a session is lost (PHASE-1, PHASE-2). */
export class PhaseStarts {
  readonly #desk: Desk;
  #dialog: PhaseDialog | null = null;
  /** The start that the dialog is about. */
  #asking: Sending | null = null;
  #last: Sending | null = null;
  /** The last start may succeed when it is sent again unchanged. */
  #isRepeatable = false;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  get dialog(): PhaseDialog | null {
    return this.#dialog;
  }

  get isRepeatable(): boolean {
    return this.#isRepeatable;
  }

  start(taskId: string, phase: Phase, body: NewPhaseSession): Promise<PhaseAsked<PhaseStart>> {
    if (this.#desk.rules.startDismisses()) this.dismiss();
    return this.#send({ taskId, phase, body, dialog: null });
  }

  /** The user agrees to lose what the dialog named: that session in that version, and no other (PHASE-2). */
  async confirm(): Promise<PhaseAsked<PhaseStart> | undefined> {
    return this.#asking && this.#dialog ? this.#replace(this.#asking, this.#dialog) : undefined;
  }

  dismiss(): void {
    this.#show(null, null);
  }

  /** Sends the last start again, the same to the byte. */
  async again(): Promise<PhaseAsked<PhaseStart> | undefined> {
    return this.#last ? this.#send(this.#last) : undefined;
  }

  #replace(sending: Sending, dialog: PhaseDialog): Promise<PhaseAsked<PhaseStart>> {
    const replace = this.#desk.rules.intentOf(dialog, this.#desk.inPhase(dialog.taskId, dialog.phase));
    return this.#send({ ...sending, body: { ...sending.body, replace }, dialog });
  }

  async #send(sending: Sending): Promise<PhaseAsked<PhaseStart>> {
    const { taskId, phase, body } = sending;
    this.#last = sending;
    this.#isRepeatable = false;
    const asked = await this.#desk.api.ask('startPhase', { params: { taskId, phase }, body });
    if (asked.problem) return this.#refused(sending, asked, asked.problem);
    this.#close(sending);
    const { outcome, session } = asked.value;
    if (outcome === 'replaced') this.#desk.shown.forget([asked.value.replaced]);
    this.#desk.view(session.sessionId);
    if (outcome === 'existing') this.#desk.tell({ code: 'existing', text: asked.value.message }, 200);
    return asked;
  }

  #refused(sending: Sending, asked: PhaseAsked<PhaseStart>, problem: PhaseProblem): Promise<PhaseAsked<PhaseStart>> {
    const { rules } = this.#desk;
    const isRepeatable = mayRepeat(asked.status, problem.code);
    if (this.#last === sending) this.#isRepeatable = isRepeatable;
    this.#desk.refresh(problem, this.#desk.inPhase(sending.taskId, sending.phase));
    const dialog = dialogOf(sending, problem);
    if (dialog && !rules.warns(dialog)) return this.#replace(sending, dialog);
    if (dialog) {
      this.#show(dialog, sending);
      return Promise.resolve(asked);
    }
    this.#desk.complain(problem);
    const intent = problem.code === 'replaced_meanwhile' ? rules.intentAfterRefusal(problem) : null;
    if (intent) return this.#send({ ...sending, body: { ...sending.body, replace: intent } });
    if (!isRepeatable) this.#close(sending);
    return Promise.resolve(asked);
  }

  /** Takes the question away that was answered; another one stays. */
  #close({ dialog }: Sending): void {
    if (dialog !== null && dialog === this.#dialog) this.dismiss();
  }

  #show(dialog: PhaseDialog | null, asking: Sending | null): void {
    this.#asking = asking;
    if (dialog === this.#dialog) return;
    this.#dialog = dialog;
    this.#desk.asked(dialog);
  }
}

/** The question that follows a refusal; null: it is no conflict, or it does not say with what. */
function dialogOf({ taskId, phase, body }: Sending, { code, detail, current }: PhaseProblem): PhaseDialog | null {
  if (code !== 'model_conflict' || !current || body.replace !== undefined) return null;
  return { kind: 'conflict', taskId, phase, current, text: detail ?? phaseTexts.conflict, warning: phaseTexts.warning };
}

function mayRepeat(status: PhaseAsked<unknown>['status'], code: string): boolean {
  return status === 'unknown' || (code in problems && problems[code as ProblemCode].retryable);
}
