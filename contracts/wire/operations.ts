import { z } from 'zod';
import { messageId, projectId, sessionId, taskId, workspaceId } from './ids.ts';
import { liveOperations } from './live/operations.ts';
import {
  authenticated,
  everywhere,
  inProject,
  inSession,
  nextCursor,
  type Operation,
  page,
  pageBySeq,
  withBody,
} from './operation.ts';
import { phaseOperations } from './phases/operations.ts';
import { rejectionCodes } from './problems.ts';
import { provisioningOperations } from './provisioning.ts';
import { message, session, task } from './resources.ts';
import { runtimeOperations } from './runtimes/operations.ts';

export const batch = z
  .object({
    messages: z.array(z.unknown()).min(1).meta({
      description: 'Each a NewMessage, judged on its own: a malformed one is rejected alone (TASK-8).',
    }),
  })
  .meta({ id: 'Batch' });

export const batchResult = z
  .discriminatedUnion('status', [
    z.object({ status: z.literal('stored'), messageId, seq: z.int().positive() }),
    z.object({ status: z.literal('duplicate'), messageId, seq: z.int().positive() }),
    z.object({
      status: z.literal('rejected'),
      messageId: z.string().nullable().meta({ description: 'As it was sent; null where it was not a string.' }),
      code: z.enum(rejectionCodes),
      detail: z.string(),
    }),
  ])
  .meta({ id: 'BatchResult' });
export type BatchResult = z.infer<typeof batchResult>;

/** The operations a provider serves. */
export const operations = {
  ...provisioningOperations,
  submitTask: {
    method: 'POST',
    path: '/v1/projects/{projectId}/tasks',
    summary: 'Submit a task',
    description:
      'Makes one task with exactly one session and stores the first message before it answers (TASK-1, TASK-4). The Idempotency-Key belongs to user and project for 24 hours: the same body gives the same answer, another body `idempotency_conflict`. After `session_unavailable` nothing of it exists and the key is free. After any other 5xx, or no answer, send it again with the same key.',
    capability: 'tasks',
    params: inProject,
    headers: z.object({ 'idempotency-key': z.string().min(1).max(200) }),
    body: z
      .object({
        message: z.string().min(1).meta({ description: 'The prompt, at most 100 KiB of UTF-8, no NUL characters.' }),
      })
      .meta({ id: 'NewTask' }),
    answers: { 201: z.object({ taskId, sessionId, messageId }).meta({ id: 'SubmittedTask' }) },
    problems: ['idempotency_conflict', 'message_too_large', 'session_unavailable', ...withBody, ...authenticated],
  },
  listTasks: {
    method: 'GET',
    path: '/v1/projects/{projectId}/tasks',
    summary: 'List tasks',
    description:
      'Newest first. Pages are cut by `limit`; rows made in the same millisecond are never lost between pages (TASK-18).',
    capability: 'tasks',
    params: inProject,
    query: page,
    answers: { 200: z.object({ tasks: z.array(task), nextCursor }).meta({ id: 'TaskPage' }) },
    problems: ['malformed_request', ...authenticated],
  },
  getTask: {
    method: 'GET',
    path: '/v1/projects/{projectId}/tasks/{taskId}',
    summary: 'Read a task',
    description: 'Reads what is durable.',
    capability: 'tasks',
    params: z.object({ projectId, taskId }),
    answers: { 200: task },
    problems: ['malformed_request', ...authenticated],
  },
  listSessions: {
    method: 'GET',
    path: '/v1/projects/{projectId}/sessions',
    summary: 'List sessions',
    description: 'Newest first, paged like tasks.',
    capability: 'tasks',
    params: inProject,
    query: page,
    answers: { 200: z.object({ sessions: z.array(session), nextCursor }).meta({ id: 'SessionPage' }) },
    problems: ['malformed_request', ...authenticated],
  },
  getSession: {
    method: 'GET',
    path: '/v1/projects/{projectId}/sessions/{sessionId}',
    summary: 'Read a session',
    description:
      'Every session id the API ever returned can be read (TASK-3). A VM agent may read the session of its workspace.',
    capability: 'tasks',
    params: inSession,
    answers: { 200: session },
    problems: ['malformed_request', ...authenticated],
  },
  linkWorkspace: {
    method: 'PUT',
    path: '/v1/projects/{projectId}/sessions/{sessionId}/workspace',
    summary: 'Link a workspace to a session',
    description:
      'The provider links the workspace it asked for by itself; a user may link by hand, a VM agent only its own workspace to its own session. Linking the same again changes nothing; linking another is `workspace_conflict` (TASK-5).',
    capability: 'tasks',
    params: inSession,
    body: z.object({ workspaceId }).meta({ id: 'WorkspaceLink' }),
    answers: { 200: session },
    problems: ['workspace_conflict', 'session_stopped', ...withBody, ...authenticated],
  },
  completeAgent: {
    method: 'POST',
    path: '/v1/projects/{projectId}/sessions/{sessionId}/agent-completed',
    summary: 'Say that the agent has completed',
    description:
      'By the VM agent of the session. The session is cleaned up 15 minutes later; every message stored meanwhile starts the period again in full (TASK-14). Saying it again with no message in between changes nothing.',
    capability: 'tasks',
    params: inSession,
    answers: { 200: session },
    problems: ['malformed_request', 'session_stopped', ...authenticated],
  },
  stopSession: {
    method: 'POST',
    path: '/v1/projects/{projectId}/sessions/{sessionId}/stop',
    summary: 'Stop a session',
    description:
      'By a user. Its workspace is stopped, its task ends as `stopped`, a pending cleanup is cancelled. Stopping again changes nothing.',
    capability: 'tasks',
    params: inSession,
    answers: { 200: session },
    problems: ['malformed_request', ...authenticated],
  },
  appendMessages: {
    method: 'POST',
    path: '/v1/projects/{projectId}/sessions/{sessionId}/messages',
    summary: 'Store a batch of messages',
    description:
      'Answered message by message, in the order sent (TASK-8). The same id with the same role and content is `duplicate` and changes nothing; with other content it is rejected as `message_conflict` and the first is kept (TASK-9). What was answered `stored` or `duplicate` survives any crash (TASK-17). A batch of one sender is stored in its order. In a stopped session nothing new is stored; when no message of the batch was known the answer is 409 `session_stopped` (TASK-12). Users may write the role `user` only.',
    capability: 'messages',
    params: inSession,
    body: batch,
    answers: { 200: z.object({ results: z.array(batchResult) }).meta({ id: 'BatchAnswer' }) },
    problems: ['session_stopped', 'batch_too_large', ...withBody, ...authenticated],
  },
  listMessages: {
    method: 'GET',
    path: '/v1/projects/{projectId}/sessions/{sessionId}/messages',
    summary: 'Read the history of a session',
    description: 'In order of `seq`. `nextAfter` is null on the last page; otherwise pass it as `after`.',
    capability: 'messages',
    params: inSession,
    query: pageBySeq,
    answers: {
      200: z
        .object({ messages: z.array(message), nextAfter: z.int().positive().nullable() })
        .meta({ id: 'MessagePage' }),
    },
    problems: ['malformed_request', ...authenticated],
  },
  events: {
    method: 'GET',
    path: '/v1/projects/{projectId}/events',
    summary: 'Open the events socket',
    description:
      'Upgrades to a WebSocket; its frames are in asyncapi.json. For users of the project. A browser, which cannot set headers, sends its token as the subprotocol `token.<token>` beside `session-api.v1`.',
    capability: 'events',
    params: inProject,
    answers: { 101: null },
    problems: ['malformed_request', ...authenticated],
  },
  ...liveOperations,
  ...phaseOperations,
  ...runtimeOperations,
} as const satisfies Record<string, Operation>;

const workspace = z.object({ workspaceId }).meta({ id: 'Workspace' });

/** What a provider asks of a node, the machine that runs workspaces. The VM agent simulator serves these. */
export const nodeOperations = {
  createWorkspace: {
    method: 'PUT',
    path: '/workspaces/{workspaceId}',
    summary: 'Run a workspace',
    description:
      'Idempotent: asked again with the same id, the node answers 200 and runs nothing new. The prompt comes with the id under which it is stored (TASK-4).',
    capability: 'node',
    params: z.object({ workspaceId }),
    body: z
      .object({
        projectId,
        taskId,
        sessionId,
        token: z.string().meta({ description: 'Bearer token of the VM agent of this workspace.' }),
        prompt: z.object({ messageId, content: z.string() }),
      })
      .meta({ id: 'WorkspaceOrder' }),
    answers: {
      200: workspace,
      201: workspace,
    },
    problems: ['malformed_request', ...everywhere],
  },
  deleteWorkspace: {
    method: 'DELETE',
    path: '/workspaces/{workspaceId}',
    summary: 'Stop a workspace',
    description: 'Idempotent: 204 whether or not it was running.',
    capability: 'node',
    params: z.object({ workspaceId }),
    answers: { 204: null },
    problems: everywhere,
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
export type NodeOperationName = keyof typeof nodeOperations;

/** An operation by its name, whichever side serves it. */
export function operationOf(name: OperationName | NodeOperationName): Operation {
  return name in operations ? operations[name as OperationName] : nodeOperations[name as NodeOperationName];
}

/** How strong a provider's promises are, as `describe` says them. */
export type Guarantees = z.infer<(typeof operations.describe.answers)[200]>['guarantees'];
