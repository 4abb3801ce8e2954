import type { HttpInteraction } from '../../toolkit/interaction.ts';
import { agents } from './agents.ts';
import { chats } from './chats.ts';
import { agentTasks } from './tasks.ts';

/** Runtimes, agents, and what their daemons run. */
export const runtimes: readonly HttpInteraction[] = [...agents, ...chats, ...agentTasks];
