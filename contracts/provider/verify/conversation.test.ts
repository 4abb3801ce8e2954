import { describe, expect, test } from 'vitest';
import type { SocketState } from '../socket-state.ts';
import { type Behaviour, testProvider, writtenPact } from './provider.testing.ts';
import { verify } from './verify.ts';

const path = '/v1/projects/${projectId}/events';
const hello = { type: 'hello' };

/** Verifies that this frame is the one that is caught. */
async function caught(open: Partial<SocketState>, promised: object, behaviour: Behaviour = {}, frameTimeout?: number) {
  const provider = await testProvider(behaviour);
  const pacts = await writtenPact([{ kind: 'async', description: 'a frame', open, promised }]);
  const { url: providerUrl, statesUrl } = provider;
  const { interactions } = await verify({ providerUrl, statesUrl, pacts, frameTimeout });
  return { ...interactions[0], asked: provider.asked };
}

describe('The frame that is compared', () => {
  test.each<[string, Partial<SocketState>, object]>([
    ['comes with the upgrade', {}, { type: 'welcome' }],
    ['comes after the answer to the hello', { hello }, { type: 'also' }],
    ['is the first with those fields', { hello, catch: { type: 'told', to: 'all' } }, { type: 'told', to: 'all' }],
    [
      'comes after what was sent',
      { hello, steps: [{ await: 'a frame' }, { send: { type: 'ping', of: '${projectId}' } }], catch: { type: 'pong' } },
      { type: 'pong', of: 'p-of-this-run' },
    ],
    [
      'comes after what was sent elsewhere',
      { hello, steps: [{ elsewhere: [hello, { type: 'tell' }] }], catch: { type: 'told', to: 'others' } },
      { type: 'told', to: 'others' },
    ],
    ['comes after a time', { hello, steps: [{ time: 60 }], catch: { type: 'later' } }, { type: 'later' }],
  ])('%s', async (_title, open, promised) => {
    const { status, reason, mismatches } = await caught(open, promised, talkative());
    expect([status, reason, mismatches]).toEqual(['verified', null, []]);
    const { status: other } = await caught(open, { type: 'something else' }, talkative());
    expect(other).toBe('failed');
  });

  test('is asked for with the time that a step names', async () => {
    const { asked } = await caught(
      { hello, steps: [{ time: 60 }], catch: { type: 'later' } },
      { type: 'later' },
      talkative(),
    );
    expect(asked).toContain('setup time has passed {"seconds":60}');
  });
});

describe('A frame that does not come fails its interaction and says why:', () => {
  test.each<[string, Partial<SocketState>, Behaviour, RegExp]>([
    [
      'no frame in time',
      { catch: { type: 'never' } },
      talkative(),
      /^The socket \/api\/v1\/projects\/p-of-this-run\/events had no such frame within 50 ms\. Frames that came: welcome\.$/,
    ],
    ['none at all', {}, { socket() {} }, /within 50 ms\. Frames that came: none\.$/],
    [
      'closed',
      {},
      { socket: (socket) => socket.close(4001, 'gone') },
      /was closed with 4001 gone before the frame came\. Frames that came: none\.$/,
    ],
    ['refused', {}, { refuseSockets: true }, /^The provider refused the socket \S+: it answered 401 lost\.$/],
    ['no JSON', {}, { socket: (socket) => socket.send('hello') }, /^The frame that came is no JSON: hello$/],
    ['a token that no state gives', { token: 'agentToken' }, {}, /^No state has answered the value "agentToken"\.$/],
    [
      'a step that cannot be made',
      { steps: [{ time: 60 }] },
      { state: refusesTime },
      /^The state "time has passed" could not be set up/,
    ],
  ])('%s', async (_title, open, behaviour, reason) => {
    const { status, mismatches, ...result } = await caught(open, { type: 'x' }, behaviour, 50);
    expect([status, mismatches]).toEqual(['failed', []]);
    expect(result.reason).toMatch(reason);
  });

  test('or that the pact says the socket wrongly', async () => {
    const { reason } = await caught({ path: 7 } as never, { type: 'x' });
    expect(reason).toMatch(/^The pact says the state "a socket is open" wrongly: path: /);
    expect((await caught({ path }, { type: 'welcome' }, talkative())).status).toBe('verified');
  });
});

const refusesTime: Behaviour['state'] = ({ state }, response) => {
  if (state !== 'time has passed') return false;
  response.writeHead(400).end();
  return true;
};

/** Says something with the upgrade, and tells the others what one of them tells. */
function talkative(): Behaviour {
  const all = new Set<{ send(text: string): void }>();
  return {
    socket(socket) {
      all.add(socket);
      const say = (frame: object) => socket.send(JSON.stringify(frame));
      say({ type: 'welcome' });
      socket.on('message', (data) => {
        const { type, of } = JSON.parse(String(data));
        if (type === 'ping') say({ type: 'pong', of });
        if (type === 'hello')
          for (const frame of [{ type: 'also' }, { type: 'told', to: 'nobody' }, { type: 'told', to: 'all' }])
            say(frame);
        if (type !== 'tell') return;
        say({ type: 'telling' });
        for (const other of all) if (other !== socket) other.send('{"type":"told","to":"others"}');
      });
    },
  };
}
