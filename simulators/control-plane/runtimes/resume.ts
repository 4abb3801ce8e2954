import type { Sql } from '../platform.ts';
import type { Resumable } from '../rules/runtimes-resume.ts';
import type { Rules } from '../rules.ts';
import { findChat } from './chats.ts';
import { type AgentTaskRow, findAgent, findRuntime } from './rows.ts';

/** What a task is to resume, and where it is to work. */
export interface Offer {
  session: string | null;
  workDir: string | null;
}

/** What a task is offered when it is claimed now (RUN-1, RUN-2, RUN-3, RUN-8). */
export function offerFor(sql: Sql, rules: Rules, task: AgentTaskRow): Offer {
  const runtimeId = rules.decidingRuntime(task, findAgent(sql, task.agent_id));
  const session = (kind: Parameters<Rules['mayResume']>[2], of: Resumable | null) => {
    if (!of || of.session_id === null) return null;
    const gone = of.runtime_id !== null && findRuntime(sql, of.runtime_id)?.removed === 1;
    const made = { runtimeId: of.runtime_id, removed: gone };
    return rules.mayResume(made, runtimeId, kind) ? of.session_id : null;
  };
  const prior = rules.priorRun(sql, task);
  const pointer = task.chat_id === null ? null : findChat(sql, task.chat_id);
  const past =
    task.kind === 'issue' ? session('issue', prior) : (session('pointer', pointer) ?? session('chat', prior));
  return {
    session: task.session_id ?? past,
    workDir: task.work_dir ?? rules.offeredWorkDir(past, [pointer?.work_dir ?? null, prior?.work_dir ?? null]),
  };
}
