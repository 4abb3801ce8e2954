export { bindings } from './bindings.ts';
export { controlPlaneMutants } from './mutants/index.ts';
