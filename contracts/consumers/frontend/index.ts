import type { Consumer } from '../toolkit/interaction.ts';
import { frames } from './frames/index.ts';
import { live } from './live.ts';
import { messages } from './messages.ts';
import { phases } from './phases/index.ts';
import { refusals } from './refusals.ts';
import { runtimes } from './runtimes/index.ts';
import { sessions } from './sessions.ts';
import { tasks } from './tasks.ts';

/** A tab of the web frontend, which its user looks at. */
export const frontend: Consumer = {
  name: 'frontend',
  interactions: [...tasks, ...sessions, ...messages, ...live, ...phases, ...runtimes, ...refusals, ...frames],
};
