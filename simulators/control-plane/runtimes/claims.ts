import type { AgentTask, ClaimedTask, NewTaskMessage } from '../../../contracts/wire/index.ts';
import type { Result } from '../calls.ts';
import type { Sql } from '../platform.ts';
import { ended, noTask, notStarted, type RuntimeChange, refused } from './change.ts';
import { signOfLife } from './living.ts';
import { offerFor } from './resume.ts';
import { type AgentTaskRow, agentTaskAt, describeAgentTask, findAgentTask } from './rows.ts';

/** Which task, by which claim, and the runtime whose daemon says so. */
export interface TaskClaim {
  daemon: string;
  taskId: string;
  claimKey: string;
}
/** What a run says of itself; what is undefined it did not say. */
export interface Said {
  sessionId?: string | undefined;
  workDir?: string | undefined;
}

/** Gives one task to a claim key, for ever (RUN-7). */
export function claim(
  change: RuntimeChange,
  runtimeId: string,
  claimKey: string,
): Result<{ task: ClaimedTask | null }> {
  const { sql, rules, now } = change;
  const runtime = signOfLife(change, runtimeId);
  if (!runtime.ok) return runtime;
  const known = taskOfKey(sql, runtimeId, claimKey);
  if (known && rules.repeatedClaim(known, claimKey) === 'nothing') return { ok: true, value: { task: null } };
  if (known) {
    const end = rules.leaseEndAgain(known, now);
    if (end !== known.claim_expires_at) sql.exec('UPDATE tasks SET claim_expires_at = ? WHERE id = ?', end, known.id);
    return { ok: true, value: { task: describeClaimed(agentTaskAt(sql, known.id)) } };
  }
  const task = rules.claimableTask(sql, runtimeId, now);
  if (!task) return { ok: true, value: { task: null } };
  const offer = offerFor(sql, rules, task);
  sql.exec(
    `UPDATE tasks SET state = 'dispatched', claim_key = ?, claim_expires_at = ?, offered_session = ?,
      offered_work_dir = ?, dispatched_at = ? WHERE id = ?`,
    claimKey,
    rules.leaseEnd(now),
    offer.session,
    offer.workDir,
    now,
    task.id,
  );
  sql.exec('INSERT INTO claims (runtime_id, claim_key, task_id) VALUES (?, ?, ?)', runtimeId, claimKey, task.id);
  return { ok: true, value: { task: describeClaimed(agentTaskAt(sql, task.id)) } };
}

function taskOfKey(sql: Sql, runtimeId: string, claimKey: string): AgentTaskRow | null {
  return (
    sql
      .exec<AgentTaskRow>(
        'SELECT tasks.* FROM claims JOIN tasks ON tasks.id = claims.task_id WHERE claims.runtime_id = ? AND claims.claim_key = ?',
        runtimeId,
        claimKey,
      )
      .toArray()[0] ?? null
  );
}

function describeClaimed(row: AgentTaskRow): ClaimedTask {
  return {
    ...describeAgentTask(row),
    priorSessionId: row.offered_session,
    priorWorkDir: row.offered_work_dir,
    claim: { claimKey: row.claim_key ?? '', expiresAt: row.claim_expires_at ?? 0 },
  };
}

/** The task of a claim, if the claim is the one that has it. */
export function taskOfClaim({ sql, rules }: RuntimeChange, claimed: TaskClaim): Result<AgentTaskRow> {
  const task = findAgentTask(sql, claimed.taskId);
  if (!task || !rules.mayUseTask(claimed.daemon, task)) return noTask;
  if (!rules.holdsClaim(task, claimed.claimKey)) return refused('claim_lost', 'The claim is not that of the task.');
  return { ok: true, value: task };
}

export function startTask(change: RuntimeChange, claimed: TaskClaim): Result<AgentTask> {
  const { sql, now } = change;
  const found = taskOfClaim(change, claimed);
  if (!found.ok) return found;
  const { id, state } = found.value;
  if (state !== 'dispatched' && state !== 'running') return ended;
  if (state === 'dispatched') sql.exec("UPDATE tasks SET state = 'running', started_at = ? WHERE id = ?", now, id);
  return { ok: true, value: describeAgentTask(agentTaskAt(sql, id)) };
}

function runningTask(change: RuntimeChange, claimed: TaskClaim): Result<AgentTaskRow> {
  const found = taskOfClaim(change, claimed);
  if (!found.ok || found.value.state === 'running') return found;
  return found.value.state === 'dispatched' ? notStarted : ended;
}

/** Moves the row of the task alone (RUN-8). */
export function pin(change: RuntimeChange, claimed: TaskClaim, { sessionId, workDir }: Said): Result<AgentTask> {
  const found = runningTask(change, claimed);
  if (!found.ok) return found;
  const { id, session_id, work_dir } = found.value;
  change.sql.exec(
    'UPDATE tasks SET session_id = ?, work_dir = ? WHERE id = ?',
    sessionId ?? session_id,
    workDir ?? work_dir,
    id,
  );
  return { ok: true, value: describeAgentTask(agentTaskAt(change.sql, id)) };
}

/** Each `seq` of an attempt once. */
export function appendMessages(
  change: RuntimeChange,
  claimed: TaskClaim,
  messages: readonly NewTaskMessage[],
): Result<{ stored: number; known: number }> {
  const { sql, rules, now } = change;
  const found = runningTask(change, claimed);
  if (!found.ok) return found;
  const { id } = found.value;
  const attempt = rules.attemptOfMessage(found.value);
  let stored = 0;
  for (const { seq, type, content } of messages) {
    stored += sql
      .exec<{ seq: number }>(
        `INSERT OR IGNORE INTO task_messages (task_id, attempt, seq, type, content, stored_at)
        VALUES (?, ?, ?, ?, ?, ?) RETURNING seq`,
        id,
        attempt,
        seq,
        type,
        content,
        now,
      )
      .toArray().length;
  }
  return { ok: true, value: { stored, known: messages.length - stored } };
}
