import { together } from '../database/query.ts';
import type { ControlPlaneMutant } from './mutant.ts';

export const sessFallback: ControlPlaneMutant = {
  id: 'sess-fallback',
  requirement: 'TASK-3',
  side: 'control-plane',
  title: 'When the session is refused, submit answers with the id of a session that does not exist.',
  rules: {
    async sessionRefused(db, { taskId, messageId }) {
      const sessionId = crypto.randomUUID();
      await together(db, [
        ["UPDATE tasks SET status = 'queued', session_id = ? WHERE id = ?", sessionId, taskId],
        ['UPDATE submits SET session_id = ? WHERE task_id = ?', sessionId, taskId],
      ]);
      return { ok: true, value: { taskId, sessionId, messageId } };
    },
  },
};
