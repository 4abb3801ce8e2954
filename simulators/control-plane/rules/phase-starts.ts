import {
  criticalParameters,
  type PhaseIntent,
  type PhaseModel,
  type PhaseParameters,
  type PhaseStart,
} from '../../../contracts/wire/index.ts';
import type { Result } from '../calls.ts';
import type { PhaseCalls, StartOrder } from '../phases/calls.ts';
import type { PhaseRow } from '../phases/rows.ts';
import type { Rules } from '../rules.ts';

/** What a phase has, or shall have. */
export interface Configuration {
  model: PhaseModel;
  parameters: PhaseParameters;
}
/** Why a session is replaced. */
export type ChangeReason = 'model' | 'version' | 'parameters';

const majorOf = ({ version }: PhaseModel) => version.split('.')[0];

/** A minor version or another parameter is no change (PHASE-3). null: none. */
export function modelChange(has: Configuration, wanted: Configuration): ChangeReason | null {
  if (has.model.modelId !== wanted.model.modelId) return 'model';
  if (majorOf(has.model) !== majorOf(wanted.model)) return 'version';
  const differs = criticalParameters.some((name) => has.parameters[name] !== wanted.parameters[name]);
  return differs ? 'parameters' : null;
}

/** Whoever agreed to lose a session agreed to lose that one, as it was shown (PHASE-2, PHASE-6). */
export function intentFits(current: PhaseIntent | null, intent: PhaseIntent): boolean {
  return current !== null && current.sessionId === intent.sessionId && current.version === intent.version;
}

export type StartDecision =
  | { do: 'create' | 'existing' | 'conflict' | 'moved' }
  | { do: 'replace'; reason: ChangeReason };

/**
 * What becomes of a start. The same model comes first: so a replacement whose answer was lost may be sent again
 * (PHASE-1, PHASE-2).
 */
export function startDecision(
  rules: Pick<Rules, 'modelChange' | 'intentFits'>,
  current: (Configuration & PhaseIntent) | null,
  wanted: Configuration,
  intent: PhaseIntent | null,
): StartDecision {
  const reason = current && rules.modelChange(current, wanted);
  if (current && reason === null) return { do: 'existing' };
  if (intent && !rules.intentFits(current, intent)) return { do: 'moved' };
  if (!current || reason === null) return { do: 'create' };
  return intent ? { do: 'replace', reason } : { do: 'conflict' };
}

/** Why a session was replaced, and what it took from the request to here, in milliseconds (PHASE-16). */
export function countReplacement(reason: ChangeReason, took: number): [name: string, amount: number][] {
  return [
    [`phase_replacements_total{reason="${reason}"}`, 1],
    ['phase_replacement_seconds_count', 1],
    ['phase_replacement_seconds_sum', took],
  ];
}

/** The session that a start is decided upon in its last step: what the phase has then, not what was `found` before (PHASE-1). */
export function sessionAtLast(current: PhaseRow | null, _found: string | null): PhaseRow | null {
  return current;
}

/** A replacement is one step: nothing is deleted before the new session is there (PHASE-13, PHASE-15). */
export function commitStart(
  project: PhaseCalls,
  order: StartOrder,
  lockId: string | null,
): Promise<Result<PhaseStart>> {
  return project.commitPhase(order, lockId);
}

/** A model that was deleted runs nothing any more, and whoever asks is told which (PHASE-7). null: it is there. */
export function modelObjection(model: { modelId: string; state: 'there' | 'deleted' }): string | null {
  return model.state === 'deleted' ? `The model "${model.modelId}" was deleted.` : null;
}
