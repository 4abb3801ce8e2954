export type { Problem } from './ask.ts';
export type { Scope, SocketState, Subscribed } from './events-socket.ts';
export * from './frontend.ts';
export type * from './results.ts';
export { correctRules, type FrontendMutant, type Rules } from './rules.ts';
export { frontendVerbs } from './verbs.ts';
