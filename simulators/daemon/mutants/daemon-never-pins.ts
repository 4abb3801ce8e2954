import type { DaemonMutant } from '../rules.ts';

export const neverPins: DaemonMutant = {
  id: 'daemon-never-pins',
  requirement: 'RUN-8',
  side: 'daemon',
  title: 'The daemon says nothing of its session before the end of the run',
  rules: {
    pins: () => null,
  },
};
