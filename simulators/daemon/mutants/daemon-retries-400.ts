import { correctRules, type DaemonMutant } from '../rules.ts';

export const retries400: DaemonMutant = {
  id: 'daemon-retries-400',
  requirement: 'RUN-4',
  side: 'daemon',
  title: 'The daemon says the end of a run again that was refused with 400',
  rules: {
    retries: (status) => status === 400 || correctRules.retries(status),
  },
};
