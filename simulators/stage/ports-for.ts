import type { Ports } from '../ports.ts';
import { seededRandom } from './chance.ts';
import { RecordedLink } from './link.ts';
import type { Network } from './network.ts';

/** The ports of one actor on the stage: its link, its clock, its chance, its journal. */
export function portsFor(network: Network, actor: string, seed: number, wanted?: 'wrong on purpose'): Ports {
  const { scheduler, recorder, numbers } = network;
  return {
    link: new RecordedLink(network, actor, wanted),
    random: seededRandom(seed, actor),
    clock: {
      now: () => scheduler.now(),
      after: (ms, run) => scheduler.after(`${actor}/timer/${numbers.nth(`${actor}/timer`)}`, ms, run),
    },
    journal: {
      verb: (verb, args, refused) =>
        void recorder.record('verb', { actor, verb, args, ...(refused === undefined ? {} : { refused }) }),
      report: (report, detail) => void recorder.record('report', { actor, report, detail }),
    },
  };
}
