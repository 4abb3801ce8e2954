import type { MessageRow } from '../rules/messages.ts';
import type { ControlPlaneMutant } from './mutant.ts';

export const orderedByTimestamp: ControlPlaneMutant = {
  id: 'ordered-by-timestamp',
  requirement: 'TASK-10',
  side: 'control-plane',
  title: 'History is ordered by the clocks of the writers.',
  rules: {
    historyPage: (sql, sessionId, after, rows) =>
      sql
        .exec<MessageRow>(
          'SELECT * FROM messages WHERE session_id = ? AND seq > ? ORDER BY created_at, seq LIMIT ?',
          sessionId,
          after,
          rows,
        )
        .toArray(),
  },
};
