import { z } from 'zod';
import { projectId } from '../ids.ts';
import { authenticated, type Operation, withBody } from '../operation.ts';
import {
  agentTask,
  agentTaskId,
  claimedTask,
  claimKey,
  label,
  newTaskMessage,
  runSession,
  runtime,
  runtimeId,
  workDir,
} from './resources.ts';
import { daemonReason } from './states.ts';

const ofRuntime = z.object({ projectId, runtimeId });
const ofTask = z.object({ projectId, taskId: agentTaskId });
const runtimePath = '/v1/projects/{projectId}/runtimes/{runtimeId}';
const taskPath = '/v1/projects/{projectId}/agent-tasks/{taskId}';
const said = {
  sessionId: runSession.optional().meta({ description: 'null is not a session: leave it out.' }),
  workDir: workDir.optional(),
};
const text = z.string().max(100 * 1024);
const ofClaim = ['claim_lost', 'task_ended', ...withBody, ...authenticated] as const;

/**
 * What a daemon says. It acts for the runtime its token is for: for another it is 403, and a task of another it does
 * not find (SAFE-1). All but `recoverOrphans` may be sent again with the same effect.
 */
export const daemonOperations = {
  registerRuntime: {
    method: 'PUT',
    path: runtimePath,
    summary: 'Register a runtime',
    description:
      'Makes it, or gives it another name. A runtime that was removed does not come back. Like heartbeat, it says that the runtime lives.',
    capability: 'runtimes',
    params: ofRuntime,
    body: z.object({ name: label, provider: label }).meta({ id: 'NewRuntime' }),
    answers: { 200: runtime },
    problems: ['runtime_removed', ...withBody, ...authenticated],
  },
  heartbeat: {
    method: 'POST',
    path: `${runtimePath}/heartbeat`,
    summary: 'Say that a runtime lives',
    description:
      'Every 15 seconds. A runtime that is silent for 45 seconds is offline; after 300 seconds its running tasks are queued again, at most once each, and otherwise fail with `runtime_offline`. Every request below `/runtimes/{runtimeId}` that succeeds is a sign of life.',
    capability: 'runtimes',
    params: ofRuntime,
    answers: { 200: runtime },
    problems: ['runtime_removed', 'malformed_request', ...authenticated],
  },
  claimTask: {
    method: 'POST',
    path: `${runtimePath}/claims`,
    summary: 'Claim a task',
    description:
      'Gives the oldest task that was queued for this runtime and that nobody has claimed, or whose claim was not started within 60 seconds; null where there is none (RUN-7). The same key again gives the same task again, as long as it is dispatched by that key, and where its 60 seconds are over they begin anew; later it gives null, and never a second task. A claim that gave null leaves its key free. What the task is offered to resume is settled when it is claimed: said again, it is the same.',
    capability: 'runtimes',
    params: ofRuntime,
    body: z.object({ claimKey }).meta({ id: 'Claim' }),
    answers: { 200: z.object({ task: claimedTask.nullable() }).meta({ id: 'ClaimAnswer' }) },
    problems: ['runtime_removed', ...withBody, ...authenticated],
  },
  recoverOrphans: {
    method: 'POST',
    path: `${runtimePath}/recover-orphans`,
    summary: 'Say that nothing runs on a runtime',
    description:
      'By a daemon that begins anew, before it claims. Every task of the runtime that is dispatched or running is queued again as its second attempt, with the session and work directory that its run said (RUN-8); a second attempt fails with `runtime_recovery`. Their claims are lost.',
    capability: 'runtimes',
    params: ofRuntime,
    answers: {
      200: z
        .object({ recovered: z.array(agentTaskId), failed: z.array(agentTaskId) })
        .meta({ id: 'RecoveredOrphans', description: 'Queued again, and failed.' }),
    },
    problems: ['runtime_removed', 'malformed_request', ...authenticated],
  },
  startAgentTask: {
    method: 'POST',
    path: `${taskPath}/start`,
    summary: 'Start a claimed task',
    description:
      '`claim_lost` when the claim is not, or no longer, that of the task. Starting again by the same claim changes nothing.',
    capability: 'runtimes',
    params: ofTask,
    body: z.object({ claimKey }).meta({ id: 'TaskStart' }),
    answers: { 200: agentTask },
    problems: ofClaim,
  },
  pinSession: {
    method: 'POST',
    path: `${taskPath}/session`,
    summary: 'Say which session a run has',
    description:
      'As soon as it is known, so that it outlives the daemon (RUN-8). What is left out stays as it was. Moves no pointer.',
    capability: 'runtimes',
    params: ofTask,
    body: z
      .object({ claimKey, ...said })
      .refine((body) => body.sessionId !== undefined || body.workDir !== undefined, 'sessionId or workDir is needed.')
      .meta({ id: 'PinnedSession', anyOf: [{ required: ['sessionId'] }, { required: ['workDir'] }] }),
    answers: { 200: agentTask },
    problems: ['task_not_started', ...ofClaim],
  },
  appendTaskMessages: {
    method: 'POST',
    path: `${taskPath}/messages`,
    summary: 'Say what a run says',
    description:
      'Each `seq` of an attempt is stored once: sent again, with whatever content, it is counted as known and the first stays.',
    capability: 'runtimes',
    params: ofTask,
    body: z.object({ claimKey, messages: z.array(newTaskMessage).min(1) }).meta({
      id: 'TaskMessages',
      description: 'At most 100 messages.',
    }),
    answers: {
      200: z
        .object({ stored: z.int().nonnegative(), known: z.int().nonnegative() })
        .meta({ id: 'StoredTaskMessages', description: 'How many were new, and how many were there.' }),
    },
    problems: ['task_not_started', 'batch_too_large', 'message_too_large', ...ofClaim],
  },
  completeTask: {
    method: 'POST',
    path: `${taskPath}/complete`,
    summary: 'Say that a task has completed',
    description:
      'Moves the pointer of its chat, where it has a session (RUN-4). Again by the same claim, with whatever body, it is the task as it ended; after another end it is `task_ended`.',
    capability: 'runtimes',
    params: ofTask,
    body: z.object({ claimKey, output: text, ...said }).meta({ id: 'TaskCompletion' }),
    answers: { 200: agentTask },
    problems: ['task_not_started', ...ofClaim],
  },
  failTask: {
    method: 'POST',
    path: `${taskPath}/fail`,
    summary: 'Say that a task has failed',
    description:
      'Also before it was started. Moves the pointer of its chat like a completion, and may be said again like one.',
    capability: 'runtimes',
    params: ofTask,
    body: z.object({ claimKey, error: text, reason: daemonReason, ...said }).meta({ id: 'TaskFailure' }),
    answers: { 200: agentTask },
    problems: ofClaim,
  },
} as const satisfies Record<string, Operation>;
