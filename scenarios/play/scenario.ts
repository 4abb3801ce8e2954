import { type FaultPlan, type FaultPlanInput, faultPlan, insideKinds } from '../../contracts/trace/index.ts';
import { sockets } from '../../contracts/wire/index.ts';
import type { RequirementId } from '../requirements.ts';
import type { World } from './world.ts';

/**
 * What a target must offer for a scenario to be played: a capability, `time` (a clock that can be moved on),
 * or `inside` (faults inside the target; implied by a plan that has such faults).
 */
export type Need =
  | 'tasks'
  | 'messages'
  | 'events'
  | 'live'
  | 'deferred'
  | 'echo'
  | 'phases'
  | 'runtimes'
  | 'migration'
  | 'time'
  | 'inside';

export interface ScenarioDefinition {
  /** One sentence: what holds. */
  title: string;
  requirements: readonly RequirementId[];
  needs: readonly Need[];
  /** What breaks. Default: nothing. */
  faults?: FaultPlanInput;
  /** Ids of the checks that judge what is special to this story; each must judge something. All others apply too. */
  checks: readonly string[];
  /** `large` where it takes a second or more: those are played first, so that the lanes end together. Default `small`. */
  size?: 'small' | 'large';
  play(world: World): Promise<void>;
}

export interface Scenario extends ScenarioDefinition {
  /** `family/name`. */
  id: string;
  family: string;
  plan: FaultPlan;
}

/** Declares a scenario. The id is `family/name`, as the file is. */
export function scenario(id: string, definition: ScenarioDefinition): Scenario {
  const plan = planOf(id, definition.faults ?? []);
  refuseWhatCannotBe(id, plan);
  const inside = plan.some(({ fault }) => insideKinds.has(fault.kind));
  const needs =
    inside && !definition.needs.includes('inside') ? [...definition.needs, 'inside' as const] : definition.needs;
  return { ...definition, needs, id, family: id.split('/', 1)[0] ?? id, plan };
}

function planOf(id: string, faults: FaultPlanInput): FaultPlan {
  const parsed = faultPlan.safeParse(faults);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const place = first?.path.join('.');
  throw new TypeError(
    `Failed to declare the scenario ${id}: its plan is wrong${place ? ` at ${place}` : ''} (${first?.message ?? 'no plan'}). See fault-plan.schema.json.`,
  );
}

/** An upgrade has one socket: it cannot arrive twice, as a request or a frame can. */
function refuseWhatCannotBe(id: string, plan: FaultPlan): void {
  const twice = plan.find(
    ({ where, fault }) => fault.kind === 'duplicate' && where.frame === undefined && (where.operation ?? '') in sockets,
  );
  if (!twice) return;
  throw new TypeError(
    `Failed to declare the scenario ${id}: the upgrade ${twice.where.operation} cannot be duplicated. Name a frame of its socket.`,
  );
}
