import type { ControlPlaneMutant } from './mutant.ts';

export const malformedFrameCloses: ControlPlaneMutant = {
  id: 'malformed-frame-closes',
  requirement: 'SAFE-2',
  side: 'control-plane',
  title: 'A malformed frame closes the connection.',
  rules: {
    malformedFrame: (socket, detail) => socket.close(1003, detail),
  },
};
