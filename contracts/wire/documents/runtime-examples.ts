import type { Agent, AgentChat, AgentTask, ClaimedTask, LegacyRuns, Runtime } from '../runtimes/index.ts';
import type { runtimeOperations } from '../runtimes/operations.ts';
import type { Example } from './examples.ts';

const projectId = '6f1d3c52-0b8e-4a57-9c1e-2f4f3a7d9b10';
const agentId = '5d0e7a94-1c3b-4f68-b2a7-8e6d4c2f0a13';
const chatId = 'a7f3c1d9-4b60-4e82-9d15-3c8b7e5f2a46';
const taskId = '0e4b8d2c-7f91-4a35-8c6e-b1d3f5a79e20';
const issueTaskId = 'c85a1e3f-9d27-4b06-a4f8-72e0d6b3c951';
const issueId = '3f6b9d12-8e4c-4a70-b5d1-09c7e2f4a863';
const claimKey = 'e1c9a7b5-3d2f-4860-9e4b-d7f5c3a18642';
const runtimeId = 'runtime-1';
const sessionId = 'cli-session-417';
const workDir = '/home/ada/agents/login';

/** Eleven o'clock on 5 May 2026, in UTC. */
const began = 1_777_978_800_000;

const inProject = { projectId };
const inRuntime = { projectId, runtimeId };
const inAgent = { projectId, agentId };
const inTask = { projectId, taskId };

const runtime: Runtime = {
  runtimeId,
  name: 'Ada’s laptop',
  provider: 'claude',
  status: 'online',
  lastHeartbeatAt: began,
};
const agent: Agent = { agentId, name: 'Fixer', runtimeId };
const chat: AgentChat = {
  chatId,
  agentId,
  title: 'The login form',
  sessionId: null,
  runtimeId,
  workDir: null,
  createdAt: began + 1000,
};
const moved: AgentChat = { ...chat, sessionId, workDir };

const queued: AgentTask = {
  taskId,
  agentId,
  kind: 'chat',
  issueId: null,
  chatId,
  prompt: 'Make the login form remember the user name.',
  runtimeId,
  state: 'queued',
  attempt: 1,
  sessionId: null,
  workDir: null,
  failureReason: null,
  error: null,
  output: null,
  createdAt: began + 2000,
  dispatchedAt: null,
  startedAt: null,
  finishedAt: null,
};
const issueTask: AgentTask = { ...queued, taskId: issueTaskId, kind: 'issue', issueId, chatId: null };
const dispatched: AgentTask = { ...queued, state: 'dispatched', dispatchedAt: began + 15_000 };
const claimed: ClaimedTask = {
  ...dispatched,
  priorSessionId: null,
  priorWorkDir: null,
  claim: { claimKey, expiresAt: began + 75_000 },
};
const running: AgentTask = { ...dispatched, state: 'running', startedAt: began + 15_100 };
const pinned: AgentTask = { ...running, sessionId, workDir };
const output = 'Done: the name is kept in local storage.';
const completed: AgentTask = { ...pinned, state: 'completed', output, finishedAt: began + 95_000 };
const error = 'The agent ended with status 1.';
const message = { seq: 1, type: 'text', content: output } as const;

const legacy: LegacyRuns = {
  chats: [{ chatId, agentId, title: chat.title, sessionId, workDir }],
  tasks: [
    {
      taskId,
      agentId,
      chatId,
      issueId: null,
      runtimeId,
      sessionId,
      workDir,
      state: 'completed',
      finishedAt: began - 86_400_000,
    },
  ],
};

/** One example of each operation of runtimes; together they tell of one task of a chat. */
export const runtimeOperationExamples: Record<keyof typeof runtimeOperations, Example> = {
  listRuntimes: { params: inProject, status: 200, answer: { runtimes: [runtime] } },
  removeRuntime: { params: inRuntime, status: 204 },
  createAgent: { params: inProject, body: { name: agent.name, runtimeId }, status: 201, answer: agent },
  getAgent: { params: inAgent, status: 200, answer: agent },
  moveAgent: {
    params: inAgent,
    body: { runtimeId: 'runtime-2' },
    status: 200,
    answer: { ...agent, runtimeId: 'runtime-2' },
  },
  queueIssueTask: {
    params: inAgent,
    body: { taskId: issueTaskId, issueId, prompt: issueTask.prompt },
    status: 201,
    answer: issueTask,
  },
  createAgentChat: { params: inProject, body: { chatId, agentId, title: chat.title }, status: 201, answer: chat },
  listAgentChats: { params: inProject, query: { agentId }, status: 200, answer: { chats: [moved], nextCursor: null } },
  getAgentChat: { params: { projectId, chatId }, status: 200, answer: moved },
  sendAgentChat: {
    params: { projectId, chatId },
    body: { taskId, content: queued.prompt },
    status: 201,
    answer: queued,
  },
  listAgentTasks: {
    params: inProject,
    query: { agentId, limit: '1' },
    status: 200,
    answer: { tasks: [completed], nextCursor: `${completed.createdAt}.${taskId}` },
  },
  getAgentTask: { params: inTask, status: 200, answer: completed },
  cancelAgentTask: {
    params: { projectId, taskId: issueTaskId },
    status: 200,
    answer: { ...issueTask, state: 'cancelled', finishedAt: began + 60_000 },
  },
  agentTaskMessages: {
    params: inTask,
    status: 200,
    answer: { messages: [{ ...message, attempt: 1, storedAt: began + 94_000 }], nextCursor: null },
  },
  registerRuntime: {
    params: inRuntime,
    body: { name: runtime.name, provider: runtime.provider },
    status: 200,
    answer: runtime,
  },
  heartbeat: { params: inRuntime, status: 200, answer: { ...runtime, lastHeartbeatAt: began + 15_000 } },
  claimTask: { params: inRuntime, body: { claimKey }, status: 200, answer: { task: claimed } },
  recoverOrphans: { params: inRuntime, status: 200, answer: { recovered: [taskId], failed: [] } },
  startAgentTask: { params: inTask, body: { claimKey }, status: 200, answer: running },
  pinSession: { params: inTask, body: { claimKey, sessionId, workDir }, status: 200, answer: pinned },
  appendTaskMessages: {
    params: inTask,
    body: { claimKey, messages: [message] },
    status: 200,
    answer: { stored: 1, known: 0 },
  },
  completeTask: { params: inTask, body: { claimKey, output, sessionId, workDir }, status: 200, answer: completed },
  failTask: {
    params: inTask,
    body: { claimKey, error, reason: 'agent_error' },
    status: 200,
    answer: { ...pinned, state: 'failed', failureReason: 'agent_error', error, finishedAt: began + 95_000 },
  },
  importLegacyRuns: { params: inProject, body: legacy, status: 204 },
  migrateRuns: {
    params: inProject,
    body: { step: 'backfill' },
    status: 200,
    answer: { chats: 1, paired: 1, unknown: 0 },
  },
};
