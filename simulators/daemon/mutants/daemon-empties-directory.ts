import type { DaemonMutant } from '../rules.ts';

export const emptiesDirectory: DaemonMutant = {
  id: 'daemon-empties-directory',
  requirement: 'RUN-3',
  side: 'daemon',
  title: 'The daemon empties the work directory before each run',
  rules: {
    found: () => [],
  },
};
