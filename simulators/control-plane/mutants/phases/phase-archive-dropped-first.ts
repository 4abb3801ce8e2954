import type { ControlPlaneMutant } from '../mutant.ts';

export const archiveDroppedFirst: ControlPlaneMutant = {
  id: 'phase-archive-dropped-first',
  requirement: 'PHASE-10',
  side: 'control-plane',
  title: 'A session is removed from the store before it is in the archive.',
  rules: {
    archiveOne: async ({ read, keep, drop }) => {
      const entry = await read();
      await drop();
      if (entry) keep(entry);
    },
  },
};
