import { z } from 'zod';

/** The states of a task of an agent. */
export const agentTaskStates = ['queued', 'dispatched', 'running', 'completed', 'failed', 'cancelled'] as const;
export type AgentTaskState = (typeof agentTaskStates)[number];

/** What each state means. */
export const agentTaskMeanings: Record<AgentTaskState, string> = {
  queued: 'It waits for its runtime.',
  dispatched: 'It was claimed and is not started yet.',
  running: 'It was started.',
  completed: 'It ended well.',
  failed: 'It ended badly; `failureReason` says why.',
  cancelled: 'A user called it off.',
};
export const agentTaskState = z.enum(agentTaskStates).meta({
  id: 'AgentTaskState',
  description: agentTaskStates.map((state) => `${state}: ${agentTaskMeanings[state]}`).join(' '),
});

/** From each state to the states that may follow it. `dispatched` follows itself when the lease of a claim is over. */
export const agentTaskTransitions: Record<AgentTaskState, readonly AgentTaskState[]> = {
  queued: ['dispatched', 'failed', 'cancelled'],
  dispatched: ['dispatched', 'running', 'queued', 'failed', 'cancelled'],
  running: ['completed', 'failed', 'queued', 'cancelled'],
  completed: [],
  failed: [],
  cancelled: [],
};

/** States that nothing follows. */
export const endedStates: ReadonlySet<AgentTaskState> = new Set(['completed', 'failed', 'cancelled']);

/** Why a task failed: the first two a daemon says, the others the provider. */
export const failureReasons = {
  agent_error: 'The agent failed.',
  timeout: 'The agent took too long.',
  runtime_recovery: 'The daemon began anew while the task was dispatched or running, and its attempts were used up.',
  runtime_offline: 'The runtime was silent while the task was running, and its attempts were used up.',
  runtime_removed: 'The runtime was removed.',
} as const;
export type FailureReason = keyof typeof failureReasons;
export const failureReason = z.enum(Object.keys(failureReasons) as [FailureReason, ...FailureReason[]]).meta({
  id: 'FailureReason',
  description: Object.entries(failureReasons)
    .map(([reason, meaning]) => `${reason}: ${meaning}`)
    .join(' '),
});
export const daemonReason = z.enum(['agent_error', 'timeout']);
