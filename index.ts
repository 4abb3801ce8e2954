/** Public names of dress-rehearsal. */
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
  type NodeOrders,
  type Patience,
  type Provisioning,
  Refused,
  refused,
  type Said,
  type Side,
  secret,
  Tokens,
  type Tools,
  type Wire,
  type WireAnswer,
  WireLost,
  type WorkspaceOrder,
} from './simulators/stage/adapters/index.ts';
export { defineHooks, type WorkerHooks } from './simulators/stage/worker/hooks.ts';
