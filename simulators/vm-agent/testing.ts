import type { NewMessage } from '../../contracts/wire/index.ts';
import type { Call } from '../ports.ts';
import { answered, type HandPorts, handPorts, settle, uuid } from '../testing.ts';
import { VmAgent, type VmAgentOptions } from './agent.ts';

export const workspaceId = uuid(901);
export const promptId = uuid(902);

/** A workspace as a provider orders it. */
export function order(change: Record<string, unknown> = {}) {
  const prompt = { messageId: promptId, content: 'Do it.' };
  const ids = { projectId: uuid(903), taskId: uuid(904), sessionId: uuid(905) };
  return {
    operation: 'createWorkspace' as const,
    params: { workspaceId },
    body: { ...ids, token: 'first-token', prompt, ...change },
  };
}

/** The messages of a batch that was sent. */
export function messagesOf(call: Call): NewMessage[] {
  return (call.body as { messages: NewMessage[] }).messages;
}

/** The answer of a provider that stores all of a batch. */
export function storesAll(call: Call) {
  if (call.operation !== 'appendMessages') return answered(200, {});
  const results = messagesOf(call).map(({ messageId }, index) => ({ status: 'stored', messageId, seq: index + 1 }));
  return answered(200, { results });
}

/** An agent that listens to a provider that stores all it is sent. */
export async function startedAgent(options: VmAgentOptions = {}): Promise<HandPorts & { agent: VmAgent }> {
  const ports = handPorts();
  ports.link.answer = storesAll;
  const agent = new VmAgent(ports, options);
  await agent.start();
  return { ...ports, agent };
}

/** The same, with one workspace whose prompt was delivered; what led there is forgotten. */
export async function workingAgent(options: VmAgentOptions = {}): Promise<HandPorts & { agent: VmAgent }> {
  const started = await startedAgent(options);
  await started.link.ask(order());
  started.agent.flush();
  await started.agent.delivered();
  await settle();
  started.link.calls.length = 0;
  started.journal.reports.length = 0;
  started.journal.verbs.length = 0;
  return started;
}

export type Working = Awaited<ReturnType<typeof workingAgent>>;

/** Reports messages with contents m1, m2, … under the ids 1, 2, … */
export function say({ agent }: Working, count: number): void {
  for (let number = 1; number <= count; number += 1) {
    agent.report({ role: 'assistant', content: `m${number}`, messageId: uuid(number) });
  }
}

/** The contents of a batch that was sent. */
export function contents(call: Call): string[] {
  return messagesOf(call).map(({ content }) => content);
}

/** The contents of all that was sent. */
export function batches({ link }: Working): string[][] {
  return link.calls.map(contents);
}
