import type { LiveSession } from '../../../../contracts/wire/index.ts';
import type { Capabilities } from '../adapter.ts';
import { pageBySeq } from '../messages.ts';
import type { MitzoPlay } from './play.ts';
import type { Session } from './session.ts';

/** Live sessions of Mitzo, read over its socket as somebody who comes anew. */
export const live: Omit<NonNullable<Capabilities<MitzoPlay>['live']>, 'live'> = {
  async listLiveSessions({ token }, play) {
    // There is no list on the socket: rows are what the play made, as each is there now.
    const own = [...play.sessions.values()].filter(({ foreign, record }) => {
      return foreign !== undefined && (record === undefined || record.maker === play.credentialOf(token));
    });
    const looks = await play.asNewcomer(token, own);
    const shown = own.flatMap((session, place) => {
      const look = looks[place];
      return look ? [play.shown(session, look)] : [];
    });
    const sessions = shown.toSorted((a, b) => b.createdAt - a.createdAt);
    return { status: 200, body: { sessions, nextCursor: null } };
  },

  async getLiveSession({ params, token }, play) {
    const session = play.session(params.sessionId);
    return { status: 200, body: play.shown(session, await play.look(session, token)) };
  },

  async liveHistory({ params, query, token }, play) {
    const { events } = await play.look(play.session(params.sessionId), token);
    const { page, nextAfter } = pageBySeq(events, query);
    return { status: 200, body: { events: page, nextAfter } };
  },
};

/** A session begins with its first message: until then its record is kept here, and said with that message. */
export const deferred: Capabilities<MitzoPlay>['deferred'] = {
  async createLiveSession({ params, body, token }, play) {
    const { tools } = play;
    const { sessionId: id } = params;
    if (body.cwd !== undefined || body.branch !== undefined || body.worktree !== undefined) {
      throw tools.lacks('choice of where a session works');
    }
    const maker = play.credentialOf(token);
    const known = play.sessions.get(id);
    if (known && known.record?.maker !== maker) throw tools.lacks('id of a session that a client chooses');
    if (known?.foreign !== undefined) return { status: 200, body: play.shown(known, await play.look(known, token)) };
    const session = known ?? play.make(id);
    session.record ??= { mode: body.mode ?? 'ask', createdAt: tools.now(), maker };
    play.sessions.set(id, session);
    return { status: known ? 200 : 201, body: recordOf(session.record, id, play) };
  },
};

function recordOf(
  { mode, createdAt }: NonNullable<Session['record']>,
  sessionId: string,
  play: MitzoPlay,
): LiveSession {
  const { cwd, branch } = play.tools.options;
  return {
    sessionId,
    projectId: play.projectId,
    state: 'CREATED',
    running: false,
    mode,
    cwd,
    branch,
    worktree: null,
    metadata: { totalTokens: 0, messageCount: 0, lastMessageAt: null, firstMessagePreview: null },
    // Where the contract has it stand, and where Mitzo has it begin: CREATED.
    seq: 1,
    createdAt,
    updatedAt: createdAt,
  };
}
