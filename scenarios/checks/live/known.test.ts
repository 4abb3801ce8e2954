import { describe, expect, test } from 'vitest';
import { judge } from '../check.ts';
import { unknownSessionRefused } from '../feed/unknown-session-refused.ts';
import { checks } from '../index.ts';
import { Observed } from '../observed.ts';
import { accessKept } from '../safety/access-kept.ts';
import { noSecretShown } from '../safety/no-secret-shown.ts';
import { returnedIdsResolve } from '../tasks/returned-ids-resolve.ts';
import { judgeLive, LiveHistoryBuilder, type LiveLine } from './testing.ts';

/** What is known at the end of a history. */
function observe(build: (h: LiveHistoryBuilder) => void): Observed {
  const h = new LiveHistoryBuilder();
  build(h);
  const seen: Observed[] = [];
  const spy = { id: 'spy', level: 'MUST', requirements: [], sentence: '' } as const;
  const end = (observed: Observed) => {
    seen.push(observed);
    return { judged: 0, breaches: [] };
  };
  judge(h.events, [{ ...spy, start: () => ({ on() {}, end }) }], new Set());
  return seen[0] ?? new Observed();
}

describe('what is observed of live sessions', () => {
  test('Records, whole histories, lists and missing sessions are read, apart from those of tasks.', () => {
    const { live, ...rest } = observe((h) => {
      h.idle();
      h.observeLive();
      const [one, two] = [h.stored.get('s1')?.slice(0, 2), h.stored.get('s1')?.slice(2)];
      const read = (operation: string, query: string, status: number, body: unknown, sessionId = 's1') =>
        h.call('observer', operation, { params: { sessionId }, query }, status, body);
      read('liveHistory', 'limit=100', 200, { events: one, nextAfter: 2 });
      read('liveHistory', 'limit=100&after=2', 200, { events: two, nextAfter: null });
      read('listLiveSessions', 'limit=100', 200, { sessions: [h.record('s1')], nextCursor: null });
      read('getLiveSession', '', 404, { code: 'not_found' }, 's9');
    });
    expect(live.records.get('s1')?.value.state).toBe('ACTIVE');
    expect(live.histories.get('s1')).toMatchObject({ complete: true, events: { length: 5 }, indexes: { length: 2 } });
    expect([...live.listed.keys()]).toEqual(['s1']);
    expect(live.listedWhole).toBe(true);
    expect([...live.missing.keys()]).toEqual(['s9']);
    expect([rest.missing.size, rest.sessions.size]).toEqual([0, 0]);
  });

  test('A session is told by its events: state and run at each, and prompts with their ends.', () => {
    const story = observe((h) => {
      h.idle();
      h.user('c2');
      h.observeLive();
    }).live.sessions.get('s1');
    expect([1, 3, 4].map((seq) => story?.standingAt(seq).state)).toEqual(['CREATED', 'STARTING', 'ACTIVE']);
    expect(story?.standingAt(99)).toEqual({ state: 'ACTIVE', run: 1, since: 4 });
    expect(story?.unfinishedAt(99).map(({ user }) => user.clientMsgId)).toEqual(['c2']);
    expect(story?.turns.get('c1')?.terminals.map(({ type }) => type)).toEqual(['message_complete']);
  });

  test('Answers belong to frames in their order, but a refusal before connected comes at once.', () => {
    const { live } = observe((h) => {
      const line = h.opened();
      line.says({ type: 'hello', protocolVersion: 1, token: 'x', sessionId: null });
      line.says({ type: 'stop', sessionId: 's1' });
      line.hears({ type: 'error', code: 'not_connected', detail: '', sessionId: 's1' });
      line.hears({ type: 'connected', connectionId: 'c', sessionId: null, at: 1, protocolVersion: 1 });
      line.says({ type: 'watch', sessionId: 's1', after: null });
      line.says({ type: 'watch', sessionId: 's2', after: null });
      line.hears({ type: 'watched', sessionId: 's1', seq: 0, running: false });
    });
    const [socket] = live.sockets.all.values();
    expect(socket?.asked.map(({ type, answer }) => `${type}: ${answer?.frame.type}`)).toEqual([
      'hello: connected',
      'stop: error',
      'watch: watched',
      'watch: undefined',
    ]);
    expect(socket?.token).toBe('x');
  });

  const follow = (build: (line: LiveLine, h: LiveHistoryBuilder) => void) =>
    observe((h) => {
      h.begun();
      build(h.live(), h);
    }).live.watches;

  test('A switch ends the watch of the session that was switched to before, and what comes of it then is a stray.', () => {
    const { all, strays } = follow((line, h) => {
      line.switches('s1', { seq: 4 });
      line.switches('s2', { seq: 0 });
      line.hears(h.complete('c1'));
    });
    expect(all.map(({ sessionId, ended }) => `${sessionId}: ${ended?.by}`)).toEqual([
      's1: switch_session',
      's2: undefined',
    ]);
    expect(strays).toMatchObject([{ sessionId: 's1', why: 'left' }]);
  });

  test('What comes of a session that was never asked for, or before its answer, is a stray.', () => {
    const { strays } = follow((line, h) => {
      line.hears(h.complete('c1'));
      line.says({ type: 'watch', sessionId: 's1', after: 0 });
      line.hears(h.state('DETACHED'));
    });
    expect(strays.map(({ why }) => why)).toEqual(['never', 'early']);
  });

  test('A refused prompt may have subscribed its sender: nothing is said of what comes then.', () => {
    const { all, strays } = follow((line, h) => {
      line.says({ type: 'send', sessionId: 's1', clientMsgId: 'c2', prompt: 'x', resume: false });
      line.hears({ type: 'error', code: 'resume_required', detail: '', sessionId: 's1', clientMsgId: 'c2' });
      line.hears(h.complete('c1'));
    });
    expect([all, strays]).toEqual([[], []]);
  });
});

describe('checks of tasks', () => {
  test.each([unknownSessionRefused, returnedIdsResolve])('$id has nothing to say of live sessions.', (entry) => {
    const h = new LiveHistoryBuilder();
    h.idle();
    h.observeLive();
    h.call('observer', 'listSessions', {}, 200, { sessions: [], nextCursor: null });
    expect(judge(h.events, [entry], new Set())).toMatchObject([{ status: 'not-applicable' }]);
  });

  test('No check finds fault with the whole life of a live session.', () => {
    const h = new LiveHistoryBuilder();
    h.make();
    h.state('CREATED', 0);
    const line = h.live();
    line.says({ type: 'send', sessionId: 's1', clientMsgId: 'c1', prompt: 'Hi', resume: false });
    line.hears(h.user('c1', 'Hi'));
    line.hears(h.state('STARTING'));
    line.hears({ type: 'accepted', sessionId: 's1', clientMsgId: 'c1', messageId: 'm-c1', seq: 2, status: 'stored' });
    h.wait(100);
    line.hears(h.state('ACTIVE'));
    const reply = { sessionId: 's1', messageId: 'r-c1' };
    line.hears({ type: 'message_start', ...reply, clientMsgId: 'c1', run: 1, text: '', index: 0 });
    line.hears({ type: 'chunk', ...reply, index: 0, text: 'Echo' });
    const metadata = { totalTokens: 3, messageCount: 2, lastMessageAt: h.at, firstMessagePreview: 'Hi' };
    line.hears({ ...h.complete('c1'), metadata });
    const [, , , , complete] = h.stored.get('s1') ?? [];
    Object.assign(complete ?? {}, { metadata });
    h.observeLive({ records: { metadata } });
    const faults = judge(h.events, checks, new Set()).filter(({ status }) => status === 'failed');
    expect(faults.map(({ id, message }) => `${id}: ${message}`)).toEqual([]);
  });
});

const as = (h: LiveHistoryBuilder, caller: string) => h.report('caller:x', 'caller', { caller, expect: 'access' });
const hello = (h: LiveHistoryBuilder) => {
  const line = h.opened('caller:x');
  line.says({ type: 'hello', protocolVersion: 1, token: 'token-x', sessionId: null });
  return line;
};
const connected = (line: LiveLine) =>
  line.hears({ type: 'connected', connectionId: 'c', sessionId: null, at: 1, protocolVersion: 1 });

judgeLive(accessKept, [
  [
    'passes who may talk, and the closes of who may not',
    (h) => {
      as(h, 'user');
      connected(hello(h));
      as(h, 'daemon');
      hello(h).close('target', 1008);
      as(h, 'expired token');
      hello(h).close('target', 4401);
    },
  ],
  [
    'fails when a VM agent is connected, and when a user is refused',
    (h) => {
      as(h, 'own vm-agent');
      const first = connected(hello(h));
      as(h, 'other user');
      return [first, hello(h).close('target', 1008)];
    },
    /hello of own vm-agent was answered connected instead of 1008. \(and 1 more\)/,
  ],
]);

const secret = 'a-very-secret-token';

judgeLive(noSecretShown, [
  [
    'passes a prompt that somebody wrote a token into, and that is echoed',
    (h) => {
      const line = h.live('frontend', secret);
      line.says({ type: 'send', sessionId: 's1', clientMsgId: 'c1', prompt: `It is ${secret}`, resume: true });
      line.hears({ type: 'chunk', sessionId: 's1', messageId: 'r1', index: 0, text: secret });
    },
  ],
  [
    'fails when the token of a hello is shown',
    (h) => [
      h.live('frontend', secret).hears({ type: 'error', code: 'token_expired', detail: `${secret} has expired` }),
    ],
    /shows a token/,
  ],
]);
