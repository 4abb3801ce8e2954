import { archiveOne } from '../../rules/phase-archive.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const archiveLostOnRetry: ControlPlaneMutant = {
  id: 'phase-archive-lost-on-retry',
  requirement: 'PHASE-10',
  side: 'control-plane',
  title: 'A second attempt takes it that the first has archived the session, and only removes it.',
  rules: {
    archiveOne: (steps) => (steps.attempt > 1 ? steps.drop() : archiveOne(steps)),
  },
};
