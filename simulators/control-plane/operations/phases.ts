import { limits, operations, type PhaseSession } from '../../../contracts/wire/index.ts';
import type { Result } from '../calls.ts';
import { phaseArchiveOf, phaseLookupOf } from '../env.ts';
import { reach } from '../failures.ts';
import { defaultRows, pageOf, readBody, readQuery } from '../http/read.ts';
import { granted, Refused } from '../http/refused.ts';
import type { PhaseCalls, StartOrder } from '../phases/calls.ts';
import { metricsText } from '../phases/metrics.ts';
import { type Ask, idIn, projectDataOf } from './handler.ts';
import { checkStorable, forget, phaseAsk, phaseIn } from './phase-asks.ts';

const nothing = () => new Response(null, { status: 204 });

/** Asks the object of the project. */
const project = <T>(ask: Ask, call: (object: PhaseCalls) => Promise<T>): Promise<T> =>
  reach('the project', () => call(projectDataOf(ask)));
const session = async (ask: Ask, call: (object: PhaseCalls) => Promise<Result<PhaseSession>>) =>
  Response.json(granted(await project(ask, call)));

export async function lookupPhase(ask: Ask): Promise<Response> {
  const startedAt = Date.now();
  const { projectId } = ask.project;
  const cache = phaseLookupOf(ask.env, projectId, ask.caller.subject);
  const found = await reach('the lookups', () => cache.lookUp(projectId, idIn(ask, 'taskId'), phaseIn(ask), startedAt));
  if (!found) throw new Refused('not_found', 'The phase has no session.');
  return Response.json(found);
}

export async function listPhaseSessions(ask: Ask): Promise<Response> {
  const query = readQuery(ask.url, operations.listPhaseSessions.query);
  return Response.json(await project(ask, (object) => object.listPhases(query.taskId ?? null, pageOf(query))));
}

export async function replacePhaseSessions(ask: Ask): Promise<Response> {
  const startedAt = Date.now();
  const { items } = await readBody(ask.request, operations.replacePhaseSessions.body, ask.rules);
  checkStorable('items', JSON.stringify(items));
  const orders = items.map(
    (item): StartOrder => ({
      sessionId: crypto.randomUUID(),
      projectId: ask.project.projectId,
      taskId: item.taskId,
      phase: item.phase,
      userId: ask.caller.subject,
      model: item.model,
      parameters: item.parameters ?? {},
      replace: item.replace,
      startedAt,
      found: null,
    }),
  );
  const results = await project(ask, (object) => object.replacePhases(orders));
  const replaced = orders.filter((_, index) => results[index]?.outcome === 'replaced');
  await forget(ask, replaced);
  return Response.json({ results });
}

export async function deletePhaseSessions(ask: Ask): Promise<Response> {
  const { sessionIds } = await readBody(ask.request, operations.deletePhaseSessions.body, ask.rules);
  const { keys, ...answer } = await project(ask, (object) => object.deletePhases(ask.caller.subject, sessionIds));
  await forget(ask, keys);
  return Response.json(answer);
}

export function getPhaseSession(ask: Ask): Promise<Response> {
  return session(ask, (object) => object.getPhase(idIn(ask, 'sessionId')));
}

export async function exportPhaseSession(ask: Ask): Promise<Response> {
  return Response.json(granted(await project(ask, (object) => object.exportPhase(idIn(ask, 'sessionId')))));
}

export async function sendPhaseMessage(ask: Ask): Promise<Response> {
  const message = await readBody(ask.request, operations.sendPhaseMessage.body, ask.rules);
  if (ask.rules.sizeOf(message.content) > limits.messageBytes) {
    throw new Refused('message_too_large', 'The content is over 100 KiB of UTF-8.');
  }
  checkStorable('content', message.content);
  const { stored, seq } = granted(await project(ask, (object) => object.sendToPhase(phaseAsk(ask), message)));
  return Response.json({ messageId: message.messageId, seq }, { status: stored ? 201 : 200 });
}

export async function listPhaseMessages(ask: Ask): Promise<Response> {
  const { after = 0, limit = defaultRows } = readQuery(ask.url, operations.listPhaseMessages.query);
  const call = (object: PhaseCalls) => object.listPhaseMessages(idIn(ask, 'sessionId'), after, limit);
  return Response.json(granted(await project(ask, call)));
}

export function beginPhaseSession(ask: Ask): Promise<Response> {
  return session(ask, (object) => object.beginRunning(phaseAsk(ask)));
}

export async function finishPhaseSession(ask: Ask): Promise<Response> {
  const { state } = await readBody(ask.request, operations.finishPhaseSession.body, ask.rules);
  return session(ask, (object) => object.finishPhase(phaseAsk(ask), state));
}

export function cancelPhaseSession(ask: Ask): Promise<Response> {
  return session(ask, (object) => object.cancelPhase(phaseAsk(ask)));
}

export async function updatePhaseSession(ask: Ask): Promise<Response> {
  const { title, version, lockId } = await readBody(ask.request, operations.updatePhaseSession.body, ask.rules);
  checkStorable('title', title ?? '');
  const wish = { ...phaseAsk(ask), title, version, lockId: lockId ?? null };
  return session(ask, (object) => object.titlePhase(wish));
}

export async function lockPhaseSession(ask: Ask): Promise<Response> {
  const lock = granted(await project(ask, (object) => object.lockPhase(idIn(ask, 'sessionId'))));
  return Response.json(lock, { status: 201 });
}

export async function renewPhaseLock(ask: Ask): Promise<Response> {
  const call = (object: PhaseCalls) => object.renewPhaseLock(idIn(ask, 'sessionId'), idIn(ask, 'lockId'));
  return Response.json(granted(await project(ask, call)));
}

export async function unlockPhaseSession(ask: Ask): Promise<Response> {
  granted(await project(ask, (object) => object.unlockPhase(idIn(ask, 'sessionId'), idIn(ask, 'lockId'))));
  return nothing();
}

export async function deleteModel(ask: Ask): Promise<Response> {
  await project(ask, (object) => object.setModel(idIn(ask, 'modelId'), 'deleted'));
  return nothing();
}

export async function restoreModel(ask: Ask): Promise<Response> {
  await project(ask, (object) => object.setModel(idIn(ask, 'modelId'), 'restored'));
  return nothing();
}

export async function phaseSettings(ask: Ask): Promise<Response> {
  const settings = await readBody(ask.request, operations.phaseSettings.body, ask.rules);
  await project(ask, (object) => object.setLocking(settings.pessimistic_locking_enabled ? 'on' : 'off'));
  return Response.json(settings);
}

const archiveOf = ({ env, project: { projectId } }: Ask) => phaseArchiveOf(env, projectId);

export async function phaseMetrics(ask: Ask): Promise<Response> {
  const counted = await project(ask, (object) => object.phaseCounters());
  const archived = await reach('the archive', () => archiveOf(ask).archiveCounters());
  const headers = { 'content-type': 'text/plain; version=0.0.4' };
  return new Response(metricsText({ ...counted, ...archived }), { headers });
}

export async function listArchiveRuns(ask: Ask): Promise<Response> {
  return Response.json({ runs: await reach('the archive', () => archiveOf(ask).listRuns()) });
}

export async function readArchived(ask: Ask): Promise<Response> {
  const { subject } = ask.caller;
  const read = await reach('the archive', () => archiveOf(ask).readArchived(subject, idIn(ask, 'sessionId')));
  return Response.json(granted(read));
}
