import type { ControlPlaneMutant } from '../mutant.ts';

export const archiveEveryMinute: ControlPlaneMutant = {
  id: 'phase-archive-every-minute',
  requirement: 'PHASE-10',
  side: 'control-plane',
  title: 'A failed session is tried again every minute, and given up after four.',
  rules: {
    archiveRetry: (attempt) => (attempt < 4 ? 60_000 : null),
    archiveLease: (_attempt, now) => now + 60_000,
  },
};
