import { Daemon, type DaemonOptions, MachineDisk } from '../../../simulators/daemon/index.ts';
import type { Answer, Call } from '../../../simulators/ports.ts';
import { answered, type HandPorts } from '../../../simulators/testing.ts';
import { type AgentTask, type ClaimedTask, type ProblemCode, problems, type Runtime } from '../../wire/index.ts';
import { exampleAnswer } from '../toolkit/contract-link.ts';
import type { Given } from '../toolkit/interaction.ts';
import { values } from '../toolkit/values.ts';

const { projectId, runtimeId, daemonToken, taskId, agentId, issueId, chatId, claimKey } = values;

/** Eleven o'clock on 5 May 2026, in UTC. */
export const began = 1_777_978_800_000;

export const runtime: Runtime = {
  runtimeId,
  name: 'Ada’s laptop',
  provider: 'cli',
  status: 'online',
  lastHeartbeatAt: began,
};

/** A task of an issue that a run works on, without a word of it yet. */
export const running: AgentTask = {
  taskId,
  agentId,
  kind: 'issue',
  issueId,
  chatId: null,
  prompt: 'Make the login form remember the user name.',
  runtimeId,
  state: 'running',
  attempt: 1,
  sessionId: null,
  workDir: null,
  failureReason: null,
  error: null,
  output: null,
  createdAt: began,
  dispatchedAt: began + 15_000,
  startedAt: began + 15_100,
  finishedAt: null,
};

/** The same as it is claimed by the key that the provider's state names. */
export const claimed: ClaimedTask = {
  ...running,
  state: 'dispatched',
  startedAt: null,
  priorSessionId: null,
  priorWorkDir: null,
  claim: { claimKey, expiresAt: began + 75_000 },
};

/** The same of a chat. */
export const ofChat = { kind: 'chat', issueId: null, chatId } as const;

/** Answers the other requests of a daemon: there is one task, which is there each time that it asks. */
export function giving(task: ClaimedTask | null): (call: Call) => Answer {
  return (call) => {
    if (call.operation === 'recoverOrphans') return answered(200, { recovered: [], failed: [] });
    return call.operation === 'claimTask' ? answered(200, { task }) : exampleAnswer(call);
  };
}

/** Starts the daemon of the runtime of the state, and waits for nothing: whether it comes up is what most interactions are about. */
export function started(ports: HandPorts, change: Partial<DaemonOptions> = {}): Daemon {
  const daemon = new Daemon(ports, { projectId, runtimeId, token: daemonToken, name: runtime.name, ...change });
  void daemon.start();
  return daemon;
}

/** The disk of a machine on which a daemon of the runtime has run before. */
export function usedDisk(): MachineDisk {
  const disk = new MachineDisk();
  disk.runtimes.add(runtimeId);
  return disk;
}

export const aRuntime = (params?: Record<string, unknown>, ...then: readonly Given[]): Given[] => [
  { state: 'a runtime', ...(params && { params }) },
  ...then,
];
export const aTask = (params?: Record<string, unknown>, ...then: readonly Given[]): Given[] => [
  { state: 'a task of an agent', ...(params && { params }) },
  ...then,
];
/** A state that changes the token of the daemon. */
export const daemonsToken = (
  state:
    | 'the token has expired'
    | 'the token is unknown'
    | 'the token is for something else'
    | 'the token has asked too often',
): Given => ({ state, params: { of: 'daemonToken' } });

/** A problem as the daemon says it in its reports. */
export const told = (code: ProblemCode) => ({ status: problems[code].status, code });

/** What a run says. */
export type RunOperation = 'startAgentTask' | 'pinSession' | 'appendTaskMessages' | 'completeTask' | 'failTask';
