import type { Phase, PhaseSession } from '../../../contracts/wire/index.ts';
import type { Ports } from '../../ports.ts';
import { PhaseApi } from './api.ts';
import { PhaseRequests } from './requests.ts';
import type { PhaseDialog, PhaseNotice, PhaseProblem, PhaseSessionsRead } from './results.ts';
import type { PhasePanelRules } from './rules.ts';
import { ShownSessions } from './shown.ts';
import { PhaseStarts } from './starts.ts';
import { type Feed, PhaseWatch } from './watch.ts';

export interface DeskOptions {
  projectId: string;
  token: string;
  rules: PhasePanelRules;
  feed: Feed;
  /** Called whenever something that a person sees may have changed. */
  changed(): void;
}

type Row = Pick<PhaseSession, 'sessionId' | 'taskId' | 'phase' | 'model' | 'modelName' | 'state' | 'version'>;
const row = ({ sessionId, taskId, phase, model, modelName, state, version }: PhaseSession): Row => {
  return { sessionId, taskId, phase, model, modelName, state, version };
};

/** What the phase panel of a tab works on. */
export class Desk {
  readonly ports: Ports;
  readonly rules: PhasePanelRules;
  readonly api: PhaseApi;
  readonly shown: ShownSessions;
  readonly watch: PhaseWatch;
  readonly starts: PhaseStarts;
  readonly requests: PhaseRequests;
  notice: PhaseNotice | null = null;
  viewing: string | null = null;
  readonly #changed: () => void;
  #lastShown = '';
  #wasShown: ReadonlySet<string> = new Set();

  constructor(ports: Ports, { projectId, token, rules, feed, changed }: DeskOptions) {
    this.ports = ports;
    this.rules = rules;
    this.#changed = changed;
    this.api = new PhaseApi(ports, { projectId, token });
    this.shown = new ShownSessions(rules);
    this.watch = new PhaseWatch(feed, this.api, this.shown, () => this.#listed());
    this.starts = new PhaseStarts(this);
    this.requests = new PhaseRequests(this);
  }

  session(sessionId: string): PhaseSession | undefined {
    return this.shown.sessions.find((session) => session.sessionId === sessionId);
  }

  /** What the list has of a phase. */
  inPhase(taskId: string, phase: Phase): PhaseSession | undefined {
    return this.shown.sessions.find((session) => session.taskId === taskId && session.phase === phase);
  }

  async load(): Promise<PhaseSessionsRead> {
    const read = await this.watch.begin();
    if (read.problem) this.complain(read.problem);
    return read;
  }

  /** Shows the user what was wrong with a request; `of` is the session it was about. */
  async result<Answer extends { problem?: PhaseProblem | undefined }>(
    request: Promise<Answer>,
    of?: string,
  ): Promise<Answer> {
    const asked = await request;
    if (asked.problem) {
      this.complain(asked.problem);
      this.refresh(asked.problem, of === undefined ? undefined : this.session(of));
    }
    return asked;
  }

  /** Tells the user of a problem, in words that are meant for users (PHASE-9). */
  complain(problem: PhaseProblem): void {
    const { status, code } = problem;
    this.tell({ code: status === null ? 'unknown' : code, text: this.rules.textOf(problem) }, status);
  }

  /** `status`: of the answer that says it; null: there was none. */
  tell(notice: PhaseNotice, status: number | null): void {
    if (!this.rules.tells({ status, code: notice.code })) return;
    this.notice = notice;
    this.ports.journal.report('phase-notice', notice);
    this.#changed();
  }

  /** Reads the list again, where a refusal says that it was wrong and the feed has not told yet (PHASE-12). */
  refresh(problem: PhaseProblem, shown: PhaseSession | undefined): void {
    if (this.rules.refreshesAfterRefusal(problem, shown)) void this.watch.refresh();
  }

  view(sessionId: string): void {
    this.viewing = sessionId;
    this.#changed();
  }

  /** The user is asked this; null: nothing any more. */
  asked(dialog: PhaseDialog | null): void {
    this.ports.journal.report('phase-dialog', dialog);
    this.#changed();
  }

  #listed(): void {
    const ids = new Set(this.shown.sessions.map(({ sessionId }) => sessionId));
    if (this.viewing !== null && this.#wasShown.has(this.viewing) && !ids.has(this.viewing)) this.viewing = null;
    this.#wasShown = ids;
    const sessions = this.shown.sessions.map(row);
    const text = JSON.stringify(sessions);
    if (text !== this.#lastShown) {
      this.#lastShown = text;
      this.ports.journal.report('phases', { sessions });
    }
    this.#changed();
  }
}
