import type { FrontendMutant } from '../../rules.ts';

export const keepsQuestion: FrontendMutant = {
  id: 'frontend-phase-keeps-question',
  requirement: 'PHASE-2',
  side: 'frontend',
  title: 'The question of an earlier start stays open after another start, and agreeing replaces what nobody means.',
  rules: {
    startDismisses: () => false,
  },
};
