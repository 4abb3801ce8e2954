import type { ControlPlaneMutant } from './mutant.ts';

export const linkOverwritten: ControlPlaneMutant = {
  id: 'link-overwritten',
  requirement: 'TASK-5',
  side: 'control-plane',
  title: 'Linking another workspace silently replaces the first.',
  rules: {
    linkDecision: (session, workspaceId) => (session.workspace_id === workspaceId ? 'same' : 'link'),
  },
};
