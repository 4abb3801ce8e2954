import type { AgentTask, FailureReason } from '../../../contracts/wire/index.ts';
import type { Result } from '../calls.ts';
import { ended, notStarted, type RuntimeChange } from './change.ts';
import { findChat, storePointer } from './chats.ts';
import { type Said, type TaskClaim, taskOfClaim } from './claims.ts';
import { type AgentTaskRow, agentTaskAt, describeAgentTask } from './rows.ts';

/** How a task ends; `text` is its output, or what went wrong. */
export type End = Said &
  ({ state: 'completed'; text: string } | { state: 'failed'; text: string; reason: FailureReason });

/** What a daemon says of the end of a task. The first end stays. */
export function endTask(change: RuntimeChange, claimed: TaskClaim, end: End): Result<AgentTask> {
  const found = taskOfClaim(change, claimed);
  if (!found.ok) return found;
  const task = found.value;
  if (task.state === 'dispatched' && end.state === 'completed') return notStarted;
  const decision = change.rules.endDecision(task.state, end.state);
  if (decision === 'refuse') return ended;
  if (decision === 'end') finish(change, task, end);
  return { ok: true, value: describeAgentTask(agentTaskAt(change.sql, task.id)) };
}

/** Ends a task, and moves the pointer of its chat with it, in one transaction (RUN-4). */
export function finish({ sql, rules, now }: RuntimeChange, task: AgentTaskRow, end: End): void {
  const sessionId = end.sessionId ?? task.session_id;
  const workDir = rules.workDirOfRun(task, end.workDir ?? null);
  sql.exec(
    `UPDATE tasks SET state = ?, session_id = ?, work_dir = ?, failure_reason = ?, error = ?, output = ?,
      finished_at = ? WHERE id = ?`,
    end.state,
    sessionId,
    workDir,
    end.state === 'failed' ? end.reason : null,
    end.state === 'failed' ? end.text : null,
    end.state === 'completed' ? end.text : null,
    now,
    task.id,
  );
  const chat = task.chat_id === null ? null : findChat(sql, task.chat_id);
  if (!chat) return;
  const { session_id, runtime_id, work_dir } = chat;
  const run = { session_id: sessionId, runtime_id: task.runtime_id, work_dir: workDir };
  storePointer(sql, chat.id, rules.pointerAfterEnd({ session_id, runtime_id, work_dir }, run));
}
