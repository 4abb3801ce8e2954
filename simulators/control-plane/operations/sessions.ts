import { operations, type Session } from '../../../contracts/wire/index.ts';
import type { Result } from '../calls.ts';
import { markRunning } from '../database/tasks.ts';
import { reach } from '../failures.ts';
import { pageOf, readBody, readQuery } from '../http/read.ts';
import { granted } from '../http/refused.ts';
import { type Ask, idIn, projectDataOf, whoOf } from './handler.ts';

export async function listSessions(ask: Ask): Promise<Response> {
  const page = pageOf(readQuery(ask.url, operations.listSessions.query));
  return Response.json(await reach('the sessions', () => projectDataOf(ask).listSessions(page)));
}

export function getSession(ask: Ask): Promise<Response> {
  return answer(() => projectDataOf(ask).getSession(whoOf(ask), idIn(ask, 'sessionId')));
}

export async function linkWorkspace(ask: Ask): Promise<Response> {
  const { workspaceId } = await readBody(ask.request, operations.linkWorkspace.body, ask.rules);
  const linked = await reach('the session', () =>
    projectDataOf(ask).linkWorkspace(whoOf(ask), idIn(ask, 'sessionId'), workspaceId),
  );
  const session = granted(linked);
  // Where this fails, the runner of the task finds the session linked and does it.
  if (session.status === 'active') await markRunning(ask.env.DB, session.taskId, Date.now());
  return Response.json(session);
}

export function completeAgent(ask: Ask): Promise<Response> {
  return answer(() => projectDataOf(ask).completeAgent(whoOf(ask), idIn(ask, 'sessionId')));
}

export function stopSession(ask: Ask): Promise<Response> {
  return answer(() => projectDataOf(ask).stopSession(whoOf(ask), idIn(ask, 'sessionId')));
}

async function answer(call: () => Promise<Result<Session>>): Promise<Response> {
  return Response.json(granted(await reach('the session', call)));
}
