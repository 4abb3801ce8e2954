import type { ControlPlaneMutant } from './mutant.ts';
export const controlPlaneMutants: readonly ControlPlaneMutant[] = [];
