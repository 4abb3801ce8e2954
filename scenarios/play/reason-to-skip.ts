import { type Guarantees, nodeOperations, type OperationName, operations } from '../../contracts/wire/index.ts';
import type { Target } from '../../simulators/stage/targets.ts';
import { checks } from '../checks/index.ts';
import { meets, unmetReason } from './play.ts';
import type { Scenario } from './scenario.ts';

/** What a target says that it offers; null: everything. */
export interface Offer {
  capabilities: readonly string[] | null;
  guarantees: Guarantees | null;
}

/** Why a scenario is not played on a target at all; null where it is. */
export function reasonToSkip(
  scenario: Scenario,
  target: Pick<Target, 'control' | 'adapter'>,
  offer: Offer,
): string | null {
  if (target.control === 'inside' && !offer.capabilities) return null;
  const isInside = target.control === 'inside';
  if (!isInside && scenario.needs.includes('inside')) return 'needs faults inside the target';
  if (!isInside && scenario.needs.includes('time')) return 'needs a clock that can be moved on';
  const brought = isInside ? ['inside', 'time'] : [];
  const lacking = scenario.needs.find((need) => !brought.includes(need) && !offer.capabilities?.includes(need));
  if (lacking) return `the ${target.adapter ? `adapter ${target.adapter.name}` : 'target'} does not offer ${lacking}`;
  const unstruck = scenario.faults
    ?.flatMap(({ where: { operation = '' } }) => operation)
    .find((one) => lacksOperation(target, one));
  if (unstruck) return `the adapter ${target.adapter?.name} has no ${unstruck}`;
  const byDesign = unmetReason(scenario.requirements, target.adapter?.unmet);
  return byDesign ?? reasonOfChecks(scenario, offer.guarantees);
}

/** Has the adapter no such operation, of a provider or of a node? */
export function lacksOperation({ adapter }: Pick<Target, 'adapter'>, operation: string): boolean {
  if (!adapter || operation === '') return false;
  if (operation in nodeOperations) return adapter.orders === false;
  return operation in operations && !adapter.has(operation as OperationName);
}

/** Where nothing that a scenario names can be judged, it may wait for what never comes. */
function reasonOfChecks({ checks: names }: Scenario, guarantees: Guarantees | null): string | null {
  const named = checks.filter(({ id }) => names.includes(id));
  const [lacking] = named.filter(({ needs }) => !meets(guarantees, needs));
  if (!lacking || named.some(({ needs }) => meets(guarantees, needs))) return null;
  return `the target does not promise ${lacking.needs?.guarantee}: ${lacking.needs?.atLeast}`;
}
