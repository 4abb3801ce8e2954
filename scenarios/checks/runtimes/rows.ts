import type { AgentChat, AgentTask, ClaimedTask, Runtime } from '../../../contracts/wire/index.ts';
import { fields, list, type Said, text } from '../reading.ts';

const isTask = (value: unknown): value is AgentTask => {
  const { taskId, state, attempt, runtimeId } = fields(value);
  return [taskId, state, runtimeId].every((one) => text(one) !== undefined) && typeof attempt === 'number';
};
const isClaimed = (value: unknown): value is ClaimedTask =>
  isTask(value) && typeof fields(fields(value).claim).expiresAt === 'number';
const isChat = (value: unknown): value is AgentChat =>
  text(fields(value).chatId) !== undefined && text(fields(value).agentId) !== undefined;
const isRuntime = (value: unknown): value is Runtime =>
  text(fields(value).runtimeId) !== undefined && text(fields(value).status) !== undefined;

const withTask: ReadonlySet<string> = new Set([
  'queueIssueTask',
  'sendAgentChat',
  'getAgentTask',
  'cancelAgentTask',
  'startAgentTask',
  'pinSession',
  'completeTask',
  'failTask',
]);

/** All tasks of agents that an answer shows. */
export function agentTasksIn({ exchange, status, body }: Said): AgentTask[] {
  if (status >= 300) return [];
  if (exchange.operation === 'listAgentTasks') return list(body.tasks).filter(isTask);
  if (exchange.operation === 'claimTask') return [body.task].filter(isTask);
  return withTask.has(exchange.operation) ? [body].filter(isTask) : [];
}

/** The task that a claim was given; null: none; undefined: the answer gives nothing to judge. */
export function claimedIn({ exchange, status, body }: Said): ClaimedTask | null | undefined {
  if (exchange.operation !== 'claimTask' || status !== 200) return undefined;
  if (body.task === null) return null;
  return isClaimed(body.task) ? body.task : undefined;
}

/** All chats with agents that an answer shows. */
export function agentChatsIn({ exchange, status, body }: Said): AgentChat[] {
  if (status >= 300) return [];
  if (exchange.operation === 'listAgentChats') return list(body.chats).filter(isChat);
  return ['createAgentChat', 'getAgentChat'].includes(exchange.operation) ? [body].filter(isChat) : [];
}

/** All runtimes that an answer shows. */
export function runtimesIn({ exchange, status, body }: Said): Runtime[] {
  if (status >= 300) return [];
  if (exchange.operation === 'listRuntimes') return list(body.runtimes).filter(isRuntime);
  return ['registerRuntime', 'heartbeat'].includes(exchange.operation) ? [body].filter(isRuntime) : [];
}
