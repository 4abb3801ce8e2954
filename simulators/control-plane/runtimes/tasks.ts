import type { AgentTask, TaskMessage } from '../../../contracts/wire/index.ts';
import type { PageRequest, Result } from '../calls.ts';
import { ended, noAgent, noChat, noTask, type RuntimeChange, taken } from './change.ts';
import { findChat, pageOf } from './chats.ts';
import { livingRuntime } from './living.ts';
import { type AgentTaskRow, agentTaskAt, describeAgentTask, findAgent, findAgentTask } from './rows.ts';

/** What a user wants to be done, for an issue by an agent, or in a chat by its agent. */
export type TaskOrder = { taskId: string; prompt: string } & (
  | { agentId: string; issueId: string }
  | { chatId: string }
);

/** Queues a task for the runtime that its agent has now. */
export function queueTask(change: RuntimeChange, order: TaskOrder): Result<{ made: boolean; task: AgentTask }> {
  const { sql, rules, now } = change;
  const there = findAgentTask(sql, order.taskId);
  if (there && !sameOrder(there, order)) return taken;
  if (there) return { ok: true, value: { made: false, task: describeAgentTask(there) } };
  const chat = 'chatId' in order ? findChat(sql, order.chatId) : null;
  if ('chatId' in order && !chat) return noChat;
  const agent = findAgent(sql, 'agentId' in order ? order.agentId : (chat?.agent_id ?? ''));
  if (!agent) return noAgent;
  const runtimeId = rules.queuedFor(agent);
  const runtime = livingRuntime(sql, runtimeId);
  if (!runtime.ok) return runtime;
  sql.exec(
    `INSERT INTO tasks (id, agent_id, kind, issue_id, chat_id, prompt, runtime_id, state, attempt, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', 1, ?)`,
    order.taskId,
    agent.id,
    chat ? 'chat' : 'issue',
    'issueId' in order ? order.issueId : null,
    chat?.id ?? null,
    order.prompt,
    runtimeId,
    now,
  );
  return { ok: true, value: { made: true, task: describeAgentTask(agentTaskAt(sql, order.taskId)) } };
}

function sameOrder(task: AgentTaskRow, order: TaskOrder): boolean {
  if (task.prompt !== order.prompt) return false;
  if ('chatId' in order) return task.chat_id === order.chatId;
  return task.agent_id === order.agentId && task.issue_id === order.issueId;
}

/** @param daemon the runtime whose daemon asks; null: a user */
export function getTask({ sql, rules }: RuntimeChange, daemon: string | null, taskId: string): Result<AgentTask> {
  const row = findAgentTask(sql, taskId);
  if (!row || (daemon !== null && !rules.mayUseTask(daemon, row))) return noTask;
  return { ok: true, value: describeAgentTask(row) };
}

export function listTasks({ sql, rules }: RuntimeChange, page: PageRequest, agentId: string | null) {
  const { rows, nextCursor } = pageOf<AgentTaskRow>(sql, rules, 'tasks', page, agentId);
  return { tasks: rows.map(describeAgentTask), nextCursor };
}

/** Moves no pointer (RUN-4). Its claim stays, so that its daemon learns what happened. */
export function cancelTask({ sql, now }: RuntimeChange, taskId: string): Result<AgentTask> {
  const row = findAgentTask(sql, taskId);
  if (!row) return noTask;
  if (row.state === 'completed' || row.state === 'failed') return ended;
  if (row.state !== 'cancelled') {
    sql.exec("UPDATE tasks SET state = 'cancelled', finished_at = ? WHERE id = ?", now, taskId);
  }
  return { ok: true, value: describeAgentTask(agentTaskAt(sql, taskId)) };
}

/** After which message a page begins. */
export interface MessagePlace {
  attempt: number;
  seq: number;
}

export function taskMessages(
  { sql }: RuntimeChange,
  taskId: string,
  after: MessagePlace,
  limit: number,
): Result<{ messages: TaskMessage[]; nextCursor: string | null }> {
  if (!findAgentTask(sql, taskId)) return noTask;
  const rows = sql
    .exec<Pick<TaskMessage, 'attempt' | 'seq' | 'type' | 'content' | 'storedAt'>>(
      `SELECT attempt, seq, type, content, stored_at AS storedAt FROM task_messages
      WHERE task_id = ? AND (attempt, seq) > (?, ?) ORDER BY attempt, seq LIMIT ?`,
      taskId,
      after.attempt,
      after.seq,
      limit + 1,
    )
    .toArray();
  const messages = rows.slice(0, limit);
  const last = messages.at(-1);
  return {
    ok: true,
    value: { messages, nextCursor: last && rows.length > limit ? `${last.attempt}.${last.seq}` : null },
  };
}
