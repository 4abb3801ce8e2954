import { correctRules, type DaemonMutant } from '../rules.ts';

export const givesUpOn503: DaemonMutant = {
  id: 'daemon-gives-up-on-503',
  requirement: 'RUN-4',
  side: 'daemon',
  title: 'The daemon drops the end of a run that was answered 503',
  rules: {
    retries: (status) => status !== 503 && correctRules.retries(status),
  },
};
