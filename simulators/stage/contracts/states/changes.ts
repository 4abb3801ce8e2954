import { randomUUID } from 'node:crypto';
import type { StateParams } from '../../../../contracts/provider/states.ts';
import { limits } from '../../../../contracts/wire/index.ts';
import { anyBody, BadState, type Provider, type Scene, type Values } from '../provider.ts';

type TokenName = StateParams<'the token has expired'>['of'];

export async function tokenUnknown(_: Provider, scene: Scene, { of }: { of: TokenName }): Promise<Values> {
  known(scene, of);
  return { [of]: `tok_${randomUUID()}` };
}

export async function tokenExpired(provider: Provider, scene: Scene, { of }: { of: TokenName }): Promise<Values> {
  return { [of]: await provider.newToken({ ...bearerOf(scene, of), expiresInSeconds: 0 }) };
}

export async function tokenForSomethingElse(
  provider: Provider,
  scene: Scene,
  { of }: { of: TokenName },
): Promise<Values> {
  const bearer = bearerOf(scene, of);
  const elsewhere = {
    token: async () => ({ projectId: await provider.newProject() }),
    agentToken: async () => ({ workspaceId: randomUUID() }),
    daemonToken: async () => ({ runtimeId: `runtime-${randomUUID()}` }),
  };
  return { [of]: await provider.newToken({ ...bearer, ...(await elsewhere[of]()) }) };
}

export async function tokenAskedTooOften(provider: Provider, scene: Scene, { of }: { of: TokenName }): Promise<Values> {
  return { [of]: await provider.newToken({ ...bearerOf(scene, of), requestsPerMinute: 0 }) };
}

export async function modelDeleted(
  provider: Provider,
  scene: Scene,
  { modelId }: { modelId: string },
): Promise<Values> {
  const { projectId } = scene;
  await provider.ask(anyBody, 'deleteModel', { projectId, modelId }, { token: userTokenOf(scene) });
  return {};
}

export async function lockingOff(provider: Provider, scene: Scene): Promise<Values> {
  const body = { pessimistic_locking_enabled: false };
  await provider.ask(anyBody, 'phaseSettings', { projectId: scene.projectId }, { token: userTokenOf(scene), body });
  return {};
}

export async function idTaken(provider: Provider, { projectId }: Scene, { id }: { id: string }): Promise<Values> {
  const token = await provider.newToken({ role: 'user', projectId, userId: 'bob' });
  await provider.ask(anyBody, 'createLiveSession', { projectId, sessionId: id }, { token, body: {} });
  return {};
}

export async function textOverTheLimit(): Promise<Values> {
  return { tooLong: 'x'.repeat(limits.messageBytes + 1), farTooLong: 'x'.repeat(limits.bodyBytes + 1) };
}

/** Everything in the project that has a time to look at its work does so now. */
export async function timePassed(provider: Provider, scene: Scene, { seconds }: { seconds: number }): Promise<Values> {
  const { projectId, values } = scene;
  const ofProject = (['PROJECT_DATA', 'LIVE_SESSIONS', 'RUNTIMES', 'PHASE_ARCHIVE'] as const).map((binding) => ({
    binding,
    name: projectId,
  }));
  // Tasks of agents have no runner.
  const task = 'runtimeId' in values ? undefined : values.taskId;
  const ofTask = task === undefined ? [] : [{ binding: 'TASK_RUNNER', name: String(task) } as const];
  // What was cleaned up leaves something to be done.
  await provider.command({ advance: seconds * 1000, ring: [...ofTask, ...ofProject, ...ofProject, ...ofTask] });
  return {};
}

/** Whom a token of the scene is for, as createToken takes it. */
function bearerOf(scene: Scene, of: TokenName): Record<string, string> {
  known(scene, of);
  const { projectId } = scene;
  if (of === 'token') return { role: 'user', projectId, userId: 'ada' };
  if (of === 'agentToken') return { role: 'vm-agent', projectId, workspaceId: known(scene, 'workspaceId') };
  return { role: 'daemon', projectId, runtimeId: known(scene, 'runtimeId') };
}

const userTokenOf = (scene: Scene) => known(scene, 'token');

function known({ values }: Scene, name: string): string {
  const value = values[name];
  if (value === undefined) throw new BadState(`The state before it has no \`${name}\``);
  return String(value);
}
