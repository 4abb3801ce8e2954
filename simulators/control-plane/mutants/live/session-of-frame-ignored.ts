import type { ControlPlaneMutant } from '../mutant.ts';

export const sessionOfFrameIgnored: ControlPlaneMutant = {
  id: 'session-of-frame-ignored',
  requirement: 'WEB-4',
  side: 'control-plane',
  title: 'A message goes to the session that the connection switched to, whatever it names.',
  rules: {
    targetSession: (named, { current }) => current ?? named,
  },
};
