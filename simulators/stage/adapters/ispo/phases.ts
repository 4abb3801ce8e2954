import { endedPhaseStates, phaseTexts } from '../../../../contracts/wire/index.ts';
import type { Capabilities } from '../adapter.ts';
import { pageByCursor } from '../messages.ts';
import { Refused, refused } from '../refused.ts';
import { OwnFailure } from './client.ts';
import type { Found, IspoPlay } from './play.ts';
import { startPhase } from './starts.ts';
import { stateOf } from './translate.ts';
import { done } from './wire.ts';

/** Milliseconds in which a session that was sent a message shows that it runs. */
const longestStart = 5000;

const isEnded = ({ session }: Found) => endedPhaseStates.has(stateOf(session.status));

/** Phase sessions of ispo-code: sessions of a task whose title begins with the name of a phase. */
export const phases: Capabilities<IspoPlay>['phases'] = {
  startPhase,

  async lookupPhase({ params, token }, play) {
    const sessions = await play.sessionsOf(play.pathOf(params.taskId), token);
    const found = sessions.find(({ phase }) => phase === params.phase);
    if (!found) throw refused('not_found', 'The phase has no session.');
    return { status: 200, body: play.show(found) };
  },

  async listPhaseSessions({ query, token }, play) {
    const paths = query.taskId === undefined ? [...play.tasks.keys()] : [play.pathOf(query.taskId)];
    const all = newestFirst(await Promise.all(paths.map((path) => play.sessionsOf(path, token))));
    const { page, nextCursor } = pageByCursor(all, query);
    return { status: 200, body: { sessions: page.map((found) => play.show(found)), nextCursor } };
  },

  async getPhaseSession({ params, token }, play) {
    return { status: 200, body: play.show(await play.session(params.sessionId, token)) };
  },

  async sendPhaseMessage({ params: { sessionId }, body: { messageId, content }, token }, play) {
    const { client } = play;
    const message = { sessionId: play.foreign(sessionId), message: content, clientMessageId: messageId };
    const { success } = await client.mutate('agent.sendMessage', message, done, token).catch(reasonOf);
    if (!success) {
      const found = await play.session(sessionId, token);
      throw isEnded(found)
        ? refused('session_ended', phaseTexts.ended)
        : refused('internal_error', phaseTexts.unexpected);
    }
    await isRunning(play, sessionId, token);
    return { status: 201, body: { messageId, seq: play.place(sessionId, messageId) } };
  },

  async cancelPhaseSession({ params: { sessionId }, token }, play) {
    const success = await cancel(play, sessionId, token);
    const found = await play.session(sessionId, token);
    if (!success && isEnded(found) && found.session.status !== 'cancelled')
      throw refused('session_ended', phaseTexts.ended);
    // Where it says that it was done, or not, the session has to show it.
    return { status: 200, body: play.show(found) };
  },

  /** One after the other: it has no request for several. Those that have not ended are cancelled first. */
  async deletePhaseSessions({ body, token }, play) {
    const deleted: string[] = [];
    const notFound: string[] = [];
    for (const sessionId of body.sessionIds) {
      const isDeleted = await deleteOne(play, sessionId, token);
      (isDeleted ? deleted : notFound).push(sessionId);
    }
    return { status: 200, body: { deleted, notFound } };
  },
};

/** Merges the lists of tasks without mending the order of any. */
function newestFirst(lists: readonly Found[][]): Found[] {
  const rest = lists.map((list) => [...list]);
  const all: Found[] = [];
  for (;;) {
    const heads = rest.flatMap((list) => list[0] ?? []);
    const [newest] = heads.toSorted((a, b) => b.session.at - a.session.at);
    if (!newest) return all;
    all.push(newest);
    rest.find(([head]) => head === newest)?.shift();
  }
}

/** A message makes a session run, which it does in its own time. One that never does is shown as it is. */
async function isRunning(play: IspoPlay, sessionId: string, token: string | null): Promise<void> {
  const { now, until } = play.tools;
  const last = now() + longestStart;
  await until(
    'the message taken up',
    async () => {
      const found = await play.session(sessionId, token).catch(noneOf);
      const isDue = found === null || stateOf(found.session.status) === 'created';
      return isDue && now() < last ? undefined : true;
    },
    { within: 2 * longestStart },
  );
}

/** Did the system say that it was done? */
async function cancel(play: IspoPlay, sessionId: string, token: string | null): Promise<boolean> {
  const input = { id: play.foreign(sessionId) };
  return (await play.client.mutate('agent.cancel', input, done, token).catch(reasonOf)).success;
}

async function deleteOne(play: IspoPlay, sessionId: string, token: string | null): Promise<boolean> {
  const found = await play.session(sessionId, token).catch(noneOf);
  if (!found) return false;
  if (!isEnded(found)) {
    await cancel(play, sessionId, token);
    await play.session(sessionId, token).catch(noneOf);
  }
  const input = { id: play.foreign(sessionId) };
  const { success } = await play.client.mutate('agent.delete', input, done, token).catch(reasonOf);
  if (success) play.log.deleted(play.show(found));
  return success;
}

/** A failure in its own words may be a refusal: the session then shows why. */
function reasonOf(error: unknown): { success: false } {
  if (error instanceof OwnFailure) return { success: false };
  throw error;
}

function noneOf(error: unknown): null {
  if (error instanceof Refused && error.code === 'not_found') return null;
  throw error;
}
