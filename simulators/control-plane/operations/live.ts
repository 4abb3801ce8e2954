import { operations } from '../../../contracts/wire/index.ts';
import { type Env, liveSessionsOf } from '../env.ts';
import { reach } from '../failures.ts';
import { defaultRows, pageOf, readBody, readQuery } from '../http/read.ts';
import { granted, Refused } from '../http/refused.ts';
import { unstorable } from '../rules/messages.ts';
import { type Ask, idIn } from './handler.ts';
import { upgrade } from './upgrade.ts';

const objectOf = ({ env, project }: Ask) => liveSessionsOf(env, project.projectId);

export async function createLiveSession(ask: Ask): Promise<Response> {
  const wanted = await readBody(ask.request, operations.createLiveSession.body, ask.rules);
  for (const name of ['cwd', 'branch', 'worktree'] as const) {
    const unfit = unstorable(wanted[name] ?? '');
    if (unfit) throw new Refused('malformed_request', `body.${name}: the ${unfit}`);
  }
  const place = { projectId: ask.project.projectId, sessionId: idIn(ask, 'sessionId'), userId: ask.caller.subject };
  const { made, session } = granted(await reach('the live session', () => objectOf(ask).createLive(place, wanted)));
  return Response.json(session, { status: made ? 201 : 200 });
}

export async function listLiveSessions(ask: Ask): Promise<Response> {
  const page = pageOf(readQuery(ask.url, operations.listLiveSessions.query));
  return Response.json(await reach('the live sessions', () => objectOf(ask).listLive(ask.caller.subject, page)));
}

export async function getLiveSession(ask: Ask): Promise<Response> {
  const { subject } = ask.caller;
  const found = await reach('the live session', () => objectOf(ask).getLive(subject, idIn(ask, 'sessionId')));
  return Response.json(granted(found));
}

export async function liveHistory(ask: Ask): Promise<Response> {
  const { after = 0, limit = defaultRows } = readQuery(ask.url, operations.liveHistory.query);
  const { subject } = ask.caller;
  const page = await reach('the live session', () =>
    objectOf(ask).liveHistory(subject, idIn(ask, 'sessionId'), after, limit),
  );
  return Response.json(granted(page));
}

/** Opens for whoever asks: who they are they say in `hello` (WEB-14). */
export function live(env: Env, request: Request, projectId: string): Promise<Response> {
  return upgrade(request, liveSessionsOf(env, projectId), 'live', { 'x-project-id': projectId });
}

export async function terminal(ask: Ask): Promise<Response> {
  return upgrade(ask.request, objectOf(ask), 'terminal', { 'x-token-expires-at': String(ask.caller.expiresAt) });
}
