import type { Sql } from '../platform.ts';
import type { AgentRow, AgentTaskRow } from '../runtimes/rows.ts';

/** A session that could be resumed: that of a pointer, or of a task that has ended. */
export interface Resumable {
  session_id: string | null;
  /** That made the session; null: not known. */
  runtime_id: string | null;
  work_dir: string | null;
}

/** Where a session comes from: the prior run of an issue, the pointer of a chat, the newest run of a chat. */
export type ResumeKind = 'issue' | 'pointer' | 'chat';

/** Which runtime decides what a task may resume: its own, wherever its agent is now (RUN-5). */
export function decidingRuntime(task: AgentTaskRow, _agent: AgentRow | null): string {
  return task.runtime_id;
}

/** A session is resumed where it was made, if that is known, and not after that runtime was removed (RUN-1, RUN-2, RUN-10). */
export function mayResume(
  made: { runtimeId: string | null; removed: boolean },
  on: string,
  _kind: ResumeKind,
): boolean {
  return made.runtimeId !== null && made.runtimeId === on && !made.removed;
}

/** The newest run of the same agent and issue, or of the same chat, that ended with a session. */
export function priorRun(sql: Sql, task: AgentTaskRow): Resumable | null {
  const [where, ...values] =
    task.chat_id === null
      ? ['agent_id = ? AND issue_id = ?', task.agent_id, task.issue_id ?? '']
      : ['chat_id = ?', task.chat_id];
  return (
    sql
      .exec<AgentTaskRow>(
        `SELECT * FROM tasks WHERE ${where} AND state IN ('completed', 'failed') AND session_id IS NOT NULL
        ORDER BY finished_at DESC, id DESC LIMIT 1`,
        ...values,
      )
      .toArray()[0] ?? null
  );
}

/** The work directory is offered whether or not the session is: the pointer's, then the task's (RUN-3). */
export function offeredWorkDir(_session: string | null, candidates: readonly (string | null)[]): string | null {
  return candidates.find((workDir) => workDir !== null) ?? null;
}
