import type { ControlPlaneMutant } from '../mutant.ts';

export const metadataFailsReply: ControlPlaneMutant = {
  id: 'metadata-fails-reply',
  requirement: 'WEB-10',
  side: 'control-plane',
  title: 'A reply fails when its metadata cannot be copied.',
  rules: {
    stepLoop({ completes, take, fail, save }) {
      if (completes) void save().then(take, fail);
      else take();
    },
  },
};
