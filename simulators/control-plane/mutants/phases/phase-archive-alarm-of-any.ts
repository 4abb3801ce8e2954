import { runAlarm } from '../../rules/phase-archive.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const archiveAlarmOfAny: ControlPlaneMutant = {
  id: 'phase-archive-alarm-of-any',
  requirement: 'PHASE-10',
  side: 'control-plane',
  title: 'One session of twenty that is given up is an alarm.',
  rules: {
    runAlarm: (run, now) => (run.failed > 0 ? 'too_many_errors' : runAlarm(run, now)),
  },
};
