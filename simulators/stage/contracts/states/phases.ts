import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { StateParams } from '../../../../contracts/provider/states.ts';
import { limits, type OperationName } from '../../../../contracts/wire/index.ts';
import { anyBody, BadState, type Provider, type Values } from '../provider.ts';

const task = z.object({ taskId: z.string() });
const session = z.object({ sessionId: z.string(), version: z.number() });
const started = z.object({ session });
const lock = z.object({ lockId: z.string() });

/** Milliseconds; the archive takes what was deleted a day ago, and works once a day. */
const untilArchived = limits.archiveAfter + 24 * 60 * 60 * 1000;

/** A task with a session for one phase. */
export async function aPhaseSession(provider: Provider, params: StateParams<'a phase session'>): Promise<Values> {
  check(params);
  // With no workspace to be had, nothing happens in the feed but what the state says.
  const { projectId, token } = await provider.newScene('unwilling');
  const headers = { 'idempotency-key': randomUUID() };
  const { taskId } = await provider.ask(
    task,
    'submitTask',
    { projectId },
    { token, headers, body: { message: 'Do it' } },
  );
  const { phase, modelId, version: modelVersion } = params;
  const body = { model: { modelId, version: modelVersion } };
  const made = (await provider.ask(started, 'startPhase', { projectId, taskId, phase }, { token, body })).session;
  const { sessionId } = made;
  const ofSession = { projectId, sessionId };
  const say = <T>(schema: z.ZodType<T>, operation: OperationName, said?: unknown) =>
    provider.ask(schema, operation, ofSession, { token, ...(said === undefined ? {} : { body: said }) });

  for (const message of params.messages) await say(anyBody, 'sendPhaseMessage', message);
  const ends = params.state === 'completed' || params.state === 'failed';
  if (params.messages.length === 0 && (ends || params.state === 'running')) await say(anyBody, 'beginPhaseSession');
  if (params.title !== undefined) {
    const { version } = await say(session, 'getPhaseSession');
    await say(anyBody, 'updatePhaseSession', { title: params.title, version });
  }
  if (ends) await say(anyBody, 'finishPhaseSession', { state: params.state });
  if (params.state === 'cancelled') await say(anyBody, 'cancelPhaseSession');
  const { version } = await say(session, 'getPhaseSession');
  const lockId = await lockOf(provider, ofSession, token, params.lockedBy);
  if (params.deleted || params.archived) {
    const gone = { token, body: { sessionIds: [sessionId] } };
    await provider.ask(anyBody, 'deletePhaseSessions', { projectId }, gone);
  }
  if (params.archived) {
    // The archive is told of what was deleted, and then works when it is time.
    await provider.command({ ring: [{ binding: 'PROJECT_DATA', name: projectId }] });
    await provider.command({ advance: untilArchived, ring: [{ binding: 'PHASE_ARCHIVE', name: projectId }] });
  }
  return { projectId, token, taskId, sessionId, version, lockId };
}

function check({ lockedBy, deleted, archived }: StateParams<'a phase session'>): void {
  if (lockedBy !== 'nobody' && (deleted || archived)) throw new BadState('What is deleted has no lock');
}

/** A lock, held by one user or another; one that nobody holds where it is not locked. */
async function lockOf(
  provider: Provider,
  ofSession: { projectId: string; sessionId: string },
  token: string,
  by: StateParams<'a phase session'>['lockedBy'],
): Promise<string> {
  if (by === 'nobody') return randomUUID();
  const { projectId } = ofSession;
  const holder = by === 'the user' ? token : await provider.newToken({ role: 'user', projectId, userId: 'bob' });
  return (await provider.ask(lock, 'lockPhaseSession', ofSession, { token: holder })).lockId;
}
