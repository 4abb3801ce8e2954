import type { DaemonMutant } from '../rules.ts';

export const saysLessOnRetry: DaemonMutant = {
  id: 'daemon-says-less-on-retry',
  requirement: 'RUN-4',
  side: 'daemon',
  title: 'The daemon leaves session and work directory out when it says the end of a run again',
  rules: {
    retried: (body) =>
      'output' in body || 'error' in body ? { ...body, sessionId: undefined, workDir: undefined } : body,
  },
};
