import type { Consumer } from '../toolkit/interaction.ts';
import { batches } from './batches.ts';
import { completions } from './completion.ts';
import { troubles } from './troubles.ts';

/** The agent in a workspace, which brings what is said there to its session. */
export const vmAgent: Consumer = { name: 'vm-agent', interactions: [...batches, ...troubles, ...completions] };
