import type { Consumer } from '../toolkit/interaction.ts';
import { claims } from './claims.ts';
import { life } from './life.ts';
import { runTroubles } from './run-troubles.ts';
import { runs } from './runs.ts';

/** The program on a user's machine that claims the tasks of one runtime and runs them. */
export const daemon: Consumer = { name: 'daemon', interactions: [...life, ...claims, ...runs, ...runTroubles] };
