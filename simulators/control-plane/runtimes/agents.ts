import type { Agent, Runtime } from '../../../contracts/wire/index.ts';
import type { Result } from '../calls.ts';
import { noAgent, noRuntime, type RuntimeChange, removed } from './change.ts';
import { finish } from './ends.ts';
import { livingRuntime, signOfLife } from './living.ts';
import { type AgentRow, describeAgent, findAgent, findRuntime, type RuntimeRow, tasksOfRuntime } from './rows.ts';

/** Makes a runtime, or gives it another name. */
export function register(
  change: RuntimeChange,
  runtimeId: string,
  { name, provider }: { name: string; provider: string },
): Result<Runtime> {
  if (findRuntime(change.sql, runtimeId)?.removed) return removed;
  change.sql.exec(
    `INSERT INTO runtimes (id, name, provider, removed, last_heartbeat_at) VALUES (?, ?, ?, 0, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, provider = excluded.provider`,
    runtimeId,
    name,
    provider,
    change.now,
  );
  return heartbeat(change, runtimeId);
}

export function heartbeat(change: RuntimeChange, runtimeId: string): Result<Runtime> {
  const living = signOfLife(change, runtimeId);
  return living.ok ? { ok: true, value: describe(change, living.value) } : living;
}

export function listRuntimes(change: RuntimeChange): Runtime[] {
  const rows = change.sql.exec<RuntimeRow>('SELECT * FROM runtimes ORDER BY id').toArray();
  return rows.map((row) => describe(change, row));
}

function describe({ rules, now }: RuntimeChange, row: RuntimeRow): Runtime {
  return {
    runtimeId: row.id,
    name: row.name,
    provider: row.provider,
    status: rules.runtimeStatus(row, now),
    lastHeartbeatAt: row.last_heartbeat_at,
  };
}

/** For good. What has not ended on it has failed. */
export function removeRuntime(change: RuntimeChange, runtimeId: string): Result<null> {
  const { sql, rules } = change;
  const row = findRuntime(sql, runtimeId);
  if (!row) return noRuntime;
  if (row.removed) return { ok: true, value: null };
  sql.exec('UPDATE runtimes SET removed = 1 WHERE id = ?', runtimeId);
  for (const task of tasksOfRuntime(sql, runtimeId, rules.endedByRemoval())) {
    finish(change, task, { state: 'failed', reason: 'runtime_removed', text: 'The runtime was removed.' });
  }
  rules.pointersOnRemoval(sql, runtimeId);
  return { ok: true, value: null };
}

export function createAgent({ sql }: RuntimeChange, agent: AgentRow): Result<Agent> {
  const runtime = livingRuntime(sql, agent.runtime_id);
  if (!runtime.ok) return runtime;
  sql.exec('INSERT INTO agents (id, name, runtime_id) VALUES (?, ?, ?)', agent.id, agent.name, agent.runtime_id);
  return { ok: true, value: describeAgent(agent) };
}

export function getAgent({ sql }: RuntimeChange, agentId: string): Result<Agent> {
  const row = findAgent(sql, agentId);
  return row ? { ok: true, value: describeAgent(row) } : noAgent;
}

/** Tasks stay where they were queued (RUN-5). */
export function moveAgent(change: RuntimeChange, agentId: string, runtimeId: string): Result<Agent> {
  const { sql, rules } = change;
  const agent = findAgent(sql, agentId);
  if (!agent) return noAgent;
  const runtime = livingRuntime(sql, runtimeId);
  if (!runtime.ok) return runtime;
  sql.exec('UPDATE agents SET runtime_id = ? WHERE id = ?', runtimeId, agentId);
  rules.tasksOnMove(sql, agentId, runtimeId);
  return getAgent(change, agentId);
}
