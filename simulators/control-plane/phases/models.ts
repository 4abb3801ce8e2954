import type { Sql } from '../platform.ts';
import type { PhaseChange } from './change.ts';
import { type PhaseRow, selectPhases } from './rows.ts';

/** Which of these models were deleted. */
export function deletedModels(sql: Sql, modelIds: readonly string[]): Set<string> {
  const ids = JSON.stringify(modelIds);
  const rows = sql
    .exec<{ model_id: string }>(
      'SELECT model_id FROM phase_models WHERE model_id IN (SELECT value FROM json_each(?))',
      ids,
    )
    .toArray();
  return new Set(rows.map((row) => row.model_id));
}

/** Deletes or restores a model, and tells of each session that is called otherwise now (PHASE-7). */
export function setModel(change: PhaseChange, modelId: string, how: 'deleted' | 'restored'): void {
  const { counts, rules, now } = change;
  if (deletedModels(counts, [modelId]).has(modelId) === (how === 'deleted')) return;
  if (how === 'deleted') counts.exec('INSERT INTO phase_models (model_id, deleted_at) VALUES (?, ?)', modelId, now);
  else counts.exec('DELETE FROM phase_models WHERE model_id = ?', modelId);
  const named = counts
    .exec<PhaseRow>(`${selectPhases} WHERE model_id = ? AND ${rules.listedPhases()} ORDER BY created_at, id`, modelId)
    .toArray();
  for (const row of named) change.tell(row);
}
