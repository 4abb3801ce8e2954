export * from './agent.ts';
export * from './disk.ts';
export { correctRules, type Rules } from './rules.ts';
