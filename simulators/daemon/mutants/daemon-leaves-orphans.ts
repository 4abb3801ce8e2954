import type { DaemonMutant } from '../rules.ts';

export const leavesOrphans: DaemonMutant = {
  id: 'daemon-leaves-orphans',
  requirement: 'RUN-8',
  side: 'daemon',
  title: 'The daemon that comes back after a crash does not say that nothing runs',
  rules: {
    recovers: () => false,
  },
};
