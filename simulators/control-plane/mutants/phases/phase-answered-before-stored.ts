import { newPhase, sessionOf } from '../../phases/rows.ts';
import { modelName } from '../../rules/phase-reading.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const answeredBeforeStored: ControlPlaneMutant = {
  id: 'phase-answered-before-stored',
  requirement: 'PHASE-15',
  side: 'control-plane',
  title: 'A start is answered whether its session could be stored or not.',
  rules: {
    commitStart: async (project, order, lockId) => {
      try {
        return await project.commitPhase(order, lockId);
      } catch {
        return {
          ok: true,
          value: { outcome: 'created', session: sessionOf({ modelName }, newPhase(order, Date.now())) },
        };
      }
    },
  },
};
