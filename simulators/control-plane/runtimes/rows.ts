import type { Agent, AgentTask, AgentTaskState, FailureReason } from '../../../contracts/wire/index.ts';
import type { Sql } from '../platform.ts';

export type RuntimeRow = { id: string; name: string; provider: string; removed: 0 | 1; last_heartbeat_at: number };
export type AgentRow = { id: string; name: string; runtime_id: string };

export type AgentTaskRow = {
  id: string;
  agent_id: string;
  kind: AgentTask['kind'];
  issue_id: string | null;
  chat_id: string | null;
  prompt: string;
  /** For which it was queued. */
  runtime_id: string;
  state: AgentTaskState;
  attempt: number;
  /** What its run said. */
  session_id: string | null;
  work_dir: string | null;
  failure_reason: FailureReason | null;
  error: string | null;
  output: string | null;
  /** The claim that has it, or had it when it ended; null: nobody has it. */
  claim_key: string | null;
  claim_expires_at: number | null;
  /** What it was offered when it was claimed last. */
  offered_session: string | null;
  offered_work_dir: string | null;
  created_at: number;
  dispatched_at: number | null;
  started_at: number | null;
  finished_at: number | null;
};

export function findRuntime(sql: Sql, runtimeId: string): RuntimeRow | null {
  return sql.exec<RuntimeRow>('SELECT * FROM runtimes WHERE id = ?', runtimeId).toArray()[0] ?? null;
}

export function findAgent(sql: Sql, agentId: string): AgentRow | null {
  return sql.exec<AgentRow>('SELECT * FROM agents WHERE id = ?', agentId).toArray()[0] ?? null;
}

export function findAgentTask(sql: Sql, taskId: string): AgentTaskRow | null {
  return sql.exec<AgentTaskRow>('SELECT * FROM tasks WHERE id = ?', taskId).toArray()[0] ?? null;
}

/** A task that is known to be there. */
export function agentTaskAt(sql: Sql, taskId: string): AgentTaskRow {
  const row = findAgentTask(sql, taskId);
  if (!row) throw new Error('A task of an agent was changed but is not there.');
  return row;
}

/** Tasks of a runtime in some of the states, in the order in which they were queued. */
export function tasksOfRuntime(sql: Sql, runtimeId: string, states: readonly AgentTaskState[]): AgentTaskRow[] {
  return sql
    .exec<AgentTaskRow>(
      `SELECT * FROM tasks WHERE runtime_id = ? AND state IN (${states.map(() => '?').join(', ')})
      ORDER BY created_at, rowid`,
      runtimeId,
      ...states,
    )
    .toArray();
}

export function describeAgent({ id, name, runtime_id }: AgentRow): Agent {
  return { agentId: id, name, runtimeId: runtime_id };
}

export function describeAgentTask(row: AgentTaskRow): AgentTask {
  return {
    taskId: row.id,
    agentId: row.agent_id,
    kind: row.kind,
    issueId: row.issue_id,
    chatId: row.chat_id,
    prompt: row.prompt,
    runtimeId: row.runtime_id,
    state: row.state,
    attempt: row.attempt,
    sessionId: row.session_id,
    workDir: row.work_dir,
    failureReason: row.failure_reason,
    error: row.error,
    output: row.output,
    createdAt: row.created_at,
    dispatchedAt: row.dispatched_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
