import type {
  ArchivedPhase,
  ArchiveRun,
  DeletedPhases,
  NewPhaseMessage,
  Phase,
  PhaseExport,
  PhaseIntent,
  PhaseLock,
  PhaseMessage,
  PhaseModel,
  PhaseParameters,
  PhaseReplacementResult,
  PhaseSession,
  PhaseStart,
} from '../../../contracts/wire/index.ts';
import type { PageRequest, Place, Result } from '../calls.ts';

/** A start, with the id that the session gets. */
export interface StartOrder {
  sessionId: string;
  projectId: string;
  taskId: string;
  phase: Phase;
  userId: string;
  model: PhaseModel;
  parameters: PhaseParameters;
  replace: PhaseIntent | null;
  /** When the request came. */
  startedAt: number;
  /** The session that the phase had when the start was decided first; null: none, or not decided yet. */
  found: string | null;
}

/** Whether there is something left to do: with `start` it is answered. `found`: the session that the phase had. */
export type Begun = { start: PhaseStart } | { start: null; lockId: string | null; found: string | null };

/** One session, and who asks. */
export interface PhaseAsk {
  sessionId: string;
  userId: string;
}
export interface TitleWish extends PhaseAsk {
  title: string | null;
  version: number;
  lockId: string | null;
}

/** What a cache has of a phase: enough to say whether it is still so. */
export type Stamp = Pick<PhaseSession, 'sessionId' | 'version' | 'modelName'>;
/** `unchanged`: the stamp is still right. */
export type Looked = { unchanged: true } | { unchanged: false; session: PhaseSession | null };

export type FinalState = 'completed' | 'failed';
export interface PhaseMessagePage {
  messages: PhaseMessage[];
  nextAfter: number | null;
}
export interface ToArchive {
  entries: { sessionId: string; deletedAt: number }[];
  /** The first deletion for which it is too early; null: none. */
  earliest: number | null;
}

/** What the object of a project may be asked about phase sessions. */
export interface PhaseCalls {
  /** Decides a start, and takes the lock where something is to be replaced. */
  beginPhase(order: StartOrder): Promise<Result<Begun>>;
  /** Decides it again and does it, in one transaction; the lock is free then, whatever comes of it. */
  commitPhase(order: StartOrder, lockId: string | null): Promise<Result<PhaseStart>>;
  /** What became of a commit whose answer was lost. null: nothing, and nothing will. */
  settlePhase(sessionId: string, lockId: string | null): Promise<PhaseStart | null>;
  freePhaseLock(lockId: string): Promise<void>;
  lookUpPhase(taskId: string, phase: Phase, held: Stamp | null, startedAt: number): Promise<Looked>;
  listPhases(
    taskId: string | null,
    page: PageRequest,
  ): Promise<{ sessions: PhaseSession[]; nextCursor: string | null }>;
  replacePhases(orders: StartOrder[]): Promise<PhaseReplacementResult[]>;
  /** The deleted with their phases, which caches have to forget. */
  deletePhases(userId: string, sessionIds: string[]): Promise<DeletedPhases & { keys: PhaseKey[] }>;
  getPhase(sessionId: string): Promise<Result<PhaseSession>>;
  exportPhase(sessionId: string): Promise<Result<PhaseExport>>;
  sendToPhase(ask: PhaseAsk, message: NewPhaseMessage): Promise<Result<{ stored: boolean; seq: number }>>;
  listPhaseMessages(sessionId: string, after: number, limit: number): Promise<Result<PhaseMessagePage>>;
  beginRunning(ask: PhaseAsk): Promise<Result<PhaseSession>>;
  finishPhase(ask: PhaseAsk, state: FinalState): Promise<Result<PhaseSession>>;
  cancelPhase(ask: PhaseAsk): Promise<Result<PhaseSession>>;
  titlePhase(wish: TitleWish): Promise<Result<PhaseSession>>;
  lockPhase(sessionId: string): Promise<Result<PhaseLock>>;
  renewPhaseLock(sessionId: string, lockId: string): Promise<Result<PhaseLock>>;
  unlockPhase(sessionId: string, lockId: string): Promise<Result<null>>;
  setModel(modelId: string, how: 'deleted' | 'restored'): Promise<void>;
  setLocking(how: 'on' | 'off'): Promise<void>;
  phaseCounters(): Promise<Record<string, number>>;
  phasesToArchive(before: number, after: Place | null, limit: number): Promise<ToArchive>;
  /** A deleted session, whole; null: it is gone. */
  phaseToArchive(sessionId: string): Promise<PhaseExport | null>;
  /** Forgets a session that was archived. */
  dropArchived(sessionId: string): Promise<void>;
}

/** A phase of which something was started or deleted, and the model it has now; null: none. */
export interface PhaseKey {
  taskId: string;
  phase: Phase;
  model: PhaseModel | null;
}
export interface LookupCalls {
  lookUp(projectId: string, taskId: string, phase: Phase, startedAt: number): Promise<PhaseSession | null>;
  /** What is held of these phases is not right any more (PHASE-8). */
  invalidate(keys: PhaseKey[]): Promise<void>;
}

export interface ArchiveCalls {
  /** Something was deleted: makes sure that a run comes a day later. */
  arm(projectId: string, deletedAt: number): Promise<void>;
  listRuns(): Promise<ArchiveRun[]>;
  readArchived(userId: string, sessionId: string): Promise<Result<ArchivedPhase>>;
  archiveCounters(): Promise<Record<string, number>>;
}
