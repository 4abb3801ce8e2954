import type { ControlPlaneMutant } from '../mutant.ts';

export const archiveNoAlarm: ControlPlaneMutant = {
  id: 'phase-archive-no-alarm',
  requirement: 'PHASE-10',
  side: 'control-plane',
  title: 'A run is in order, whatever it gave up and however long it took.',
  rules: {
    runAlarm: () => null,
  },
};
