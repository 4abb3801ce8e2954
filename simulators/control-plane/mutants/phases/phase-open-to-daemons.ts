import { roleMay } from '../../rules/access.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const openToDaemons: ControlPlaneMutant = {
  id: 'phase-open-to-daemons',
  requirement: 'SAFE-1',
  side: 'control-plane',
  title: 'A daemon reads and starts the phases of its project.',
  rules: {
    roleMay: (role, operation) =>
      (role === 'daemon' && (operation === 'startPhase' || operation === 'lookupPhase')) || roleMay(role, operation),
  },
};
