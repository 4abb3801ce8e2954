import { daemon } from './daemon/index.ts';
import { frontend } from './frontend/index.ts';
import type { Consumer } from './toolkit/interaction.ts';
import { vmAgent } from './vm-agent/index.ts';

/** Who talks to a session API. */
export const consumers: readonly Consumer[] = [vmAgent, daemon, frontend];
