import { commitStart } from '../../rules/phase-starts.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const oneForAll: ControlPlaneMutant = {
  id: 'phase-one-for-all',
  requirement: 'PHASE-1',
  side: 'control-plane',
  title: 'Whatever phase is started, the session is one of planning.',
  rules: {
    commitStart: (project, order, lockId) => commitStart(project, { ...order, phase: 'planning' }, lockId),
  },
};
