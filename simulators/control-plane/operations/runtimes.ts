import { limits, operations } from '../../../contracts/wire/index.ts';
import { runtimesOf } from '../env.ts';
import { reach } from '../failures.ts';
import { defaultRows, pageOf, readBody, readQuery } from '../http/read.ts';
import { granted, Refused } from '../http/refused.ts';
import { checkTexts } from '../http/texts.ts';
import type { RuntimeCalls } from '../runtimes/calls.ts';

import type { Ask, Handler } from './handler.ts';

/** Asks the object of the project. @throws StoreFailure when it did not answer. */
export function askRuntimes<T>({ env, project }: Ask, call: (runtimes: RuntimeCalls) => Promise<T>): Promise<T> {
  return reach('the runtimes', () => call(runtimesOf(env, project.projectId)));
}

const made = (how: { made: boolean }) => ({ status: how.made ? 201 : 200 });

/** @throws Refused for a text over 100 KiB */
function checkSize({ rules }: Ask, content: string): void {
  if (rules.sizeOf(content) > limits.messageBytes) {
    throw new Refused('message_too_large', 'The content is over 100 KiB.');
  }
}

async function listRuntimes(ask: Ask): Promise<Response> {
  return Response.json({ runtimes: await askRuntimes(ask, (runtimes) => runtimes.listRuntimes()) });
}

async function removeRuntime(ask: Ask): Promise<Response> {
  granted(await askRuntimes(ask, (runtimes) => runtimes.removeRuntime(ask.params.runtimeId ?? '')));
  return new Response(null, { status: 204 });
}

async function createAgent(ask: Ask): Promise<Response> {
  const wanted = await readBody(ask.request, operations.createAgent.body, ask.rules);
  checkTexts(wanted);
  const row = { id: crypto.randomUUID() as string, name: wanted.name, runtime_id: wanted.runtimeId };
  return Response.json(granted(await askRuntimes(ask, (runtimes) => runtimes.createAgent(row))), { status: 201 });
}

async function getAgent(ask: Ask): Promise<Response> {
  return Response.json(granted(await askRuntimes(ask, (runtimes) => runtimes.getAgent(ask.params.agentId ?? ''))));
}

async function moveAgent(ask: Ask): Promise<Response> {
  const { runtimeId } = await readBody(ask.request, operations.moveAgent.body, ask.rules);
  checkTexts(runtimeId);
  const agentId = ask.params.agentId ?? '';
  return Response.json(granted(await askRuntimes(ask, (runtimes) => runtimes.moveAgent(agentId, runtimeId))));
}

async function queueIssueTask(ask: Ask): Promise<Response> {
  const wanted = await readBody(ask.request, operations.queueIssueTask.body, ask.rules);
  checkTexts(wanted);
  checkSize(ask, wanted.prompt);
  const order = { ...wanted, agentId: ask.params.agentId ?? '' };
  const queued = granted(await askRuntimes(ask, (runtimes) => runtimes.queueTask(order)));
  return Response.json(queued.task, made(queued));
}

async function createAgentChat(ask: Ask): Promise<Response> {
  const wanted = await readBody(ask.request, operations.createAgentChat.body, ask.rules);
  checkTexts(wanted);
  const created = granted(await askRuntimes(ask, (runtimes) => runtimes.createChat(wanted)));
  return Response.json(created.chat, made(created));
}

async function listAgentChats(ask: Ask): Promise<Response> {
  const { agentId = null, ...query } = readQuery(ask.url, operations.listAgentChats.query);
  const page = pageOf(query);
  return Response.json(await askRuntimes(ask, (runtimes) => runtimes.listChats(page, agentId)));
}

async function getAgentChat(ask: Ask): Promise<Response> {
  return Response.json(granted(await askRuntimes(ask, (runtimes) => runtimes.getChat(ask.params.chatId ?? ''))));
}

async function sendAgentChat(ask: Ask): Promise<Response> {
  const { taskId, content } = await readBody(ask.request, operations.sendAgentChat.body, ask.rules);
  checkTexts(content);
  checkSize(ask, content);
  const order = { taskId, prompt: content, chatId: ask.params.chatId ?? '' };
  const queued = granted(await askRuntimes(ask, (runtimes) => runtimes.queueTask(order)));
  return Response.json(queued.task, made(queued));
}

async function listAgentTasks(ask: Ask): Promise<Response> {
  const { agentId = null, ...query } = readQuery(ask.url, operations.listAgentTasks.query);
  const page = pageOf(query);
  return Response.json(await askRuntimes(ask, (runtimes) => runtimes.listTasks(page, agentId)));
}

async function getAgentTask(ask: Ask): Promise<Response> {
  const daemon = ask.caller.role === 'daemon' ? ask.caller.subject : null;
  const taskId = ask.params.taskId ?? '';
  return Response.json(granted(await askRuntimes(ask, (runtimes) => runtimes.getTask(daemon, taskId))));
}

async function cancelAgentTask(ask: Ask): Promise<Response> {
  return Response.json(granted(await askRuntimes(ask, (runtimes) => runtimes.cancelTask(ask.params.taskId ?? ''))));
}

async function agentTaskMessages(ask: Ask): Promise<Response> {
  const { limit = defaultRows, cursor = '0.0' } = readQuery(ask.url, operations.agentTaskMessages.query);
  const [, attempt, seq] = /^(\d{1,9})\.(\d{1,15})$/.exec(cursor) ?? [];
  if (!attempt || !seq) throw new Refused('malformed_request', 'The cursor is not one of ours.');
  const after = { attempt: Number(attempt), seq: Number(seq) };
  const taskId = ask.params.taskId ?? '';
  return Response.json(granted(await askRuntimes(ask, (runtimes) => runtimes.taskMessages(taskId, after, limit))));
}

/** What users ask of runtimes. */
export const runtimeUserHandlers = {
  listRuntimes,
  removeRuntime,
  createAgent,
  getAgent,
  moveAgent,
  queueIssueTask,
  createAgentChat,
  listAgentChats,
  getAgentChat,
  sendAgentChat,
  listAgentTasks,
  getAgentTask,
  cancelAgentTask,
  agentTaskMessages,
} satisfies Record<string, Handler>;
