import { controlPlaneMutants } from '../../simulators/control-plane/mutants/index.ts';
import type { Rules as DaemonRules } from '../../simulators/daemon/index.ts';
import { daemonMutants } from '../../simulators/daemon/mutants/index.ts';
import type { Rules as FrontendRules } from '../../simulators/frontend/index.ts';
import { frontendMutants } from '../../simulators/frontend/mutants/index.ts';
import type { Rules as VmAgentRules } from '../../simulators/vm-agent/index.ts';
import { vmAgentMutants } from '../../simulators/vm-agent/mutants/index.ts';

interface Named {
  id: string;
  requirement: string;
  title: string;
}

/** A known bug that can be switched on: in the control plane by its id, in a simulator by the rules it replaces. */
export type ActiveMutant =
  | (Named & { side: 'control-plane' })
  | (Named & { side: 'vm-agent'; rules: Partial<VmAgentRules> })
  | (Named & { side: 'frontend'; rules: Partial<FrontendRules> })
  | (Named & { side: 'daemon'; rules: Partial<DaemonRules> });

export const mutants: readonly ActiveMutant[] = [
  ...controlPlaneMutants.map(({ id, requirement, title }) => ({
    id,
    requirement,
    title,
    side: 'control-plane' as const,
  })),
  ...vmAgentMutants,
  ...frontendMutants,
  ...daemonMutants,
];
