import { limits, operations } from '../../../contracts/wire/index.ts';
import { readBody } from '../http/read.ts';
import { granted, Refused } from '../http/refused.ts';
import { checkTexts } from '../http/texts.ts';
import type { Ask, Handler } from './handler.ts';
import { askRuntimes } from './runtimes.ts';

/** The runtime in the path. @throws Refused where the daemon is that of another (SAFE-1) */
function ownRuntime({ params, caller, rules }: Ask): string {
  const runtimeId = params.runtimeId ?? '';
  if (!rules.mayActFor(caller.subject, runtimeId)) {
    throw new Refused('forbidden', rules.refusalDetail('The token is for another runtime.', caller.token));
  }
  return runtimeId;
}

const claimOf = ({ params, caller }: Ask, claimKey: string) => ({
  daemon: caller.subject,
  taskId: params.taskId ?? '',
  claimKey,
});

async function registerRuntime(ask: Ask): Promise<Response> {
  const runtimeId = ownRuntime(ask);
  const wanted = await readBody(ask.request, operations.registerRuntime.body, ask.rules);
  checkTexts(wanted);
  return Response.json(granted(await askRuntimes(ask, (runtimes) => runtimes.registerRuntime(runtimeId, wanted))));
}

async function heartbeat(ask: Ask): Promise<Response> {
  const runtimeId = ownRuntime(ask);
  return Response.json(granted(await askRuntimes(ask, (runtimes) => runtimes.heartbeat(runtimeId))));
}

async function claimTask(ask: Ask): Promise<Response> {
  const runtimeId = ownRuntime(ask);
  const { claimKey } = await readBody(ask.request, operations.claimTask.body, ask.rules);
  return Response.json(granted(await askRuntimes(ask, (runtimes) => runtimes.claimTask(runtimeId, claimKey))));
}

async function recoverOrphans(ask: Ask): Promise<Response> {
  const runtimeId = ownRuntime(ask);
  return Response.json(granted(await askRuntimes(ask, (runtimes) => runtimes.recoverOrphans(runtimeId))));
}

async function startAgentTask(ask: Ask): Promise<Response> {
  const { claimKey } = await readBody(ask.request, operations.startAgentTask.body, ask.rules);
  const claimed = claimOf(ask, claimKey);
  return Response.json(granted(await askRuntimes(ask, (runtimes) => runtimes.startTask(claimed))));
}

async function pinSession(ask: Ask): Promise<Response> {
  const { claimKey, ...said } = await readBody(ask.request, operations.pinSession.body, ask.rules);
  checkTexts(said);
  const claimed = claimOf(ask, claimKey);
  return Response.json(granted(await askRuntimes(ask, (runtimes) => runtimes.pinSession(claimed, said))));
}

async function appendTaskMessages(ask: Ask): Promise<Response> {
  const { claimKey, messages } = await readBody(ask.request, operations.appendTaskMessages.body, ask.rules);
  if (messages.length > limits.taskMessages) throw new Refused('batch_too_large', 'The batch has over 100 messages.');
  checkTexts(messages);
  if (messages.some(({ content }) => ask.rules.sizeOf(content) > limits.messageBytes)) {
    throw new Refused('message_too_large', 'The content of a message is over 100 KiB.');
  }
  const claimed = claimOf(ask, claimKey);
  return Response.json(granted(await askRuntimes(ask, (runtimes) => runtimes.appendTaskMessages(claimed, messages))));
}

async function completeTask(ask: Ask): Promise<Response> {
  const body = await readBody(ask.request, operations.completeTask.body, ask.rules);
  checkTexts(body);
  const { claimKey, output, ...said } = body;
  const end = { ...said, state: 'completed', text: output } as const;
  const claimed = claimOf(ask, claimKey);
  return Response.json(granted(await askRuntimes(ask, (runtimes) => runtimes.endTask(claimed, end))));
}

async function failTask(ask: Ask): Promise<Response> {
  const body = await readBody(ask.request, operations.failTask.body, ask.rules);
  checkTexts(body);
  const { claimKey, error, reason, ...said } = body;
  const end = { ...said, state: 'failed', text: error, reason } as const;
  const claimed = claimOf(ask, claimKey);
  return Response.json(granted(await askRuntimes(ask, (runtimes) => runtimes.endTask(claimed, end))));
}

/** What daemons say. */
export const daemonHandlers = {
  registerRuntime,
  heartbeat,
  claimTask,
  recoverOrphans,
  startAgentTask,
  pinSession,
  appendTaskMessages,
  completeTask,
  failTask,
} satisfies Record<string, Handler>;
