import type { DaemonMutant } from '../rules.ts';

export const ignoresSession: DaemonMutant = {
  id: 'daemon-ignores-session',
  requirement: 'RUN-1',
  side: 'daemon',
  title: 'The daemon begins anew although a session was offered',
  rules: {
    resumes: () => null,
  },
};
