import type { ControlPlaneMutant } from '../mutant.ts';

const minutes = [1, 5, 60];

export const archiveRetriesLate: ControlPlaneMutant = {
  id: 'phase-archive-retries-late',
  requirement: 'PHASE-10',
  side: 'control-plane',
  title: 'The last attempt to archive a session is made after an hour instead of a quarter.',
  rules: {
    archiveRetry: (attempt) => {
      const wait = minutes[attempt - 1];
      return wait === undefined ? null : wait * 60_000;
    },
    archiveLease: (attempt, now) => now + (minutes[attempt - 1] ?? 1) * 60_000,
  },
};
