import type { ControlPlaneMutant } from '../mutant.ts';

export const unknownHistoryEmpty: ControlPlaneMutant = {
  id: 'unknown-history-empty',
  requirement: 'WEB-6',
  side: 'control-plane',
  title: 'A session that does not exist has an empty history.',
  rules: {
    unknownLive: (empty) => ({ ok: true, value: empty }),
  },
};
