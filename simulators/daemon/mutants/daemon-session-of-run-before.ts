import type { DaemonMutant } from '../rules.ts';

export const sessionOfRunBefore: DaemonMutant = {
  id: 'daemon-session-of-run-before',
  requirement: 'RUN-4',
  side: 'daemon',
  title: 'The daemon ends a run with the session of the run before',
  rules: {
    saidAtEnd: (said, before) => (before?.sessionId ? { ...said, sessionId: before.sessionId } : said),
  },
};
