import { request } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Answer, type Call, type Link, LinkError, type SocketHandlers } from '../../../simulators/ports.ts';
import { serveProxy } from './proxy.ts';

interface Asked {
  calls: Call[];
  opening: Parameters<Link['connect']>[0][];
  sent: unknown[];
  closed: (number | undefined)[];
  strange: { method: string; path: string }[];
}

/** A proxy before a link that does what it is told here. */
async function proxied(does: { answer?: () => Promise<Answer>; socket?: (handlers: SocketHandlers) => void }) {
  const asked: Asked = { calls: [], opening: [], sent: [], closed: [], strange: [] };
  const link: Link = {
    request(call) {
      asked.calls.push(call);
      return does.answer?.() ?? Promise.reject(new LinkError('connection-lost'));
    },
    connect(call, handlers) {
      asked.opening.push(call);
      setImmediate(() => does.socket?.(handlers));
      return { send: (frame) => void asked.sent.push(frame), close: (code) => void asked.closed.push(code) };
    },
    listen: () => Promise.reject(new Error('Nobody listens here.')),
  };
  const proxy = await serveProxy({ link, patience: 1234, strange: (what) => void asked.strange.push(what) });
  onTestFinished(() => proxy.close());
  return { ...asked, url: proxy.url, socketUrl: `${proxy.url.replace('http', 'ws')}/v1/projects/p/events` };
}

const ended = (socket: WebSocket) =>
  new Promise<[number, string]>((resolve) => {
    socket.on('error', () => {});
    socket.on('close', (code, reason) => resolve([code, String(reason)]));
  });

describe('A request of a client', () => {
  test('goes over the link as it is, and its answer comes back', async () => {
    const headers = { 'content-type': 'application/json', 'retry-after': '7' };
    const { url, calls } = await proxied({ answer: async () => ({ status: 503, headers, body: { code: 'x' } }) });
    const answer = await request(`${url}/v1/projects/p%20q/tasks?a=b`, {
      method: 'POST',
      headers: { authorization: 'Bearer t', 'idempotency-key': 'k', 'content-type': 'application/json' },
      body: '{"message": "hi"}',
    });
    expect([answer.statusCode, answer.headers['retry-after'], await answer.body.json()]).toEqual([
      503,
      '7',
      { code: 'x' },
    ]);
    expect(calls).toEqual([
      {
        operation: 'submitTask',
        params: { projectId: 'p q' },
        headers: { authorization: 'Bearer t', 'idempotency-key': 'k', 'content-type': 'application/json' },
        instead: { method: 'POST', path: '/v1/projects/p%20q/tasks?a=b' },
        body: '{"message": "hi"}',
        timeout: 1234,
      },
    ]);
  });

  test('that is lost on the link ends with a broken connection', async () => {
    const { url } = await proxied({});
    await expect(request(`${url}/v1/projects/p/tasks`)).rejects.toThrow(/other side closed|reset|hang up/i);
  });

  test.each([
    ['GET', '/v2'],
    ['PUT', '/workspaces/w'],
    ['DELETE', '/v1/projects/p/tasks'],
  ] as const)('for what no provider serves is refused and told: %s %s', async (method, path) => {
    const { url, calls, strange } = await proxied({});
    const answer = await request(`${url}${path}`, { method });
    await answer.body.dump();
    expect([answer.statusCode, strange, calls]).toEqual([404, [{ method, path }], []]);
  });
});

describe('A socket of a client', () => {
  test('says and hears what it would without the link, and the token of a browser is that of a header', async () => {
    const { socketUrl, opening, sent, closed } = await proxied({
      socket(handlers) {
        handlers.open();
        handlers.frame({ type: 'subscribed' });
      },
    });
    const socket = new WebSocket(socketUrl, ['session-api.v1', 'token.abc']);
    const heard = await new Promise((resolve) => socket.on('message', (data) => resolve(String(data))));
    socket.send('{"type":"ping"}');
    socket.close(4000);
    const [code] = await ended(socket);
    await expect.poll(() => closed).toEqual([4000]);
    expect([heard, sent, code, socket.protocol]).toEqual([
      '{"type":"subscribed"}',
      ['{"type":"ping"}'],
      4000,
      'session-api.v1',
    ]);
    expect(opening[0]).toMatchObject({ operation: 'events', headers: { authorization: 'Bearer abc' } });
  });

  test.each([
    [4401, 'refused', [4401, 'refused']],
    [1006, '', [1006, '']],
  ])('that others end with %i ends so for the client', async (code, reason, expected) => {
    const { socketUrl } = await proxied({
      socket(handlers) {
        handlers.open();
        setImmediate(() => handlers.close(code, reason));
      },
    });
    expect(await ended(new WebSocket(socketUrl))).toEqual(expected);
  });

  test('that is refused gets the status, and one that is lost gets nothing', async () => {
    const errorOf = (socket: WebSocket) =>
      new Promise<string>((resolve) => socket.on('error', ({ message }) => resolve(message)));
    const refused = await proxied({ socket: (handlers) => handlers.close(1006, 'HTTP 401') });
    expect(await errorOf(new WebSocket(refused.socketUrl))).toContain('401');
    const lost = await proxied({ socket: (handlers) => handlers.close(1006, '') });
    expect(await errorOf(new WebSocket(lost.socketUrl))).toMatch(/hang up|reset/);
  });
});
