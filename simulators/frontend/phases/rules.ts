import {
  type CurrentPhaseSession,
  type FeedFrame,
  type PhaseIntent,
  type PhaseSession,
  phaseProblemText,
  phaseTexts,
} from '../../../contracts/wire/index.ts';
import type { PhaseDialog, PhaseProblem } from './results.ts';

/** An entry of the feed about a phase session. */
export type PhaseEvent = Extract<FeedFrame, { type: `phase.${string}` }>;

/** Every decision of the phase panel that could be wrong. */
export interface PhasePanelRules {
  /** Is the user asked before a session is replaced? Otherwise it is replaced at once (PHASE-2). */
  warns(dialog: PhaseDialog): boolean;
  /** Does a start take away a question that is open? Otherwise the user may still answer it (PHASE-2). */
  startDismisses(): boolean;
  /** `replace` of a replacement that the user agreed to. `shown`: what the list has now of that phase (PHASE-2). */
  intentOf(dialog: PhaseDialog, shown: PhaseSession | undefined): PhaseIntent;
  /** `replace` of another attempt after one was refused, without asking the user again; null: none (PHASE-2). */
  intentAfterRefusal(problem: PhaseProblem): PhaseIntent | null;
  /** Is the user told of an answer? `existing`: the session was there already (PHASE-1, PHASE-9). */
  tells(answer: { status: number | null; code: string }): boolean;
  /** What a user reads of a problem (PHASE-9). */
  textOf(problem: PhaseProblem): string;
  /** Does an event change the list? `shown`: what the list has of its session (PHASE-12). */
  appliesEvent(event: PhaseEvent, shown: PhaseSession | undefined): boolean;
  /** Is the list read again after this refusal? `shown`: what it has of the session that was meant (PHASE-12). */
  refreshesAfterRefusal(problem: PhaseProblem, shown: PhaseSession | undefined): boolean;
}

/** Does the contract write the `detail` for users: word for word, or with the name of the model (PHASE-7)? */
const isForUsers = (code: string): boolean => code === 'model_deleted' || phaseProblemText(code) !== undefined;
/** Problems that say that the list was wrong, unless the feed has told it meanwhile. */
const overtaken: ReadonlySet<string> = new Set([
  'model_conflict',
  'replaced_meanwhile',
  'version_conflict',
  'session_ended',
]);

const isShown = (current: CurrentPhaseSession | null, shown: PhaseSession | undefined): boolean =>
  current?.sessionId === shown?.sessionId && current?.version === shown?.version;

export const correctPhasePanelRules: PhasePanelRules = {
  warns: () => true,
  startDismisses: () => true,
  intentOf: ({ current: { sessionId, version } }) => ({ sessionId, version }),
  intentAfterRefusal: () => null,
  tells: () => true,
  textOf({ status, code, detail }) {
    if (detail !== null && isForUsers(code)) return detail;
    return status === null ? phaseTexts.unavailable : phaseTexts.unexpected;
  },
  // A list that was read meanwhile may be ahead of the feed. A deleted model leaves the version as it is.
  appliesEvent: (event, shown) =>
    event.type === 'phase.deleted' || shown === undefined || event.session.version >= shown.version,
  refreshesAfterRefusal({ code, current }, shown) {
    if (code === 'not_found') return shown !== undefined;
    return overtaken.has(code) && (current === undefined || !isShown(current, shown));
  },
};
