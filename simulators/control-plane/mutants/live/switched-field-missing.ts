import { describeSwitched } from '../../rules/live-routing.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const switchedFieldMissing: ControlPlaneMutant = {
  id: 'switched-field-missing',
  requirement: 'LIVE-4',
  side: 'control-plane',
  title: 'The answer to a switch leaves out the branch.',
  rules: {
    describeSwitched(row, running) {
      const { branch: _, ...rest } = Object(describeSwitched(row, running));
      return rest;
    },
  },
};
