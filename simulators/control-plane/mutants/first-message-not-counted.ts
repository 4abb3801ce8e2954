import { describeSession } from '../rules/sessions.ts';
import type { ControlPlaneMutant } from './mutant.ts';

export const firstMessageNotCounted: ControlPlaneMutant = {
  id: 'first-message-not-counted',
  requirement: 'TASK-15',
  side: 'control-plane',
  title: 'The first message is missing in the counter.',
  rules: {
    describeSession: (row) => ({ ...describeSession(row), messageCount: Math.max(0, row.message_count - 1) }),
  },
};
