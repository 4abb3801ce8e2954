import { type AgentTaskState, limits, type Runtime } from '../../../contracts/wire/index.ts';
import type { Sql } from '../platform.ts';
import type { AgentRow, AgentTaskRow, RuntimeRow } from '../runtimes/rows.ts';

/** A daemon acts for the runtime its token is for (SAFE-1). */
export function mayActFor(subject: string, runtimeId: string): boolean {
  return subject === runtimeId;
}

/** A daemon sees and ends the tasks of its own runtime (SAFE-1). */
export function mayUseTask(daemon: string, task: AgentTaskRow): boolean {
  return task.runtime_id === daemon;
}

/** A task is for the runtime that its agent has when it is queued. */
export function queuedFor(agent: AgentRow): string {
  return agent.runtime_id;
}

/** What happens to waiting tasks when their agent moves: nothing (RUN-5). */
export function tasksOnMove(_sql: Sql, _agentId: string, _runtimeId: string): void {}

/** What a claim takes: the oldest task of this very runtime that nobody has, or whose claim is over (RUN-7). */
export function claimableTask(sql: Sql, runtimeId: string, now: number): AgentTaskRow | null {
  return (
    sql
      .exec<AgentTaskRow>(
        `SELECT * FROM tasks WHERE runtime_id = ?
          AND (state = 'queued' OR (state = 'dispatched' AND claim_expires_at <= ?))
        ORDER BY created_at, rowid LIMIT 1`,
        runtimeId,
        now,
      )
      .toArray()[0] ?? null
  );
}

/** A claim said again gives what it gave, as long as that waits to be started by it (RUN-7). */
export function repeatedClaim(task: AgentTaskRow, claimKey: string): 'the same' | 'nothing' {
  return task.state === 'dispatched' && task.claim_key === claimKey ? 'the same' : 'nothing';
}

/** Until when nobody else may claim what was claimed now (RUN-7). */
export function leaseEnd(now: number): number {
  return now + limits.claimLease;
}

/** A claim said again keeps its lease as long as that runs; one that nobody took since begins anew (RUN-7). */
export function leaseEndAgain(task: AgentTaskRow, now: number): number {
  const end = task.claim_expires_at ?? 0;
  return end > now ? end : leaseEnd(now);
}

/** Of which attempt a message is: that of the run that says it. */
export function attemptOfMessage(task: AgentTaskRow): number {
  return task.attempt;
}

/** Whoever says something of a task has the claim that has it. */
export function holdsClaim(task: AgentTaskRow, claimKey: string): boolean {
  return task.claim_key === claimKey;
}

/** The first end stays; said again it is answered, and moves nothing (RUN-4). */
export function endDecision(state: AgentTaskState, end: 'completed' | 'failed'): 'end' | 'same' | 'refuse' {
  if (state === 'dispatched' || state === 'running') return 'end';
  return state === end ? 'same' : 'refuse';
}

/** What becomes of a task whose daemon is gone. */
export function orphanOutcome(task: AgentTaskRow): 'queue' | 'fail' {
  return task.attempt < limits.taskAttempts ? 'queue' : 'fail';
}

/** What a task that is queued again keeps of its run (RUN-8). */
export function keptOnRecovery(task: AgentTaskRow): Pick<AgentTaskRow, 'session_id' | 'work_dir'> {
  return { session_id: task.session_id, work_dir: task.work_dir };
}

/** Whose end the removal of their runtime is: whatever has not ended (RUN-10). */
export function endedByRemoval(): readonly AgentTaskState[] {
  return ['queued', 'dispatched', 'running'];
}

export function runtimeStatus(runtime: RuntimeRow, now: number): Runtime['status'] {
  if (runtime.removed) return 'removed';
  return now - runtime.last_heartbeat_at < limits.runtimeOfflineAfter ? 'online' : 'offline';
}

/** When a runtime is taken for dead, should it stay silent. */
export function silenceDue(runtime: RuntimeRow): number {
  return runtime.last_heartbeat_at + limits.runtimeSilence;
}
