import { together } from '../database/query.ts';
import type { ControlPlaneMutant } from './mutant.ts';

export const taskRowStays: ControlPlaneMutant = {
  id: 'task-row-stays',
  requirement: 'TASK-2',
  side: 'control-plane',
  title: 'The task stays visible after its session was refused.',
  rules: {
    async sessionRefused(db, { taskId }) {
      await together(db, [
        ["UPDATE tasks SET status = 'queued' WHERE id = ?", taskId],
        ['DELETE FROM submits WHERE task_id = ?', taskId],
      ]);
      return { ok: false, code: 'session_unavailable', detail: 'The session could not be created.' };
    },
  },
};
