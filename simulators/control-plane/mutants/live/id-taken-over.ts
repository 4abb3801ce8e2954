import type { ControlPlaneMutant } from '../mutant.ts';

export const idTakenOver: ControlPlaneMutant = {
  id: 'id-taken-over',
  requirement: 'WEB-16',
  side: 'control-plane',
  title: "Another user's id is answered as if the session were one's own.",
  rules: {
    createDecision: (existing) => (existing ? 'same' : 'create'),
  },
};
