import type { Result } from '../calls.ts';
import { noRuntime, type RuntimeChange, removed } from './change.ts';
import { findRuntime, type RuntimeRow } from './rows.ts';

/** Whatever a daemon says of its runtime says that it lives. */
export function signOfLife({ sql, now }: RuntimeChange, runtimeId: string): Result<RuntimeRow> {
  const found = livingRuntime(sql, runtimeId);
  if (!found.ok) return found;
  sql.exec('UPDATE runtimes SET last_heartbeat_at = ? WHERE id = ?', now, runtimeId);
  return { ok: true, value: { ...found.value, last_heartbeat_at: now } };
}

/** A runtime that was registered and not removed. */
export function livingRuntime(sql: RuntimeChange['sql'], runtimeId: string): Result<RuntimeRow> {
  const row = findRuntime(sql, runtimeId);
  if (!row) return noRuntime;
  return row.removed ? removed : { ok: true, value: row };
}
