export * from './daemon.ts';
export { MachineDisk } from './disk.ts';
export { correctRules, type Rules } from './rules.ts';
