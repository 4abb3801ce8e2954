import { describe, expect, onTestFinished, test } from 'vitest';
import type { AnyClientFrame, OperationName } from '../../../../contracts/wire/index.ts';
import { run } from '../../../../scenarios/play/run.ts';
import { portsFor } from '../../ports-for.ts';
import { adapterLaws } from '../laws.testing.ts';
import { readOptions } from '../options.ts';
import { adapterTarget } from '../target.ts';
import { agentcmd } from './index.ts';
import { startAgentcmd } from './testing/server.ts';
import type { Bug } from './testing/store.ts';

/**
 * First messages and what may go wrong with them, switching, coming back, tools, sharing: what goes on when something has
 * happened, and not after a time by the clock.
 */
const select = [
  'chat-view/end-twice',
  'chat-view/many-switches',
  'chat-view/metadata',
  'chat-view/tool-result-late',
  'double-send/first-message-after-switch',
  'double-send/gap-before-the-first-send',
  'double-send/sender-who-does-not-watch',
  'first-message/acknowledgement-lost',
  'first-message/answer-of-creation-lost',
  'first-message/creation-fails-twice',
  'first-message/same-id-at-once',
  'first-message/two-before-created',
  'first-message/unknown-in-the-address-bar',
  'live-reconnect/after-the-reply',
  'live-sharing/two-tabs-one-session',
];
/** On sockets of sessions nothing can be interrupted or stopped. */
const onSessions = [
  'chat-view/metadata',
  'first-message/acknowledgement-lost',
  'first-message/same-id-at-once',
  'first-message/two-before-created',
  'live-sharing/two-tabs-one-session',
];

interface How {
  socket?: string;
  storedWithin?: number;
  timeout?: number;
}

async function played(bug: Bug | null, chosen: readonly string[], { timeout = 20_000, ...how }: How = {}) {
  const server = await startAgentcmd(bug);
  try {
    const options = { ...server.options, ...how };
    return await run({ adapter: { from: agentcmd, options }, select: chosen, lanes: 4, timeout });
  } finally {
    await server.stop();
  }
}

const failedChecks = ({ scenarios }: Awaited<ReturnType<typeof run>>) =>
  new Set(
    scenarios.flatMap(({ status, checks }) =>
      status === 'failed' ? checks.filter((one) => one.status === 'failed').map(({ id }) => id) : [],
    ),
  );

type Frame = Record<string, unknown>;

/** A play on the right server, with whoever is asked for, each on a live socket of their own. */
async function staged() {
  const server = await startAgentcmd();
  const lane = await adapterTarget(agentcmd, readOptions(agentcmd, server.options), 1).lane();
  const stage = await lane.raise({ seed: 1, plan: [], mutant: null, nameOf: (alias) => alias });
  onTestFinished(async () => {
    await stage.clear('ended');
    await lane.stop();
    await server.stop();
  });
  const { link, random } = portsFor(stage.network, 'frontend', 1);
  const nodeUrl = 'http://node.test';
  const project = await link.request({ operation: 'createProject', params: {}, body: { nodeUrl } });
  const { projectId } = project.body as { projectId: string };
  const someone = async (token: string) => {
    const heard: Frame[] = [];
    let tell = () => {};
    const take = (frame: Frame) => {
      heard.push(frame);
      tell();
    };
    const socket = link.connect(
      { operation: 'live', params: { projectId } },
      {
        open: () => socket.send({ type: 'hello', protocolVersion: 1, token, sessionId: null }),
        frame: (frame) => take(Object(frame)),
        close: (code) => take({ type: 'close', code }),
      },
    );
    /** Resolves with the first frame of a type that comes, or came and was not waited for. */
    const next = async (type: string): Promise<Frame> => {
      for (;;) {
        const place = heard.findIndex((frame) => frame.type === type);
        if (place >= 0) return heard.splice(0, place + 1).at(-1) ?? {};
        await new Promise<void>((resolve) => {
          tell = resolve;
        });
      }
    };
    const ask = (operation: OperationName, sessionId: string, body?: unknown) =>
      link.request({ operation, params: { projectId, sessionId }, token, ...(body ? { body } : {}) });
    return { ask, next, say: (frame: AnyClientFrame) => socket.send(frame) };
  };
  const user = async (userId: string) => {
    const body = { role: 'user', userId, projectId, expiresInSeconds: 10 * 365 * 24 * 3600 };
    const made = await link.request({ operation: 'createToken', params: {}, body });
    const person = await someone((made.body as { token: string }).token);
    await person.next('connected');
    return person;
  };
  return { user, someone, sessionId: random.uuid(), clientMsgIds: [random.uuid(), random.uuid()] as const };
}

describe('the adapter of agentcmd', { timeout: 30_000 }, () => {
  adapterLaws({
    adapter: agentcmd,
    start: () => startAgentcmd(),
    unknownId: { operation: 'liveHistory', param: 'sessionId' },
    simple: { operation: 'listLiveSessions' },
  });

  test('a system that does as it should passes all that is played on it', async () => {
    const { scenarios, totals } = await played(null, select);
    expect(scenarios.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(totals).toMatchObject({ passed: select.length, skipped: 0 });
  });

  test('the same holds on a socket for each session', async () => {
    const { scenarios, totals } = await played(null, onSessions, { socket: 'session' });
    expect(scenarios.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(totals).toMatchObject({ passed: onSessions.length, skipped: 0 });
  });

  test.concurrent.each<[Bug, string, string, How?]>([
    ['streams-to-everybody', 'live-sharing/two-tabs-one-session', 'right-session'],
    ['makes-a-second-record', 'first-message/same-id-at-once', 'one-record-per-id'],
    ['answers-500-for-unknown', 'first-message/unknown-in-the-address-bar', 'no-unknown-5xx', { timeout: 2000 }],
    ['completes-with-old-metadata', 'first-message/two-before-created', 'metadata-kept'],
    ['completes-with-old-metadata', 'first-message/two-before-created', 'metadata-kept', { socket: 'session' }],
    ['answers-twice', 'first-message/two-before-created', 'one-terminal'],
    ['loses-a-piece', 'first-message/two-before-created', 'chunks-merge'],
  ])('a system that %s is found out', async (bug, scenario, check, how) => {
    expect(failedChecks(await played(bug, [scenario], how))).toContain(check);
  });

  test.concurrent.each<[Bug, RegExp, How?]>([
    ['swallows-the-first-message', /Failed to see a message of session \S+ in its history/, { storedWithin: 1 }],
    ['ends-twice', /Failed to understand the end of a reply in session \S+: it is \{"type":"complete"/],
  ])('a system that %s ends the play in words', async (bug, reason, how) => {
    const { scenarios } = await played(bug, ['first-message/unknown-in-the-address-bar'], how);
    expect(scenarios[0]).toMatchObject({ status: 'failed', reason: expect.stringMatching(reason) });
  });

  test('a token that the system refuses closes the live socket with 1008', async () => {
    const { someone, user } = await staged();
    await user('alice');
    const stranger = await someone('a-token-that-nobody-ever-made');
    expect(await stranger.next('close')).toMatchObject({ code: 1008 });
  });

  test('an interrupt cancels the reply that runs, as far as it came, and its message is the next', async () => {
    const { user, sessionId, clientMsgIds } = await staged();
    const [first, second] = clientMsgIds;
    const alice = await user('alice');
    expect(await alice.ask('createLiveSession', sessionId, {})).toMatchObject({ status: 201 });
    alice.say({ type: 'send', sessionId, clientMsgId: first, prompt: '/count 1000', resume: false });
    await alice.next('accepted');
    const { text } = await alice.next('chunk');
    alice.say({ type: 'interrupt', sessionId, clientMsgId: second, prompt: 'Enough' });
    const cut = await alice.next('message_interrupted');
    expect(cut).toMatchObject({ clientMsgId: first, content: expect.stringMatching(`^${text}`) });
    expect(await alice.next('accepted')).toMatchObject({ clientMsgId: second });
    expect(await alice.next('message_complete')).toMatchObject({ clientMsgId: second, content: 'Echo: Enough' });
  });

  test("another user's session is neither shown nor told, and its id is taken", async () => {
    const { user, sessionId, clientMsgIds } = await staged();
    const [clientMsgId] = clientMsgIds;
    const [alice, bob] = [await user('alice'), await user('bob')];
    await alice.ask('createLiveSession', sessionId, {});
    expect(await alice.ask('createLiveSession', sessionId, {})).toMatchObject({ status: 200 });
    expect(await bob.ask('createLiveSession', sessionId, {})).toMatchObject({ body: { code: 'session_id_taken' } });
    expect(await bob.ask('liveHistory', sessionId)).toMatchObject({ body: { code: 'not_found' } });
    bob.say({ type: 'switch_session', sessionId, after: null });
    expect(await bob.next('error')).toMatchObject({ code: 'not_found', sessionId });
    bob.say({ type: 'send', sessionId, clientMsgId, prompt: 'Whose is this?', resume: false });
    expect(await bob.next('error')).toMatchObject({ code: 'not_found', clientMsgId });
    bob.say({ type: 'reconnect', sessions: [{ sessionId, lastSeq: 0 }] });
    expect(await bob.next('reconnected')).toMatchObject({ sessions: [{ sessionId, status: 'not_found' }] });
  });

  test('what it lacks is skipped with the reason, in the middle of a play too, and never judged', async () => {
    const reasons = async (chosen: string, how?: How) => {
      const { scenarios } = await played(null, [chosen], how);
      return scenarios.map(({ status, reason }) => [status, reason]);
    };
    expect(await reasons('first-message/send-refused')).toEqual([
      ['skipped', 'the adapter agentcmd has no limit of a message'],
    ]);
    expect(await reasons('double-send/sender-who-does-not-watch', { socket: 'session' })).toEqual([
      ['skipped', 'the adapter agentcmd has no way to interrupt'],
    ]);
    expect(await reasons('live-sharing/hello-of-everybody')).toEqual([
      ['skipped', 'the adapter agentcmd has no second project'],
    ]);
    expect(await reasons('routing/send-ended-no-loop')).toEqual([
      ['skipped', expect.stringMatching(/^Sessions have no durable states/)],
    ]);
  });

  test('what it does not promise is reported as unmet, whatever passes', async () => {
    const { unmet } = await played(null, ['first-message/acknowledgement-lost']);
    const ids = unmet.map(({ requirement }) => requirement);
    for (const requirement of ['LIVE-9', 'LIVE-12', 'LIVE-18', 'WEB-12']) expect(ids).toContain(requirement);
  });
});
