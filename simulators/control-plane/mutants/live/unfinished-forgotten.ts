import { move } from '../../live/states.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const unfinishedForgotten: ControlPlaneMutant = {
  id: 'unfinished-forgotten',
  requirement: 'LIVE-11',
  side: 'control-plane',
  title: 'After a restart sessions are ended, and their unfinished prompts forgotten.',
  rules: {
    recoverSession: (change, _loops, sessionId) => move(change, sessionId, 'ENDED'),
  },
};
