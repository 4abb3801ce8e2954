import type { ClientRole, ClientScenario } from '../definition.ts';
import { daemonScenarios } from './daemon.ts';
import { frontendScenarios } from './frontend.ts';
import { vmAgentScenarios } from './vm-agent.ts';

/** All stories in which a client is on trial, by its role. They are no part of the catalogue of a provider's scenarios. */
export const clientScenarios: Record<ClientRole, readonly ClientScenario[]> = {
  'vm-agent': vmAgentScenarios,
  frontend: frontendScenarios,
  daemon: daemonScenarios,
};
