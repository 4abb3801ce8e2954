import type { FailureReason } from '../../../contracts/wire/index.ts';
import type { Result } from '../calls.ts';
import type { Sql } from '../platform.ts';
import type { Rules } from '../rules.ts';
import type { RuntimeChange } from './change.ts';
import { finish } from './ends.ts';
import { signOfLife } from './living.ts';
import { type AgentTaskRow, type RuntimeRow, tasksOfRuntime } from './rows.ts';

/** Ids of tasks that were queued again, and of tasks that failed. */
export interface Recovered {
  recovered: string[];
  failed: string[];
}

/** A daemon that begins anew says that nothing runs on its runtime (RUN-8). */
export function recoverOrphans(change: RuntimeChange, runtimeId: string): Result<Recovered> {
  const runtime = signOfLife(change, runtimeId);
  if (!runtime.ok) return runtime;
  const orphans = tasksOfRuntime(change.sql, runtimeId, ['dispatched', 'running']);
  return { ok: true, value: recover(change, orphans, 'runtime_recovery') };
}

/** What is due is what the tables say, whenever somebody looks. */
export function recoverSilent(change: RuntimeChange): void {
  for (const runtime of busyRuntimes(change.sql)) {
    if (change.rules.silenceDue(runtime) > change.now) continue;
    recover(change, tasksOfRuntime(change.sql, runtime.id, ['running']), 'runtime_offline');
  }
}

/** When a runtime with running tasks has been silent for too long; null: never. */
export function nextSilence(sql: Sql, rules: Rules): number | null {
  const times = busyRuntimes(sql).map((runtime) => rules.silenceDue(runtime));
  return times.length > 0 ? Math.min(...times) : null;
}

function busyRuntimes(sql: Sql): RuntimeRow[] {
  return sql
    .exec<RuntimeRow>(
      "SELECT * FROM runtimes WHERE id IN (SELECT runtime_id FROM tasks WHERE state = 'running') ORDER BY id",
    )
    .toArray();
}

function recover(change: RuntimeChange, orphans: readonly AgentTaskRow[], reason: FailureReason): Recovered {
  const done: Recovered = { recovered: [], failed: [] };
  for (const task of orphans) {
    if (change.rules.orphanOutcome(task) === 'queue') {
      queueAgain(change, task);
      done.recovered.push(task.id);
    } else {
      finish(change, task, { state: 'failed', reason, text: 'Its daemon is gone.' });
      done.failed.push(task.id);
    }
  }
  return done;
}

/** For the same runtime; whoever had it has lost it. */
function queueAgain({ sql, rules }: RuntimeChange, task: AgentTaskRow): void {
  const kept = rules.keptOnRecovery(task);
  sql.exec(
    `UPDATE tasks SET state = 'queued', attempt = attempt + 1, session_id = ?, work_dir = ?, claim_key = NULL,
      claim_expires_at = NULL, dispatched_at = NULL, started_at = NULL WHERE id = ?`,
    kept.session_id,
    kept.work_dir,
    task.id,
  );
}
