/** Adapters: what speaks the wire of another system for the simulators. */
import type { Adapter } from './adapter.ts';
import { agentcmd } from './agentcmd/index.ts';
import { ispo } from './ispo/index.ts';
import { mitzo } from './mitzo/index.ts';
import { multica } from './multica/index.ts';
import { sam } from './sam/index.ts';

export type { Adapter, AdapterDefinition, Asked, Capabilities, Client, Provisioning, Said, Side } from './adapter.ts';
export { defineAdapter } from './define-adapter.ts';
export { type FeedEntry, type FeedSource, LiveFeed, messageNew } from './live-feed.ts';
export { oneByOne, pageByCursor, pageBySeq, pageOf, topicOf } from './messages.ts';
export { OneProject, oneProject } from './one-project.ts';
export { OptionTrouble, readOptions, variableOf } from './options.ts';
export type { WireAnswer } from './read-answer.ts';
export { Refused, refused } from './refused.ts';
export { isSecret, secret } from './secrets.ts';
export { Tokens } from './tokens.ts';
export type { NodeOrders, Patience, Tools, WorkspaceOrder } from './tools.ts';
export { Wire, WireLost, type WireSocket } from './wire.ts';

/** Those that come with this package. */
export const adapters: readonly Adapter[] = [agentcmd, ispo, mitzo, multica, sam];
