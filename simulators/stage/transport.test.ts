import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Listening, type RawAnswer, type RawCall, tcpListen, tcpTransport } from './transport.ts';

/** Two ends of the plain wire, talking to each other over loopback. */
describe('the transport over TCP', () => {
  const taken: RawCall[] = [];
  let answer: RawAnswer | null;
  let server: Listening;
  beforeEach(async () => {
    taken.length = 0;
    answer = { status: 200, headers: { 'content-type': 'text/plain', 'x-other': 'yes' }, body: 'Grüße' };
    server = await tcpListen((call) => {
      taken.push(call);
      call.answer(answer);
    });
  });
  afterEach(() => server.close());

  const post = { method: 'POST', path: '/a?b=c', headers: { 'x-one': '1' }, body: 'Hello' };

  test('brings method, path, headers and body there, and the answer back', async () => {
    const transport = tcpTransport(`${server.url}/base/`);
    expect(await transport.request(post)).toMatchObject({ status: 200, headers: { 'x-other': 'yes' }, body: 'Grüße' });
    expect(taken).toMatchObject([{ ...post, path: '/base/a?b=c', headers: { 'x-one': '1', 'content-length': '5' } }]);
    await transport.close();
  });

  test('leaves out the headers it is asked to leave out', async () => {
    const transport = tcpTransport(server.url, { leaveOut: new Set(['content-type']) });
    const { headers } = await transport.request(post);
    expect(headers).toMatchObject({ 'x-other': 'yes' });
    expect(headers).not.toHaveProperty('content-type');
    await transport.close();
  });

  test('declares no length where the caller sets transfer-encoding', async () => {
    const transport = tcpTransport(server.url);
    await transport.request({ ...post, headers: { 'transfer-encoding': 'chunked' } });
    expect(taken).toMatchObject([{ body: 'Hello', headers: { 'transfer-encoding': 'chunked' } }]);
    expect(taken[0]?.headers).not.toHaveProperty('content-length');
    await transport.close();
  });

  test('rejects when the connection breaks, and when nobody waits any more', async () => {
    const transport = tcpTransport(server.url);
    answer = null;
    await expect(transport.request(post)).rejects.toThrow();
    await expect(transport.request(post, AbortSignal.abort())).rejects.toThrow();
    await transport.close();
  });

  test('gives the whole answer of a refused upgrade with its close', async () => {
    answer = { status: 403, headers: { 'content-type': 'application/json' }, body: '{"code":"forbidden"}' };
    const transport = tcpTransport(server.url);
    const closed = await new Promise((resolve) => {
      const handlers = { open() {}, frame() {}, close: (...how: unknown[]) => resolve(how) };
      transport.connect('/events', {}, handlers).send('too early, ignored');
    });
    expect(closed).toMatchObject([1006, '', { status: 403, body: answer.body }]);
    await transport.close();
  });

  test('hears nothing of a caller that breaks off in the middle of its body, and goes on', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write('POST / HTTP/1.1\r\nHost: node\r\nContent-Length: 100\r\n\r\nhalf');
    socket.destroy();
    await once(socket, 'close');
    const transport = tcpTransport(server.url);
    await transport.request(post);
    expect(taken).toHaveLength(1);
    await transport.close();
  });
});
