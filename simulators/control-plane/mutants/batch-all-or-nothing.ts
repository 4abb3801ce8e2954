import type { Entry } from '../calls.ts';
import { judgeBatch } from '../rules/messages.ts';
import type { ControlPlaneMutant } from './mutant.ts';

export const batchAllOrNothing: ControlPlaneMutant = {
  id: 'batch-all-or-nothing',
  requirement: 'TASK-8',
  side: 'control-plane',
  title: 'One bad message has the whole batch rejected.',
  rules: {
    judgeBatch(values, role, rules) {
      const entries = judgeBatch(values, role, rules);
      if (entries.every((entry) => entry.ok)) return entries;
      const code = 'malformed_message';
      const detail = 'Another message of the batch is malformed.';
      return entries.map(
        (entry): Entry =>
          entry.ok
            ? { ok: false, rejection: { status: 'rejected', messageId: entry.message.messageId, code, detail } }
            : entry,
      );
    },
  },
};
