import type { ControlPlaneMutant } from '../mutant.ts';

export const metadataNotRecorded: ControlPlaneMutant = {
  id: 'metadata-not-recorded',
  requirement: 'WEB-10',
  side: 'control-plane',
  title: 'The end of a reply carries metadata that the record never gets.',
  rules: {
    recordedMetadata: (before) => before,
  },
};
