/** Public names of dress-rehearsal. */
/** The schemas of an adapter's options and answers. */
export { z } from 'zod';
export { type Config, defineConfig } from './cli/settings.ts';
export type * from './contracts/trace/index.ts';
export { type Check, check } from './scenarios/checks/check.ts';
export { mutants, replay, run, serve } from './scenarios/play/index.ts';
export type { AdapterChoice, Progress, RunOptions } from './scenarios/play/run-types.ts';
export { CannotRun } from './scenarios/play/run-types.ts';
export { type Need, type Scenario, type ScenarioDefinition, scenario } from './scenarios/play/scenario.ts';
export type { World } from './scenarios/play/world.ts';
export {
  type Adapter,
  type AdapterDefinition,
  type Asked,
  type Capabilities,
  type Client,
  defineAdapter,
  type FeedEntry,
  type FeedSource,
  LiveFeed,
  messageNew,
  type NodeOrders,
  OneProject,
  oneByOne,
  oneProject,
  type Patience,
  type Provisioning,
  pageByCursor,
  pageBySeq,
  pageOf,
  Refused,
  refused,
  type Said,
  type Side,
  secret,
  Tokens,
  type Tools,
  topicOf,
  type Wire,
  type WireAnswer,
  WireLost,
  type WireSocket,
  type WorkspaceOrder,
} from './simulators/stage/adapters/index.ts';
export { defineHooks, type WorkerHooks } from './simulators/stage/worker/hooks.ts';
