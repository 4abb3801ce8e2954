import type { ClaimedTask } from '../../contracts/wire/index.ts';
import type { Random } from '../ports.ts';
import { patientDelay, retries, retryDelay } from './policy/retry.ts';

/** What a run says of itself. What is left out is not said. */
export interface Said {
  sessionId?: string;
  workDir?: string;
}

/** Every decision of the daemon that could be wrong. Times are milliseconds. */
export interface Rules {
  requestTimeout: number;
  heartbeatInterval: number;
  /** Does it say that it lives, while it runs a task or waits for one? A silent one is taken for dead (RUN-8). */
  beats(state: 'running' | 'waiting'): boolean;
  /** From a claim that gave nothing to the next. */
  pollInterval: number;
  /** From one word of a run that takes long to the next. */
  progressInterval: number;
  /** Key of the next request for a task; `unanswered`: that of the request before, which has no answer yet (RUN-7). */
  claimKeyFor(unanswered: string | null, random: Random): string;
  /** Of what is said of a run; null: it is given up. */
  retryDelay(attempt: number): number | null;
  /** Of all else. */
  patientDelay(attempt: number, status: number | null): number;
  retries(status: number | null): boolean;
  /** What is said of a run, as it is sent again: unchanged. */
  retried(body: object): object;
  /** Does a daemon that begins say that nothing runs on its runtime? `life`: of the daemon on this disk (RUN-8). */
  recovers(life: 'first' | 'later'): boolean;
  /** The session that is resumed; null: the run begins anew (RUN-1, RUN-2). */
  resumes(task: ClaimedTask): string | null;
  /** Where the run works: what was offered, whatever the session (RUN-3). */
  workDirFor(task: ClaimedTask): string;
  /** What a run finds of the files that are there: what earlier runs left stays (RUN-3). */
  found(files: readonly string[]): readonly string[];
  /** What is said as soon as it is known, so that it survives a crash; null: nothing (RUN-8). */
  pins(said: Said): Said | null;
  /** What is said at the end of a run; `before`: at the end of the run before (RUN-4). */
  saidAtEnd(said: Said, before: Said | null): Said;
}

export const correctRules: Rules = {
  requestTimeout: 10_000,
  heartbeatInterval: 15_000,
  beats: () => true,
  pollInterval: 30_000,
  progressInterval: 60_000,
  claimKeyFor: (unanswered, random) => unanswered ?? random.uuid(),
  retryDelay,
  patientDelay,
  retries,
  retried: (body) => body,
  recovers: (life) => life === 'later',
  resumes: ({ priorSessionId }) => priorSessionId,
  workDirFor: ({ taskId, priorWorkDir }) => priorWorkDir ?? `/work/${taskId}`,
  found: (files) => files,
  pins: (said) => said,
  saidAtEnd: (said) => said,
};

/** A known bug of a daemon: the rules it replaces. */
export interface DaemonMutant {
  id: string;
  /** The requirement it breaks. */
  requirement: string;
  side: 'daemon';
  title: string;
  rules: Partial<Rules>;
}
