import type { Phase, PhaseIntent, PhaseModel, PhaseParameters } from '../../contracts/wire/index.ts';
import type { Frontend } from '../../simulators/frontend/index.ts';
import type { World } from './world.ts';

/** A model of phases; its versions are `major.minor`. */
export const model = (modelId: string, version = '1.0'): PhaseModel => ({ modelId, version });

/** Submits a task, for phases to be started of it. */
export async function newTask(world: World, message = 'Build the shed.'): Promise<string> {
  const { taskId = '' } = await world.frontend.submit({ message });
  return taskId;
}

export interface Phased extends PhaseIntent {
  taskId: string;
  phase: Phase;
}

/** Starts a phase in a tab, and says which session it has then. */
export async function startPhase(
  tab: Frontend,
  start: { taskId: string; phase?: Phase; model: PhaseModel; parameters?: PhaseParameters },
): Promise<Phased> {
  const { taskId, phase = 'planning' } = start;
  const { value } = await tab.phases.start({ ...start, phase });
  return { taskId, phase, sessionId: value?.session.sessionId ?? '', version: value?.session.version ?? 1 };
}
