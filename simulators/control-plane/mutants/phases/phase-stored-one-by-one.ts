import { savePhases } from '../../phases/rows.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const storedOneByOne: ControlPlaneMutant = {
  id: 'phase-stored-one-by-one',
  requirement: 'PHASE-14',
  side: 'control-plane',
  title: 'What is replaced or deleted together is stored one by one.',
  rules: {
    storePhases(sql, rows) {
      for (const row of rows) savePhases(sql, [row]);
    },
  },
};
