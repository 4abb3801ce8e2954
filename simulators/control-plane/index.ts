export { bindings } from './bindings.ts';
export { controlPlaneMutants } from './mutants/index.ts';
export type { ControlPlaneMutant } from './mutants/mutant.ts';
export { correctRules, currentRules, type Rules, useRules } from './rules.ts';
