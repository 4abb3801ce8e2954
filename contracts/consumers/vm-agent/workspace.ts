import { z } from 'zod';
import type { Answer, Call, NodeCall } from '../../../simulators/ports.ts';
import { answered, type HandPorts } from '../../../simulators/testing.ts';
import { VmAgent } from '../../../simulators/vm-agent/index.ts';
import { newMessage } from '../../wire/index.ts';
import { exampleAnswer } from '../toolkit/contract-link.ts';
import type { Given, HttpInteraction } from '../toolkit/interaction.ts';
import { values } from '../toolkit/values.ts';

const { projectId, taskId, sessionId, messageId, workspaceId, agentToken } = values;

/** The prompt as the state `a task` has it: its session has this message already. */
export const prompt = { messageId, content: 'Make the login form remember the user name.' };
export const duplicatePrompt = { status: 'duplicate', messageId, seq: 1 } as const;

/** An agent whose workspace was ordered, with the prompt in its outbox and nothing sent yet. */
export async function ordered(ports: HandPorts, project: string = projectId): Promise<VmAgent> {
  const agent = new VmAgent(ports);
  await agent.start();
  const body = { projectId: project, taskId, sessionId, token: agentToken, prompt };
  const order: NodeCall = { operation: 'createWorkspace', params: { workspaceId }, body };
  await ports.link.ask(order);
  return agent;
}

/** The same once its prompt was stored, and nothing is under way. */
export async function promptSent(ports: HandPorts): Promise<VmAgent> {
  const agent = await ordered(ports);
  agent.flush();
  await agent.delivered();
  // Lets it find that nothing is left: until then what is reported would not be flushed.
  await ports.clock.advance(0);
  return agent;
}

const sentBatch = z.object({ messages: z.array(newMessage) });

/** Answers that every message of a batch was stored, and all else as the documents do. */
export function storing(call: Call): Answer {
  if (call.operation !== 'appendMessages') return exampleAnswer(call);
  const { messages } = sentBatch.parse(call.body);
  return answered(200, {
    results: messages.map((message, index) => ({ status: 'stored', messageId: message.messageId, seq: index + 1 })),
  });
}

/** Does what is sent hold this text? */
export function holds({ body }: Call, text: string): boolean {
  return sentBatch.safeParse(body).data?.messages.some(({ content }) => content === text) ?? false;
}

/** The states of an interaction about one task; `then` comes after it. */
export function aTask(params?: Record<string, unknown>, ...then: readonly Given[]): Given[] {
  return [{ state: 'a task', ...(params && { params }) }, ...then];
}

/** One batch of the agent; other batches are stored. */
export function aBatch(about: Omit<HttpInteraction, 'kind' | 'operation'>): HttpInteraction {
  return { kind: 'http', operation: 'appendMessages', others: storing, ...about };
}
