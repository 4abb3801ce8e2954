import type { Sql } from '../platform.ts';
import type { AgentRow, AgentTaskRow } from '../runtimes/rows.ts';
import type { Resumable } from './runtimes-resume.ts';

/** What the next task of a chat is to resume. Its three parts come from one task (RUN-4). */
export type Pointer = { [Part in keyof Resumable]: Resumable[Part] };

/** A new chat knows where its agent runs (RUN-9). */
export function runtimeOfNewChat(agent: AgentRow): string | null {
  return agent.runtime_id;
}

/** Where a run has worked: what it said, at the end or before; else where it was told to (RUN-3). */
export function workDirOfRun(task: AgentTaskRow, said: string | null): string | null {
  return said ?? task.work_dir ?? task.offered_work_dir;
}

/** A run that ended with a session moves all three, one without moves none (RUN-4). */
export function pointerAfterEnd(pointer: Pointer, run: Pointer): Pointer {
  return run.session_id === null ? pointer : run;
}

/** What becomes of pointers whose runtime was removed: they stay (RUN-10). */
export function pointersOnRemoval(_sql: Sql, _runtimeId: string): void {}

/**
 * Which runtime a pointer of the old version gets: that of the run that made its session, and none other (RUN-6).
 * @param runs of the chat, completed or failed, the oldest first
 */
export function backfillRuntime(session: string, runs: readonly AgentTaskRow[]): string | null {
  return runs.find((run) => run.session_id === session)?.runtime_id ?? null;
}
