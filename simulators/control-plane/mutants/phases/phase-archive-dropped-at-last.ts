import { archiveOne, archiveRetry } from '../../rules/phase-archive.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const archiveDroppedAtLast: ControlPlaneMutant = {
  id: 'phase-archive-dropped-at-last',
  requirement: 'PHASE-10',
  side: 'control-plane',
  title: 'A session that the archive gives up is removed from the store all the same.',
  rules: {
    archiveOne: (steps) =>
      archiveOne(steps).catch(async (error) => {
        if (archiveRetry(steps.attempt) !== null) throw error;
        await steps.drop();
      }),
  },
};
