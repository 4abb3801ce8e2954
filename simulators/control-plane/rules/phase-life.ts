import { endedPhaseStates, type PhaseState, phaseTransitions } from '../../../contracts/wire/index.ts';
import { type PhaseRow, type StoredPhase, savePhases } from '../phases/rows.ts';
import type { Sql } from '../platform.ts';

/** A state that follows, or why none does: it is so already, it has ended, it has not begun (PHASE-18). */
export type NextPhaseState = PhaseState | 'same' | 'session_ended' | 'session_not_started';

/** Terminal states stay; what has ended in the same way already is left alone (PHASE-18). */
export function nextPhaseState(state: PhaseState, wanted: PhaseState): NextPhaseState {
  if (state === wanted) return 'same';
  if (phaseTransitions[state].includes(wanted)) return wanted;
  return endedPhaseStates.has(state) ? 'session_ended' : 'session_not_started';
}

/** A session after a change: each has a version of its own (PHASE-6). */
export function phaseChanged(row: PhaseRow, change: Partial<StoredPhase>, now: number): PhaseRow {
  return { ...row, ...change, version: row.version + 1, updated_at: now };
}

/** A session that was replaced or deleted: it is kept, for export and archive (PHASE-2, PHASE-4). */
export function retired(row: PhaseRow, replacedBy: string | null, now: number): PhaseRow {
  return { ...row, version: row.version + 1, updated_at: now, deleted_at: now, replaced_by: replacedBy };
}

/** Sessions are written together, with one query however many there are (PHASE-14). */
export function storePhases(sql: Sql, rows: readonly StoredPhase[]): void {
  savePhases(sql, rows);
}

/** A change is meant for the version that was read (PHASE-6). */
export function titleFits(current: { version: number }, wanted: { version: number }): boolean {
  return current.version === wanted.version;
}
