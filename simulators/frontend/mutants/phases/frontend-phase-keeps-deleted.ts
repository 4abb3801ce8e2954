import { correctPhasePanelRules } from '../../phases/rules.ts';
import type { FrontendMutant } from '../../rules.ts';

export const keepsDeleted: FrontendMutant = {
  id: 'frontend-phase-keeps-deleted',
  requirement: 'PHASE-12',
  side: 'frontend',
  title: 'The frontend goes on showing a session that was replaced.',
  rules: {
    appliesEvent: (event, shown) => event.type !== 'phase.deleted' && correctPhasePanelRules.appliesEvent(event, shown),
  },
};
