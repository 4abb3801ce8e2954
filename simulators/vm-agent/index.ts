export * from './agent.ts';
export * from './disk.ts';
export type { Conduct, WorkspaceOrder } from './node-service.ts';
export { correctRules, type Rules, type VmAgentMutant } from './rules.ts';
export { vmAgentVerbs } from './verbs.ts';
