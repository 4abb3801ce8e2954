import assert from 'node:assert/strict';
import type { Chat } from '../../../simulators/frontend/index.ts';
import { answered, type HandPorts, uuid } from '../../../simulators/testing.ts';
import type { LiveEvent, LiveSession } from '../../wire/index.ts';
import type { HttpInteraction } from '../toolkit/interaction.ts';
import { values } from '../toolkit/values.ts';
import { histories, made, metadata, page, prompt, reply, roles, text } from './live-history.ts';
import { aProject, does, given, has, refusal, type Told, tabOf, time } from './playing.ts';

const { projectId, sessionId } = values;
/** The first id that a tab makes. */
const newId = uuid(1001);

const record: LiveSession = {
  sessionId,
  projectId,
  state: 'CREATED',
  running: false,
  mode: 'ask',
  cwd: '/workspace',
  branch: 'main',
  worktree: null,
  metadata: { totalTokens: 0, messageCount: 0, lastMessageAt: null, firstMessagePreview: null },
  seq: 1,
  createdAt: time,
  updatedAt: time,
};
const spoken: LiveSession = { ...record, state: 'DETACHED', running: true, metadata, seq: 5 };

/** What the user sees of a first message, once the record of its session was answered. */
function begins(told: Omit<Told, 'operation'>, look: (chat: Chat, ports: HandPorts) => void): HttpInteraction {
  return {
    kind: 'http',
    operation: 'createLiveSession',
    ...told,
    async run(ports, taken) {
      const { chat } = tabOf(ports);
      chat.newSession();
      chat.say({ text });
      await taken();
      look(chat, ports);
    },
  };
}

/** As `begins`, in a session that was named before it was there; from then on it has these events. */
function beginsNamed(
  told: Omit<Told, 'operation' | 'others'>,
  events: LiveEvent[],
  look: (chat: Chat, ports: HandPorts) => void,
): HttpInteraction {
  let isThere = false;
  return {
    kind: 'http',
    operation: 'createLiveSession',
    ...told,
    others: () => (isThere ? answered(200, page(events, null)) : refusal('not_found')),
    async run(ports, taken) {
      isThere = false;
      const { chat } = tabOf(ports);
      chat.open({ sessionId });
      await chat.until(({ state }) => state === 'not-created');
      isThere = true;
      chat.say({ text });
      await taken();
      look(chat, ports);
    },
  };
}

/** The text is kept, and nothing was opened. */
function keepsDraft(code: string) {
  return (chat: Chat, { link }: HandPorts): void => {
    const { state, draft, notice } = chat;
    assert.deepEqual({ state, draft, code: notice?.code }, { state: 'not-created', draft: text, code });
    assert.equal(link.sockets.length, 0);
  };
}

const creations: readonly HttpInteraction[] = [
  begins(
    {
      description: 'the record of a live session, with its first message',
      given: aProject,
      promised: { status: 201, body: { ...record, sessionId: newId } },
    },
    (chat, { link }) => {
      assert.equal(chat.sessionId, newId);
      assert.equal(chat.state, 'connecting');
      assert.equal(link.sockets.length, 1);
    },
  ),
  beginsNamed(
    {
      description: 'the record of a live session that was made meanwhile',
      given: given('a live session'),
      promised: { status: 200, body: record },
    },
    [made],
    (chat, { link }) => {
      assert.equal(chat.state, 'connecting');
      assert.equal(chat.firstSent, false);
      assert.equal(link.sockets.length, 1);
    },
  ),
  beginsNamed(
    {
      description: 'the record of a live session that was made and talked to meanwhile',
      given: given('a live session', { turns: 1 }),
      promised: { status: 200, body: spoken },
    },
    [made, prompt(2), reply(5, 2)],
    (chat, { link }) => {
      // It had something to show, and what was said now comes behind that.
      assert.deepEqual(roles(chat), ['user', 'assistant', 'user']);
      assert.equal(chat.firstSent, true);
      assert.equal(link.sockets.length, 1);
    },
  ),
  begins(
    {
      description: 'the record of a live session under an id that another user has',
      given: given('a project', {}, { state: 'the id is taken', params: { id: newId } }),
      promised: { problem: 'session_id_taken' },
    },
    (chat, ports) => {
      keepsDraft('session_id_taken')(chat, ports);
      assert.notEqual(chat.sessionId, newId);
    },
  ),
  begins(
    {
      description: 'the record of a live session with a token that has expired',
      given: given('a project', {}, { state: 'the token has expired' }),
      promised: { problem: 'token_expired' },
    },
    keepsDraft('token_expired'),
  ),
  begins(
    {
      description: 'the record of a live session while a store does not answer',
      given: given('a project', {}, { state: 'a store does not answer' }),
      promised: { problem: 'unavailable' },
    },
    (chat, ports) => {
      keepsDraft('unavailable')(chat, ports);
      // It may be there: the next attempt is under the same id.
      assert.equal(chat.sessionId, newId);
    },
  ),
];

const lists: readonly HttpInteraction[] = [
  does(
    {
      description: 'a list of the live sessions',
      given: given('a live session', { turns: 1 }),
      operation: 'listLiveSessions',
      promised: { status: 200, body: { sessions: [spoken], nextCursor: null } },
    },
    ({ chat }) => chat.list(),
    (_, { chat }) => assert.deepEqual(chat.sessions, [spoken]),
  ),
  does(
    {
      description: 'a list of the live sessions where nothing was said in any',
      given: given('a live session'),
      operation: 'listLiveSessions',
      promised: { status: 200, body: { sessions: [], nextCursor: null } },
    },
    ({ chat }) => chat.list(),
    (read) => has(read, { status: 'ok', rows: [] }),
  ),
];

/** What a chat asks beside its socket. */
export const live: readonly HttpInteraction[] = [...creations, ...histories, ...lists];
