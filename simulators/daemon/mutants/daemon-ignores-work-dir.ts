import type { DaemonMutant } from '../rules.ts';

export const ignoresWorkDir: DaemonMutant = {
  id: 'daemon-ignores-work-dir',
  requirement: 'RUN-3',
  side: 'daemon',
  title: 'The daemon works in a new directory although one was offered',
  rules: {
    workDirFor: ({ taskId }) => `/work/${taskId}`,
  },
};
