import type { FrontendMutant } from '../rules.ts';

export const newKeyOnResubmit: FrontendMutant = {
  id: 'frontend-new-key-on-resubmit',
  requirement: 'TASK-1',
  side: 'frontend',
  title: 'The frontend sends a submit again under a new Idempotency-Key',
  rules: {
    resubmitKey: (_, random) => random.uuid(),
  },
};
