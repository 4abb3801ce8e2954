import { z } from 'zod';
import { always, verbsOf } from '../verbs.ts';
import type { Daemon } from './daemon.ts';

const verb = verbsOf<Daemon>();
const none = z.object({});
const up = ({ state }: Daemon): true | string => (state !== 'off' && state !== 'crashed') || `it is ${state}`;

/** All that a daemon can be told to do. */
export const daemonVerbs = {
  start: verb({
    name: 'start',
    args: none,
    enabled: ({ state }): true | string => state === 'off' || `it is ${state}`,
    run: (daemon): Promise<void> => daemon.rise(),
  }),
  comeBack: verb({
    name: 'comeBack',
    args: none,
    enabled: ({ state }): true | string => state === 'crashed' || `it is ${state}`,
    run: (daemon): Promise<void> => daemon.rise(),
  }),
  crash: verb({ name: 'crash', args: none, enabled: up, run: (daemon): void => daemon.fall('crashed') }),
  stop: verb({ name: 'stop', args: none, enabled: up, run: (daemon): void => daemon.fall('off') }),
  poll: verb({
    name: 'poll',
    args: none,
    enabled: ({ state }): true | string => state === 'idle' || `it is ${state}`,
    run: (daemon): Promise<string | null> => daemon.ask(),
  }),
  hold: verb({ name: 'hold', args: none, enabled: always, run: (daemon): void => daemon.keep('held') }),
  release: verb({ name: 'release', args: none, enabled: always, run: (daemon): void => daemon.keep('free') }),
  moveTo: verb({
    name: 'moveTo',
    args: z.object({ runtimeId: z.string().min(1), token: z.string().min(1) }),
    enabled: ({ state }): true | string => state !== 'running' || 'it runs a task',
    run: (daemon, to): Promise<void> => daemon.move(to),
    shown: ({ runtimeId }) => ({ runtimeId, token: '(secret)' }),
  }),
};
