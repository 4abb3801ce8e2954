import { opensProject } from '../rules/access.ts';
import type { ControlPlaneMutant } from './mutant.ts';

export const eventsOfAnyProject: ControlPlaneMutant = {
  id: 'events-of-any-project',
  requirement: 'SAFE-1',
  side: 'control-plane',
  title: 'Any user may open the events of any project.',
  rules: {
    opensProject: (token, projectId, operation) => operation === 'events' || opensProject(token, projectId, operation),
  },
};
