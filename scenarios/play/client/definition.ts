import { type FaultPlan, type FaultPlanInput, faultPlan } from '../../../contracts/trace/index.ts';
import type { RequirementId } from '../../requirements.ts';
import type { ClientSet } from './set.ts';

/** What a client can be, to a session API. */
export type ClientRole = 'vm-agent' | 'frontend' | 'daemon';
export const clientRoles: readonly ClientRole[] = ['vm-agent', 'frontend', 'daemon'];

export interface ClientScenarioDefinition {
  /** One sentence: what the client does. */
  title: string;
  requirements: readonly RequirementId[];
  /** What breaks on the way. An entry that names no actor is about the client. Default: nothing. */
  faults?: FaultPlanInput;
  /** Ids of the checks that judge what is special to this story; each must judge something. */
  checks: readonly string[];
  /**
   * Sets the stage, starts the client and resolves when it has done what it was asked. Whatever it is asked is in
   * what `set.start` is given.
   */
  play(set: ClientSet): Promise<void>;
}

export interface ClientScenario extends ClientScenarioDefinition {
  /** `role/name`. */
  id: string;
  role: ClientRole;
  plan: FaultPlan;
}

/** Declares a scenario in which a client is on trial. */
export function clientScenario(role: ClientRole, name: string, definition: ClientScenarioDefinition): ClientScenario {
  const plan = faultPlan.parse(definition.faults ?? []);
  const ofClient = plan.map(({ where, fault }) => ({ where: { actor: role, ...where }, fault }));
  return { ...definition, id: `${role}/${name}`, role, plan: ofClient };
}
