import type { DaemonMutant } from '../rules.ts';

export const newKeyAfterLostClaim: DaemonMutant = {
  id: 'daemon-new-key-after-lost-claim',
  requirement: 'RUN-7',
  side: 'daemon',
  title: 'The daemon asks with a new claim key when the answer to its claim was lost',
  rules: {
    claimKeyFor: (_unanswered, random) => random.uuid(),
  },
};
