import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { StateParams } from '../../../../contracts/provider/states.ts';
import type { OperationName } from '../../../../contracts/wire/index.ts';
import { anyBody, BadState, type Provider, type Values } from '../provider.ts';

const agent = z.object({ agentId: z.string() });
const claimed = z.object({ task: z.object({ taskId: z.string() }).nullable() });

/** A runtime, with an agent on it or without. */
export async function aRuntime(provider: Provider, params: StateParams<'a runtime'>): Promise<Values> {
  const made = await newRuntime(provider);
  const { projectId, token, runtimeId } = made;
  const agentId = params.agent ? await newAgent(provider, made) : randomUUID();
  if (params.removed) await provider.ask(anyBody, 'removeRuntime', { projectId, runtimeId }, { token });
  return { ...made, agentId };
}

/** A task of an agent, as far as its run has come. */
export async function aTaskOfAnAgent(provider: Provider, params: StateParams<'a task of an agent'>): Promise<Values> {
  const life = lifeOf(params);
  const made = await newRuntime(provider);
  const { projectId, token, daemonToken, runtimeId } = made;
  const agentId = await newAgent(provider, made);
  const [chatId, issueId] = [randomUUID(), randomUUID()];
  await provider.ask(anyBody, 'createAgentChat', { projectId }, { token, body: { chatId, agentId, title: 'A chat' } });

  const queue = (taskId: string) =>
    params.kind === 'chat'
      ? provider.ask(anyBody, 'sendAgentChat', { projectId, chatId }, { token, body: { taskId, content: 'Do it' } })
      : provider.ask(
          anyBody,
          'queueIssueTask',
          { projectId, agentId },
          { token, body: { taskId, issueId, prompt: 'Do it' } },
        );
  const claim = async (claimKey: string) => {
    const { task } = await provider.ask(
      claimed,
      'claimTask',
      { projectId, runtimeId },
      { token: daemonToken, body: { claimKey } },
    );
    if (!task) throw new Error('claimTask gave no task');
  };
  const say = (taskId: string, operation: OperationName, body: unknown) =>
    provider.ask(anyBody, operation, { projectId, taskId }, { token: daemonToken, body });

  if (params.prior) {
    const [taskId, claimKey] = [randomUUID(), randomUUID()];
    await queue(taskId);
    await claim(claimKey);
    await say(taskId, 'startAgentTask', { claimKey });
    await say(taskId, 'completeTask', {
      claimKey,
      output: 'Done before',
      sessionId: 'run-before',
      workDir: '/work/before',
    });
  }
  const [taskId, claimKey] = [params.taskId ?? randomUUID(), params.claimKey ?? randomUUID()];
  await queue(taskId);
  if (life.claimed) await claim(claimKey);
  if (life.started) await say(taskId, 'startAgentTask', { claimKey });
  if (params.session) await say(taskId, 'pinSession', { claimKey, sessionId: 'run-now', workDir: '/work/now' });
  if (params.messages > 0) {
    const messages = Array.from({ length: params.messages }, (_, at) => ({
      seq: at + 1,
      type: 'text',
      content: `Step ${at + 1}`,
    }));
    await say(taskId, 'appendTaskMessages', { claimKey, messages });
  }
  if (params.state === 'completed') await say(taskId, 'completeTask', { claimKey, output: 'Done' });
  if (params.state === 'failed') await say(taskId, 'failTask', { claimKey, error: 'It broke', reason: 'agent_error' });
  if (params.state === 'cancelled') await provider.ask(anyBody, 'cancelAgentTask', { projectId, taskId }, { token });
  return { ...made, agentId, chatId, issueId, taskId, claimKey };
}

/** How far a task comes before it is left as it is, or ends. */
function lifeOf({ state, session, messages, claimKey }: StateParams<'a task of an agent'>) {
  const said = session || messages > 0;
  if (said && (state === 'queued' || state === 'dispatched')) {
    throw new BadState(
      `A ${state} task has no run that could have said something: leave out \`session\` and \`messages\``,
    );
  }
  if (claimKey !== undefined && state === 'queued') {
    throw new BadState('A queued task is not claimed: leave out `claimKey`');
  }
  const started = said || state === 'running' || state === 'completed' || state === 'failed';
  return { started, claimed: started || state === 'dispatched' || claimKey !== undefined };
}

async function newRuntime(provider: Provider) {
  const { projectId, token } = await provider.newScene();
  const runtimeId = `runtime-${randomUUID()}`;
  const daemonToken = await provider.newToken({ role: 'daemon', projectId, runtimeId });
  const body = { name: 'Laptop', provider: 'claude' };
  await provider.ask(anyBody, 'registerRuntime', { projectId, runtimeId }, { token: daemonToken, body });
  return { projectId, token, runtimeId, daemonToken };
}

async function newAgent(provider: Provider, { projectId, token, runtimeId }: Awaited<ReturnType<typeof newRuntime>>) {
  const body = { name: 'Fixer', runtimeId };
  return (await provider.ask(agent, 'createAgent', { projectId }, { token, body })).agentId;
}
