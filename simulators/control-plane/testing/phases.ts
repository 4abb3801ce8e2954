/** What tests of phases ask again and again. */
import { randomUUID } from 'node:crypto';
import {
  type OperationName,
  type Phase,
  type PhaseModel,
  type PhaseSession,
  parseMetrics,
} from '../../../contracts/wire/index.ts';
import type { Reply, Request } from './client.ts';
import type { Setup } from './setup.ts';

type Loose = Reply<Record<string, unknown>>;

export const modelOf = (modelId: string, version = '1.0'): PhaseModel => ({ modelId, version });

/** Seconds; the archive keeps for one. */
const years = 10 * 365 * 24 * 3600;

/** A task, and its phases as users of the project see them. */
export async function phasesOf(setup: Setup) {
  const { project, client } = setup;
  const { taskId } = (await project.submit()).body;
  const tokenOf = (userId: string) =>
    client.token({ role: 'user', projectId: project.projectId, userId, expiresInSeconds: years });
  const ada = await tokenOf('ada');
  const ask = (operation: OperationName, request: Request = {}) =>
    project.as(operation, { token: ada, ...request }) as unknown as Promise<Loose>;
  const inPhase = (phase: Phase) => ({ taskId, phase });
  const of = (operation: OperationName, sessionId: string, body?: unknown, more: Record<string, string> = {}) =>
    ask(operation, { params: { sessionId, ...more }, ...(body === undefined ? {} : { body }) });
  const start = (model: PhaseModel, more: Record<string, unknown> = {}, phase: Phase = 'planning', token?: string) =>
    ask('startPhase', { params: inPhase(phase), body: { model, ...more }, ...(token ? { token } : {}) });
  return {
    taskId,
    ask,
    of,
    start,
    /** The session of a phase that is started with this model. */
    session: async (model: PhaseModel, phase: Phase = 'planning', more: Record<string, unknown> = {}) =>
      (await start(model, more, phase)).body.session as PhaseSession,
    lookup: (phase: Phase = 'planning', token?: string) =>
      ask('lookupPhase', { params: inPhase(phase), ...(token ? { token } : {}) }),
    list: async (query: Record<string, string | number> = {}) =>
      (await ask('listPhaseSessions', { query })).body.sessions as PhaseSession[],
    say: (sessionId: string, content = 'Hello', messageId: string = randomUUID()) =>
      of('sendPhaseMessage', sessionId, { messageId, content }),
    metrics: async () => parseMetrics((await ask('phaseMetrics')).body as unknown as string),
    bob: () => tokenOf('bob'),
    /** Moves the clock on and lets the project say to its archive what was deleted, then the archive do what is due. */
    archive: async (ms: number) => {
      await project.ringProject();
      await client.command({ advance: ms });
      await client.command({ ring: { binding: 'PHASE_ARCHIVE', name: project.projectId } });
    },
  };
}
export type Phases = Awaited<ReturnType<typeof phasesOf>>;

/** Says yes to losing a session as it is. */
export const replacing = ({ sessionId, version }: PhaseSession) => ({ replace: { sessionId, version } });
