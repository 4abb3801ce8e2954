import type { ControlPlaneMutant } from '../mutant.ts';

export const modeOfProject: ControlPlaneMutant = {
  id: 'mode-of-project',
  requirement: 'WEB-12',
  side: 'control-plane',
  title: 'Setting the permission mode sets it for every session of the project.',
  rules: {
    storeMode: (sql, _session, mode) => void sql.exec('UPDATE sessions SET mode = ?', mode),
  },
};
