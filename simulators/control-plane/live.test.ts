import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type LiveEvent, limits } from '../../contracts/wire/index.ts';
import { connectTab, newSession, promptOf } from './testing/live.ts';
import { attack, setUp } from './testing/setup.ts';

const setup = setUp();

async function historyOf(sessionId: string): Promise<LiveEvent[]> {
  const { body } = await setup.project.as('liveHistory', { params: { sessionId }, query: { limit: 100 } });
  return (body as unknown as { events: LiveEvent[] }).events;
}
const record = async (sessionId: string) =>
  (await setup.project.as('getLiveSession', { params: { sessionId } })).body as unknown as Record<string, unknown>;
const told = (events: readonly LiveEvent[]) =>
  events.map((event) => (event.type === 'session_state' ? event.state : event.type));

describe('a live session', () => {
  test('is made once under its id, and belongs to who made it', async () => {
    const { project, client } = setup;
    const sessionId = randomUUID();
    const make = (token: string, body: object) =>
      project.as('createLiveSession', { params: { sessionId }, body, token });
    const bob = await client.token({ role: 'user', projectId: project.projectId, userId: 'bob' });
    const made = await make(project.user, { mode: 'auto', branch: 'fix' });
    expect([made.status, made.body]).toMatchObject([201, { state: 'CREATED', running: false, cwd: '/workspace' }]);
    expect(await make(project.user, {})).toMatchObject({ status: 200, body: { mode: 'auto', branch: 'fix' } });
    expect(await make(bob, {})).toMatchObject({ status: 409, body: { code: 'session_id_taken' } });
    for (const cwd of ['/nul/\0', '/half/\ud800'])
      expect(await make(project.user, { cwd })).toMatchObject({ status: 400 });
    for (const operation of ['getLiveSession', 'liveHistory'] as const) {
      expect((await project.as(operation, { params: { sessionId }, token: bob })).status).toBe(404);
    }
    expect((await project.as('listLiveSessions')).body.sessions).toEqual([]);
  });

  test('answers its first message piece by piece, and counts it in its record', async () => {
    const sessionId = await newSession(setup);
    const tab = await connectTab(setup);
    const prompt = promptOf(sessionId, 'one two');
    expect(await tab.ask(prompt, 'accepted')).toMatchObject({ seq: 2, status: 'stored' });
    const start = await tab.next('message_start');
    const complete = await tab.next('message_complete');
    const chunks = tab.frames.flatMap((frame) => (frame.type === 'chunk' ? [frame] : []));
    expect(chunks.map(({ index, text }) => [index, text])).toEqual([
      [0, 'Echo: '],
      [1, 'one '],
      [2, 'two'],
    ]);
    expect(complete).toMatchObject({ content: 'Echo: one two', messageId: start.messageId, run: 1 });
    expect(await record(sessionId)).toMatchObject({ state: 'ACTIVE', running: true, metadata: complete.metadata });
    expect(complete.metadata).toMatchObject({ totalTokens: 3, messageCount: 2, firstMessagePreview: 'one two' });
    const history = await historyOf(sessionId);
    expect(told(history)).toEqual(['CREATED', 'user_message', 'STARTING', 'ACTIVE', 'message_complete']);
    expect(tab.frames.filter((frame) => 'seq' in frame && 'at' in frame)).toEqual(history.slice(1));
    expect(await tab.ask(prompt, 'accepted')).toMatchObject({ seq: 2, status: 'duplicate' });
    expect(await tab.ask({ ...prompt, prompt: 'other' }, 'error')).toMatchObject({ code: 'client_msg_conflict' });
    expect(await tab.ask(promptOf(sessionId, 'again'), 'error')).toMatchObject({ code: 'resume_required' });
    tab.close();
  });

  test('goes on for who switches to it in the middle, and a prompt waits for its turn', async () => {
    const sessionId = await newSession(setup);
    const first = await connectTab(setup);
    await first.ask(promptOf(sessionId, '/count 3'), 'accepted');
    await first.next('chunk');
    const other = await connectTab(setup);
    const switched = await other.ask({ type: 'switch_session', sessionId, after: 1 }, 'session_switched');
    expect(switched).toMatchObject({ running: true, state: 'ACTIVE', mode: 'ask', worktree: null, tokens: 0 });
    expect((await other.next('user_message')).seq).toBe(2);
    const joined = await other.next('message_start');
    expect(joined.text).toBe('1 2 3 '.slice(0, 2 * joined.index));
    const interrupt = { type: 'interrupt', sessionId, clientMsgId: randomUUID(), prompt: 'instead' } as const;
    await other.ask(interrupt, 'accepted');
    expect((await first.next('session_takeover')).sessionId).toBe(sessionId);
    expect((await first.next('message_interrupted')).messageId).toBe(joined.messageId);
    expect((await first.next('message_complete')).clientMsgId).toBe(interrupt.clientMsgId);
    await other.next('message_complete');
    first.close();
    other.close();
  });

  test('is replayed to who comes back, after what it has', async () => {
    const sessionId = await newSession(setup);
    const tab = await connectTab(setup);
    await tab.ask(promptOf(sessionId, '/tool grep x'), 'accepted');
    await tab.next('message_complete');
    tab.close();
    const again = await connectTab(setup);
    const sessions = [
      { sessionId, lastSeq: 3 },
      { sessionId: randomUUID(), lastSeq: 0 },
    ];
    const answer = await again.ask({ type: 'reconnect', sessions }, 'reconnected');
    expect(answer.sessions.map(({ status, running }) => [status, running])).toEqual([
      ['replayed', true],
      ['not_found', false],
    ]);
    await again.ask({ type: 'ping' }, 'pong');
    const replayed = again.frames.filter((frame) => 'seq' in frame && 'at' in frame);
    expect(replayed).toEqual((await historyOf(sessionId)).slice(3));
    expect(replayed.at(-1)).toMatchObject({ seq: answer.sessions[0]?.seq, state: 'ACTIVE' });
    const ahead = await again.ask({ type: 'reconnect', sessions: [{ sessionId, lastSeq: 999 }] }, 'reconnected');
    expect(ahead.sessions[0]?.status).toBe('cursor_invalid');
    expect((await again.next('session_state')).seq).toBe(1);
    again.close();
  });

  test('has ended after a restart, with what it left unfinished, and the next message resumes it', async () => {
    const { project, client } = setup;
    const sessionId = await newSession(setup);
    const tab = await connectTab(setup);
    await tab.ask(promptOf(sessionId, '/hang'), 'accepted');
    await tab.ask(promptOf(sessionId, 'waits', 'resume'), 'accepted');
    await tab.next('message_start');
    await client.command({ live: { project: project.projectId, how: 'kill' } });
    expect(await record(sessionId)).toMatchObject({ state: 'ENDED', running: false });
    expect(told(await historyOf(sessionId)).slice(-3)).toEqual(['message_interrupted', 'message_interrupted', 'ENDED']);
    const again = await connectTab(setup);
    await again.ask(promptOf(sessionId, 'hello', 'resume'), 'accepted');
    expect(await again.next('message_complete')).toMatchObject({ content: 'Echo: hello', run: 2 });
    again.close();
  });

  test('without a message is gone after ten minutes; with one it has ended after 48 hours', async () => {
    const { project, client } = setup;
    const ring = () => client.command({ ring: { binding: 'LIVE_SESSIONS', name: project.projectId } });
    const [empty, used] = [await newSession(setup), await newSession(setup)];
    const tab = await connectTab(setup);
    await tab.ask(promptOf(used, 'hi'), 'accepted');
    await tab.next('message_complete');
    await client.command({ advance: limits.emptySessionLife });
    await ring();
    expect((await project.as('getLiveSession', { params: { sessionId: empty } })).status).toBe(404);
    await client.command({ advance: limits.liveIdlePeriod });
    await ring();
    const user = await client.token({ role: 'user', projectId: project.projectId, userId: 'ada' });
    const read = await project.as('getLiveSession', { params: { sessionId: used }, token: user });
    expect(read.body).toMatchObject({ state: 'ENDED' });
    tab.close();
  });
});

describe('the routing', () => {
  const facts = async (sessionId: string) => {
    const { state, running } = await record(sessionId);
    return [state, running];
  };
  const disturb = (how: 'lose' | 'start', sessionId: string) =>
    setup.client.command({ live: { project: setup.project.projectId, how, sessionId } });

  test('mends a session whose loop is lost, and aborts a loop that nobody knows of', async () => {
    const sessionId = await newSession(setup);
    const tab = await connectTab(setup);
    await tab.ask(promptOf(sessionId, '/hang'), 'accepted');
    await tab.next('message_start');
    await disturb('lose', sessionId);
    expect(await facts(sessionId)).toEqual(['ACTIVE', false]);
    await tab.ask(promptOf(sessionId, 'again', 'resume'), 'accepted');
    await tab.next('message_interrupted');
    expect(await tab.next('message_complete')).toMatchObject({ content: 'Echo: again', run: 2 });
    await tab.ask({ type: 'stop', sessionId }, 'stopping');
    await disturb('lose', sessionId);
    const seen = await tab.ask({ type: 'switch_session', sessionId, after: null }, 'session_switched');
    expect(seen).toMatchObject({ state: 'ENDED', running: false });
    await disturb('start', sessionId);
    expect(await facts(sessionId)).toEqual(['ENDED', false]);
    await tab.ask(promptOf(sessionId, 'third', 'resume'), 'accepted');
    expect(await tab.next('message_complete')).toMatchObject({ content: 'Echo: third', run: 3 });
    const unknown = randomUUID();
    await disturb('start', unknown);
    expect(await tab.ask(promptOf(unknown, 'nobody'), 'error')).toMatchObject({ code: 'not_found' });
    tab.close();
  });

  test('lets a loop that was started behind the store take the first prompt', async () => {
    const sessionId = await newSession(setup);
    await disturb('start', sessionId);
    const tab = await connectTab(setup);
    await tab.ask(promptOf(sessionId, 'hi'), 'accepted');
    await tab.next('message_complete');
    expect(told(await historyOf(sessionId))).toEqual([
      'CREATED',
      'user_message',
      'STARTING',
      'ACTIVE',
      'message_complete',
    ]);
    tab.close();
  });
});

describe('suspending', () => {
  test('loses nothing and repeats nothing', async () => {
    const sessionId = await newSession(setup);
    const tab = await connectTab(setup);
    const { seq } = await tab.ask(promptOf(sessionId, 'hi'), 'accepted');
    await tab.next('message_start');
    const lastSeq = seq + 2;
    await tab.ask({ type: 'suspend', sessions: [{ sessionId, lastSeq }] }, 'suspended');
    expect(await record(sessionId)).toMatchObject({ state: 'SUSPENDED', running: true });
    const watcher = await connectTab(setup);
    await watcher.ask({ type: 'watch', sessionId, after: null }, 'watched');
    await watcher.next('message_complete');
    const silent = tab.frames.at(-1)?.type;
    await tab.ask({ type: 'resume', sessions: [{ sessionId, lastSeq }] }, 'resumed');
    await tab.next('message_complete');
    const seqs = tab.frames.flatMap((frame) => ('seq' in frame && 'at' in frame ? [frame.seq] : []));
    expect([silent, seqs]).toEqual(['suspended', seqs.map((_, index) => index + 2)]);
    tab.close();
    watcher.close();
  });
});

describe('the copy of the metadata', () => {
  test('fails no message, and is made again later', async () => {
    const { project, client } = setup;
    const sessionId = await newSession(setup);
    const tab = await connectTab(setup);
    const faults = await attack(
      setup,
      { at: 'INTO live_records', how: 'refuse' },
      { at: 'INTO live_records', how: 'lose' },
    );
    await tab.ask(promptOf(sessionId, 'hi'), 'accepted');
    const { metadata } = await tab.next('message_complete');
    expect((await record(sessionId)).metadata).toEqual(metadata);
    const again = { at: 'INTO live_records', how: 'lose' } as const;
    await faults.spent();
    const later = await attack(setup, again);
    await client.command({ advance: 60_000 });
    await client.command({ ring: { binding: 'LIVE_SESSIONS', name: project.projectId } });
    await later.spent();
    tab.close();
  });
});
