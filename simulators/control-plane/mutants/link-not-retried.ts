import { retryDelay } from '../rules/runner.ts';
import type { ControlPlaneMutant } from './mutant.ts';

export const linkNotRetried: ControlPlaneMutant = {
  id: 'link-not-retried',
  requirement: 'TASK-6',
  side: 'control-plane',
  title: 'A link that failed is not tried again.',
  rules: {
    retryDelay: (job) => (job.step === 'link' ? null : retryDelay(job)),
  },
};
