import { roleMay } from '../rules/access.ts';
import type { ControlPlaneMutant } from './mutant.ts';

export const anyTokenMayPost: ControlPlaneMutant = {
  id: 'any-token-may-post',
  requirement: 'SAFE-1',
  side: 'control-plane',
  title: 'Any token of the project may post to any of its sessions.',
  rules: {
    roleMay: (role, operation) =>
      (operation === 'appendMessages' && role !== 'administrator') || roleMay(role, operation),
    mayUseSession: () => true,
  },
};
