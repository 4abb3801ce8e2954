import type { Agent, AgentChat, AgentTask, Runtime } from '../../../wire/index.ts';
import { values } from '../../toolkit/values.ts';
import { time } from '../playing.ts';

const { agentId, chatId, issueId, runtimeId, taskId } = values;

/** What a task of an agent was queued with, and a chat made with. */
export const prompt = 'Do it';
export const title = 'A chat';

export const runtime: Runtime = {
  runtimeId,
  name: 'Laptop',
  provider: 'claude',
  status: 'online',
  lastHeartbeatAt: time,
};
export const agent: Agent = { agentId, name: 'Fixer', runtimeId };

/** No run has moved its pointer yet. */
export const chat: AgentChat = { chatId, agentId, title, sessionId: null, runtimeId, workDir: null, createdAt: time };
const said = { sessionId: 'run-now', workDir: '/work/now' };
export const movedChat: AgentChat = { ...chat, ...said };

export const queued: AgentTask = {
  taskId,
  agentId,
  kind: 'issue',
  issueId,
  chatId: null,
  prompt,
  runtimeId,
  state: 'queued',
  attempt: 1,
  sessionId: null,
  workDir: null,
  failureReason: null,
  error: null,
  output: null,
  createdAt: time,
  dispatchedAt: null,
  startedAt: null,
  finishedAt: null,
};
export const queuedOfChat: AgentTask = { ...queued, kind: 'chat', issueId: null, chatId };
export const running: AgentTask = {
  ...queued,
  ...said,
  state: 'running',
  dispatchedAt: time + 15_000,
  startedAt: time + 15_100,
};
export const completed: AgentTask = { ...running, state: 'completed', output: 'Done', finishedAt: time + 95_000 };
export const failed: AgentTask = {
  ...running,
  state: 'failed',
  failureReason: 'agent_error',
  error: 'It broke',
  finishedAt: time + 95_000,
};
export const cancelled: AgentTask = { ...queued, state: 'cancelled', finishedAt: time + 60_000 };
