import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Clock, Link } from '../../simulators/ports.ts';
import { type TcpPorts, tcpPorts } from '../../simulators/stage/tcp/index.ts';
import { handPorts, Notebook } from '../../simulators/testing.ts';
import { VmAgent } from '../../simulators/vm-agent/index.ts';
import { workspaceId } from '../../simulators/vm-agent/testing.ts';
import { Waits } from '../../simulators/waits.ts';
import { lost, type NockMock, nockInterceptors, pact, status, times } from './nock.ts';
import { messageId, projectId, sessionId, smallPact } from './pact.testing.ts';

const baseUrl = 'http://api.test/base';

/** What is due later is due at once. */
const eager: Clock = {
  now: () => 0,
  after(_ms, run) {
    const soon = setImmediate(run);
    return () => clearImmediate(soon);
  },
};

/** An answer through Node’s own http. */
function asked(method: string, url: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('The interceptors for nock', () => {
  let mock: NockMock;
  let tcp: TcpPorts;
  beforeEach(() => {
    mock = nockInterceptors(smallPact, { baseUrl });
    tcp = tcpPorts({ baseUrl });
  });
  afterEach(async () => {
    mock.done();
    await tcp.close();
  });

  /** An agent with a prompt to deliver. */
  async function workingAgent() {
    const { link: end, ...ports } = handPorts();
    const waits = new Waits();
    const journal = new Notebook();
    const heard = {
      verb() {},
      report: (name: string, detail: unknown) => {
        journal.report(name, detail);
        waits.changed();
      },
    };
    const link: Link = {
      request: (call) => tcp.link.request(call),
      connect: (call, handlers) => tcp.link.connect(call, handlers),
      listen: (handle) => end.listen(handle),
    };
    const agent = new VmAgent({ ...ports, journal: heard, clock: eager, link });
    await agent.start();
    const prompt = { messageId, content: 'Do it.' };
    const body = { projectId, taskId: sessionId, sessionId, token: 'agent-token', prompt };
    await end.ask({ operation: 'createWorkspace', params: { workspaceId }, body });
    return { agent, reported: (name: string) => waits.until(() => journal.of(name)[0]) };
  }

  test('A VM agent brings its messages through 503s and a lost answer', async () => {
    mock.script('a batch of messages', times(2, status(503)), lost(), pact());
    const { agent } = await workingAgent();
    await agent.delivered();
    expect(agent.waiting()).toEqual([]);
    expect(mock.requests.map(({ status }) => status)).toEqual([503, 503, null, 200]);
    expect(mock.requests.map(({ body }) => body)).toEqual(Array(4).fill(mock.requests[0]?.body));
    expect(mock.requests[0]?.headers).toMatchObject({ authorization: 'Bearer agent-token' });
  });

  test('A VM agent waits after the refusal of its token, and goes on with another', async () => {
    mock.use('the token has expired');
    const { agent, reported } = await workingAgent();
    agent.flush();
    await reported('unauthorized');
    expect(agent.waiting()).toHaveLength(1);
    mock.use('a task');
    agent.renewToken({ token: 'new-token' });
    await agent.delivered();
    expect(mock.requests.map(({ status }) => status)).toEqual([401, 200]);
  });

  test.each([
    ['http', (url: string) => asked('DELETE', url).then(({ status }) => status)],
    ['fetch', (url: string) => fetch(url, { method: 'DELETE' }).then(({ status }) => status)],
  ])('What goes through %s has the answer of the pact, or loses it', async (_name, send) => {
    mock.script('a lock that is given back', pact(), lost(), status(429));
    const url = `${baseUrl}/v1/lock`;
    expect(await send(url)).toBe(204);
    await expect(send(url)).rejects.toThrow();
    expect(await send(url)).toBe(429);
    expect(await send(url)).toBe(204);
  });

  test.each([
    ['GET', '/base/v1/lock', 'method: expected DELETE, found "GET"'],
    ['DELETE', '/base/v1/lock?x=1', 'query x: not in the pact'],
    ['DELETE', '/v1/lock', 'path: expected /v1/lock, found "http://api.test/v1/lock"'],
    ['POST', '/base/unknown', 'no interaction of the pact of frontend is like it'],
  ])('%s %s is answered 501 with what is nearest', async (method, path, said) => {
    const { status, text } = await asked(method, `http://api.test${path}`);
    expect({ status, told: mock.unhandled }).toEqual({ status: 501, told: [expect.stringContaining(said)] });
    expect(JSON.parse(text).detail).toBe(mock.unhandled[0]);
  });

  test('Requests reach the host again when it is done, and not before', async () => {
    const server = createServer((_request, response) => void response.end('real'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const other = nockInterceptors(smallPact, { baseUrl: url });
    expect((await asked('DELETE', `${url}/v1/lock`)).status).toBe(204);
    other.done();
    expect(await asked('DELETE', `${url}/v1/lock`)).toEqual({ status: 200, text: 'real' });
    server.close();
  });
});
