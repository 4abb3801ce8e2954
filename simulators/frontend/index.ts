export * from './frontend.ts';
export type * from './results.ts';
export { correctRules, type Rules } from './rules.ts';
