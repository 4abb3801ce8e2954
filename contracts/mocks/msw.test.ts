import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Frontend } from '../../simulators/frontend/index.ts';
import { handPorts } from '../../simulators/testing.ts';
import { fetchLink } from './fetch-link.testing.ts';
import { lost, type MswMock, mswHandlers, pact, status, times, twice } from './msw.ts';
import { newMessage, projectId, sessionId, smallPact, subscribe, subscribed, unknownId } from './pact.testing.ts';

const baseUrl = 'http://api.test/base';
const socketUrl = `ws://api.test/base/v1/projects/${projectId}/events`;

/** A client with an open socket, and what it hears; `next` waits for it. */
async function opened(url = socketUrl) {
  const socket = new WebSocket(url);
  const heard: unknown[] = [];
  let wake = () => {};
  const say = (what: unknown) => {
    heard.push(what);
    wake();
  };
  socket.addEventListener('message', ({ data }) => say(JSON.parse(String(data))));
  socket.addEventListener('close', ({ code }) => say({ closed: code }));
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('The socket was refused.')));
  });
  return {
    socket,
    async next(count: number): Promise<unknown[]> {
      while (heard.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return heard;
    },
  };
}

describe('The handlers for msw', () => {
  const mock = mswHandlers(smallPact, { baseUrl });
  const server = setupServer(...mock.handlers);
  let frontend: Frontend;
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
  beforeEach(() => {
    mock.reset();
    frontend = new Frontend({ ...handPorts(), link: fetchLink(baseUrl) }, { projectId, token: 'user-token' });
  });
  afterEach(() => frontend.closeSocket());
  afterAll(() => server.close());

  /** Another mock for one test, instead of that of all. */
  const instead = (other: MswMock, run: () => Promise<void>) =>
    server.boundary(async () => {
      server.resetHandlers(...other.handlers);
      await run();
    })();

  const send = () => frontend.send({ sessionId, content: 'Hello' });

  test('A frontend reads what the pact promises', async () => {
    expect(await frontend.readSession({ sessionId })).toMatchObject({ status: 'ok', session: { status: 'active' } });
    expect(mock.requests).toMatchObject([
      {
        method: 'GET',
        path: `/v1/projects/${projectId}/sessions/${sessionId}`,
        headers: { authorization: 'Bearer user-token' },
        interaction: 'a session',
        status: 200,
      },
    ]);
  });

  test('The states that are switched on choose the answer, and can be given with the options', async () => {
    mock.use({ state: 'a task', params: { stopped: true } });
    expect((await frontend.readSession({ sessionId })).session?.status).toBe('stopped');
    mock.use('a task');
    expect((await frontend.readSession({ sessionId })).session?.status).toBe('active');
    await instead(mswHandlers(smallPact, { baseUrl, states: 'the token has expired' }), async () => {
      expect((await send()).problem).toEqual({ status: 401, code: 'token_expired' });
    });
  });

  test('A frontend is refused what the pact refuses', async () => {
    mock.use('a project');
    const { status, problem } = await frontend.readSession({ sessionId: unknownId });
    expect({ status, problem }).toEqual({ status: 'failed', problem: { status: 404, code: 'not_found' } });
  });

  test('A script is played first: twice 503 as the pact has it, one lost answer, then what the pact promises', async () => {
    mock.script('a batch of messages', times(2, status(503)), lost(), pact());
    const seen = [await send(), await send(), await send(), await send()].map(({ problem }) => problem?.code);
    expect(seen).toEqual(['unavailable', 'unavailable', 'connection-lost', 'not_acknowledged']);
    expect(mock.requests.map(({ status }) => status)).toEqual([503, 503, null, 200]);
  });

  test('What the pact does not have is answered 501 with what is nearest, and told', async () => {
    const told: string[] = [];
    await instead(mswHandlers(smallPact, { baseUrl, onUnhandled: (text) => told.push(text) }), async () => {
      const answer = await fetch(`${baseUrl}/v1/projects/${projectId}/sessions/${sessionId}`, { method: 'PUT' });
      expect(answer.status).toBe(501);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(await answer.json()).toMatchObject({ status: 501, detail: told[0] });
    });
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('`a session` (method: expected GET, found "PUT"');
  });

  test('Without a base URL the pact answers at any host, and leaves alone what it does not know', async () => {
    await instead(mswHandlers(smallPact), async () => {
      expect((await fetch('http://elsewhere.test/v1/lock', { method: 'DELETE' })).status).toBe(204);
      expect((await fetch('http://elsewhere.test/v1/lock')).status).toBe(501);
      await expect(fetch('http://elsewhere.test/picture.png')).rejects.toThrow();
    });
  });

  test('Requests beside the base URL are left to other handlers', async () => {
    await expect(fetch('http://api.test/v1/lock', { method: 'DELETE' })).rejects.toThrow();
    await expect(fetch('http://api.test.evil/base/v1/lock', { method: 'DELETE' })).rejects.toThrow();
    expect(mock.requests).toEqual([]);
  });

  test('A frontend subscribes and sees a frame that the test sends', async () => {
    frontend.subscribe({ sessionId });
    expect(await frontend.subscribed(sessionId)).toEqual({ status: 'subscribed', cursor: 1 });
    const seen = frontend.sees(({ type }) => type === 'message.new');
    mock.frame('a new message');
    expect(await seen).toEqual(newMessage);
    expect(mock.received).toMatchObject([{ frame: { type: 'subscribe' }, interaction: 'subscribe to a session' }]);
  });

  test('Frames come twice, or are lost with their socket, where a script says so', async () => {
    const { socket, next } = await opened();
    mock.script('a new message', twice(), pact(), lost());
    mock.frame('a new message');
    mock.frame('a new message');
    expect(await next(3)).toEqual([newMessage, newMessage, newMessage]);
    mock.script('subscribe to a session', lost());
    socket.send(JSON.stringify(subscribe));
    expect((await next(4)).at(3)).toEqual({ closed: 1006 });
    const again = await opened();
    again.socket.send(JSON.stringify(subscribe));
    expect(await again.next(1)).toEqual([subscribed]);
    mock.frame('a new message');
    expect((await again.next(2)).at(1)).toEqual({ closed: 1006 });
  });

  test('A frame that the pact does not have closes the socket, and is told', async () => {
    const { socket, next } = await opened();
    socket.send(JSON.stringify({ ...subscribe, after: 7 }));
    expect(await next(1)).toEqual([{ closed: 1008 }]);
    expect(mock.unhandled).toHaveLength(1);
    expect(mock.unhandled[0]).toContain('$.after: expected null, found 7');
  });

  test('A frame for which no socket is open is an error', () => {
    expect(() => mock.frame('a new message')).toThrow(/no socket .* is open\. Wait until/);
  });

  test('Sockets are found at any host without a base URL, and at no other path', async () => {
    await instead(mswHandlers(smallPact), async () => {
      const { socket, next } = await opened(`wss://elsewhere.test/v1/projects/${projectId}/events?x=1`);
      socket.send(JSON.stringify(subscribe));
      expect(await next(1)).toEqual([subscribed]);
      socket.close();
      await expect(opened(`wss://elsewhere.test/v1/projects/${projectId}/other`)).rejects.toThrow('refused');
    });
  });
});
