import type { BatchResult } from '../../../contracts/wire/index.ts';
import type { ControlPlaneMutant } from './mutant.ts';

export const unknownSessionSwallows: ControlPlaneMutant = {
  id: 'unknown-session-swallows',
  requirement: 'TASK-19',
  side: 'control-plane',
  title: 'Messages for a session that does not exist are answered as if they were stored.',
  rules: {
    unknownSession: (entries) => ({
      ok: true,
      value: entries.map(
        (entry, index): BatchResult =>
          entry.ok ? { status: 'stored', messageId: entry.message.messageId, seq: index + 1 } : entry.rejection,
      ),
    }),
  },
};
