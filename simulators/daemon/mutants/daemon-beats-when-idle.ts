import type { DaemonMutant } from '../rules.ts';

export const beatsWhenIdle: DaemonMutant = {
  id: 'daemon-beats-when-idle',
  requirement: 'RUN-8',
  side: 'daemon',
  title: 'The daemon does not say that it lives while it runs a task',
  rules: {
    beats: (state) => state === 'waiting',
  },
};
