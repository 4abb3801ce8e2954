import type { ControlPlaneMutant } from '../mutant.ts';

export const removedWorkDirsLost: ControlPlaneMutant = {
  id: 'removed-work-dirs-lost',
  requirement: 'RUN-10',
  side: 'control-plane',
  title: 'Removing a runtime clears the work directories of everything that ran there.',
  rules: {
    pointersOnRemoval: (sql, runtimeId) => {
      sql.exec('UPDATE chats SET work_dir = NULL WHERE runtime_id = ?', runtimeId);
      sql.exec('UPDATE tasks SET work_dir = NULL WHERE runtime_id = ?', runtimeId);
    },
  },
};
