import type { ControlPlaneMutant } from '../mutant.ts';

export const chunksFromOne: ControlPlaneMutant = {
  id: 'chunks-from-one',
  requirement: 'WEB-7',
  side: 'control-plane',
  title: 'Chunks are counted from one, but the beginning of a reply says zero.',
  rules: {
    chunkIndex: (done) => done + 1,
  },
};
