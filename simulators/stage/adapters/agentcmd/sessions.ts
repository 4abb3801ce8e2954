import type { Capabilities } from '../adapter.ts';
import { pageByCursor, pageBySeq } from '../messages.ts';
import { refused } from '../refused.ts';
import { isNotFound } from './client.ts';
import { foreignMode } from './modes.ts';
import type { AgentcmdPlay } from './play.ts';

type Live = NonNullable<Capabilities<AgentcmdPlay>['live']>;
type Deferred = NonNullable<Capabilities<AgentcmdPlay>['deferred']>;

/** Records of sessions, under ids that the client chose. */
export const deferred: Deferred = {
  async createLiveSession({ params: { sessionId }, body, token }, play) {
    const { client, tools } = play;
    if (body.cwd ?? body.branch ?? body.worktree) throw tools.lacks('session in a place that the client chooses');
    // Also where the answer is lost: it may have been made.
    tools.ids.own('session', sessionId);
    const making = client.create(sessionId, body.mode && foreignMode(body.mode), token);
    const made = await play.making(sessionId, async () => {
      const row = await making;
      if (row) await play.listen(sessionId, token);
      return row;
    });
    if (!made) {
      const known = await play.session(sessionId, token).catch((error: unknown) => {
        if (!isNotFound(error)) throw error;
        throw refused('session_id_taken', 'There is a session with this id, and it is not shown.');
      });
      await play.listen(sessionId, token);
      return { status: 200, body: known };
    }
    return { status: 201, body: play.shown(made, play.log(sessionId)) };
  },
};

/** What is stored of sessions. */
export const reads: Pick<Live, 'listLiveSessions' | 'getLiveSession' | 'liveHistory'> = {
  async listLiveSessions({ query, token }, play) {
    const own = (await play.client.sessions(token)).filter(({ id }) => play.tools.ids.isOwn('session', id));
    const { page, nextCursor } = pageByCursor(own, query);
    const sessions = await Promise.all(page.map(async (row) => play.shown(row, await play.read(row.id, token))));
    return { status: 200, body: { sessions, nextCursor } };
  },

  async getLiveSession({ params, token }, play) {
    return { status: 200, body: await play.session(params.sessionId, token) };
  },

  async liveHistory({ params, query, token }, play) {
    const { events } = await play.read(params.sessionId, token);
    const { page, nextAfter } = pageBySeq(events, query);
    return { status: 200, body: { events: page, nextAfter } };
  },
};
