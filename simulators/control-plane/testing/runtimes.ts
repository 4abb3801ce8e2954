/** Users and daemons of the runtimes of a project, as the tests of the control plane need them. */
import { randomUUID } from 'node:crypto';
import type { AgentChat, AgentTask, ClaimedTask, OperationName, Runtime } from '../../../contracts/wire/index.ts';
import type { Reply, Request } from './client.ts';
import { adminToken } from './miniflare.ts';
import type { Setup } from './setup.ts';

/** What a run says of itself. */
interface Said {
  sessionId?: string;
  workDir?: string;
}
/** A task with the claim that has it. */
export type Claimed = ClaimedTask & { claim: { claimKey: string } };

export function usersOf({ project, client }: Setup) {
  const asked = async <T>(operation: OperationName, params: Record<string, string>, request: Request = {}) =>
    (await project.as(operation, { ...request, params })) as unknown as Reply<T>;
  const users = {
    asked,
    agent: async (runtimeId: string) =>
      (await asked<{ agentId: string }>('createAgent', {}, { body: { name: 'Fixer', runtimeId } })).body.agentId,
    move: (agentId: string, runtimeId: string) => asked('moveAgent', { agentId }, { body: { runtimeId } }),
    chat: async (agentId: string, chatId: string = randomUUID()) =>
      (await asked<AgentChat>('createAgentChat', {}, { body: { chatId, agentId, title: 'Chat' } })).body,
    chatNow: async (chatId: string) => (await asked<AgentChat>('getAgentChat', { chatId })).body,
    say: (chatId: string, content = 'Do it', taskId: string = randomUUID()) =>
      asked<AgentTask>('sendAgentChat', { chatId }, { body: { taskId, content } }),
    issue: (agentId: string, issueId: string, taskId: string = randomUUID()) =>
      asked<AgentTask>('queueIssueTask', { agentId }, { body: { taskId, issueId, prompt: 'Do it' } }),
    task: async (taskId: string) => (await asked<AgentTask>('getAgentTask', { taskId })).body,
    cancel: (taskId: string) => asked<AgentTask>('cancelAgentTask', { taskId }),
    remove: (runtimeId: string) => asked('removeRuntime', { runtimeId }),
    runtimes: async () => (await asked<{ runtimes: Runtime[] }>('listRuntimes', {})).body.runtimes,
    /** As an administrator. */
    put: (chats: unknown[], tasks: unknown[]) =>
      asked('importLegacyRuns', {}, { token: adminToken, body: { chats, tasks } }),
    migrate: async (step: 'expand' | 'backfill') =>
      (await asked('migrateRuns', {}, { token: adminToken, body: { step } })).body,
  };
  return { ...users, daemon: (runtimeId: string) => daemonOf(runtimeId) };

  /** A daemon whose runtime is registered. */
  async function daemonOf(runtimeId: string) {
    const token = await client.token({ role: 'daemon', projectId: project.projectId, runtimeId });
    const say = <T>(operation: OperationName, params: Record<string, string>, body?: unknown) =>
      asked<T>(operation, params, { token, body });
    const register = () => say<Runtime>('registerRuntime', { runtimeId }, { name: 'Laptop', provider: 'claude' });
    await register();
    const ask = (claimKey: string = randomUUID()) =>
      say<{ task: Claimed | null }>('claimTask', { runtimeId }, { claimKey });
    const withClaim = ({ taskId, claim }: Claimed) => [{ taskId }, claim] as const;
    const daemon = {
      runtimeId,
      token,
      say,
      register,
      ask,
      heartbeat: () => say<Runtime>('heartbeat', { runtimeId }),
      recover: () => say<{ recovered: string[]; failed: string[] }>('recoverOrphans', { runtimeId }),
      claim: async (claimKey?: string) => (await ask(claimKey)).body.task,
      start: (task: Claimed) => {
        const [params, { claimKey }] = withClaim(task);
        return say<AgentTask>('startAgentTask', params, { claimKey });
      },
      pin: (task: Claimed, said: Said) => {
        const [params, { claimKey }] = withClaim(task);
        return say<AgentTask>('pinSession', params, { claimKey, ...said });
      },
      append: (task: Claimed, messages: unknown[]) => {
        const [params, { claimKey }] = withClaim(task);
        return say<{ stored: number; known: number }>('appendTaskMessages', params, { claimKey, messages });
      },
      complete: (task: Claimed, said: Said = {}, output = 'Done') => {
        const [params, { claimKey }] = withClaim(task);
        return say<AgentTask>('completeTask', params, { claimKey, output, ...said });
      },
      fail: (task: Claimed, said: Said = {}) => {
        const [params, { claimKey }] = withClaim(task);
        return say<AgentTask>('failTask', params, { claimKey, error: 'It broke', reason: 'agent_error', ...said });
      },
      /** Claims and starts what is queued first. */
      async work(): Promise<Claimed> {
        const task = await daemon.claim();
        if (!task) throw new Error('Nothing was queued for the runtime.');
        await daemon.start(task);
        return task;
      },
    };
    return daemon;
  }
}

export const codeOf = ({ status, body }: Reply<unknown>) => [status, (body as { code?: string } | null)?.code ?? null];
export const offerOf = (task: Claimed | null) => task && [task.priorSessionId, task.priorWorkDir];
export const pointerOf = ({ sessionId, runtimeId, workDir }: AgentChat) => [sessionId, runtimeId, workDir];

/** What the daemon of another runtime may do with a runtime and its task, and any daemon with a phase. */
export async function otherDaemon(setup: Setup): Promise<unknown[]> {
  const users = usersOf(setup);
  const [own, other] = [await users.daemon('own'), await users.daemon('other')];
  await users.issue(await users.agent('own'), randomUUID());
  const task = await own.claim();
  const acted = await other.say('heartbeat', { runtimeId: 'own' });
  const phase = await own.say('lookupPhase', { taskId: randomUUID(), phase: 'planning' });
  return [codeOf(acted), task && codeOf(await other.start(task)), codeOf(phase)];
}
