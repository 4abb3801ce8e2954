import type { CurrentPhaseSession, Phase, PhaseMessage, PhaseSession } from '../../../contracts/wire/index.ts';
import type { Problem } from '../ask.ts';

/** Why a request about phases did not succeed. */
export interface PhaseProblem extends Problem {
  /** As the provider says it; null where it says nothing. Only some of it is for users. */
  detail: string | null;
  /** The session that stands in the way; null: there is none any more; undefined: it is not said. */
  current?: CurrentPhaseSession | null;
  /** Under which the provider logged the details (PHASE-9). */
  errorId?: string;
}

/** How a request ended. failed: it certainly did not happen. unknown: it may have. */
export type PhaseAsked<Value> =
  | { status: 'ok'; value: Value; problem?: undefined }
  | { status: 'failed' | 'unknown'; value?: undefined; problem: PhaseProblem };

/** A list, and how reading it ended; after a problem it has the rows of the pages before. */
interface Listed<Row> {
  status: 'ok' | 'failed' | 'unknown';
  rows: Row[];
  problem?: PhaseProblem;
}
export type PhaseSessionsRead = Listed<PhaseSession>;
export type PhaseMessagesRead = Listed<PhaseMessage>;

/** What a user is asked before a session is replaced (PHASE-2). */
export interface PhaseDialog {
  kind: 'conflict';
  taskId: string;
  phase: Phase;
  /** What would be replaced, as the provider named it. */
  current: CurrentPhaseSession;
  /** The question of the provider. */
  text: string;
  /** What will be lost. */
  warning: string;
}

/** What a user is told. `text` is one of the contract's (PHASE-9). */
export interface PhaseNotice {
  /** Code of the problem; `unknown`: there was no answer; `existing`: the session that was asked for was there. */
  code: string;
  text: string;
}
