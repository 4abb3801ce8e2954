/** A small provider for tests, with its states; and the pacts that it keeps, written by Pact itself. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MatchersV3, Pact } from '@pact-foundation/pact';
import { onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { SocketState } from '../socket-state.ts';
import { socketStateName } from '../socket-state.ts';
import type { StateChange } from './state-changes.ts';

export interface TestProvider {
  url: string;
  statesUrl: string;
  /** What it was asked, as `POST /v1/…` or `setup a task`. */
  asked: string[];
  stop(): void;
}

export interface Behaviour {
  /** Body of the answer to `GET /v1/projects/{projectId}`. */
  body?: unknown;
  status?: number;
  /** Answers a state change in its own way. true: it did. */
  state?(change: StateChange, response: ServerResponse, provider: TestProvider): boolean;
  /** In place of all that it does with a request of the API. true: it did. */
  request?(request: IncomingMessage, response: ServerResponse, provider: TestProvider): boolean;
  /** In place of what it does with a new socket. */
  socket?(socket: WebSocket): void;
  refuseSockets?: true;
}

const token = 'token-of-this-run';
const projectId = 'p-of-this-run';

/** Serves below `/api`: the project of the state, and a socket that answers pings and tells what is posted. */
export async function testProvider(behaviour: Behaviour = {}): Promise<TestProvider> {
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    request.on('end', () => {
      if (request.url === '/states') return states(JSON.parse(text), response);
      provider.asked.push(`${request.method} ${request.url}`);
      if (behaviour.request?.(request, response, provider)) return;
      api(request, response, text);
    });
  });

  function states(change: StateChange, response: ServerResponse): void {
    provider.asked.push(`${change.action} ${change.state} ${JSON.stringify(change.params)}`);
    if (behaviour.state?.(change, response, provider)) return;
    const known = ['a project', 'time has passed'].includes(change.state);
    const values = change.state === 'a project' && change.action === 'setup' ? { projectId, token, seq: 7 } : {};
    json(response, known ? 200 : 404, known ? values : { detail: 'There is no such state.' });
    if (change.state === 'time has passed') tellAll({ type: 'later' });
  }

  function api(request: IncomingMessage, response: ServerResponse, text: string): void {
    const ours = `/api/v1/projects/${projectId}`;
    if (request.headers.authorization !== `Bearer ${token}`) {
      json(response, 401, { code: 'unauthenticated' });
    } else if (request.url === `${ours}/said`) {
      json(response, 200, {});
      tellAll({ type: 'said', seq: 8, text: JSON.parse(text).text });
    } else if (request.url?.startsWith(ours)) {
      json(response, behaviour.status ?? 200, behaviour.body ?? { projectId, name: 'Login page' });
    } else {
      json(response, 404, { code: 'not_found' });
    }
  }

  const tellAll = (frame: object) => {
    for (const socket of sockets.clients) socket.send(JSON.stringify(frame));
  };
  server.on('upgrade', (request, connection, head) => {
    provider.asked.push(`socket ${request.url}`);
    const isOurs = request.headers.authorization === `Bearer ${token}` && !behaviour.refuseSockets;
    if (!isOurs) return connection.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 4\r\n\r\nlost');
    sockets.handleUpgrade(request, connection, head, (socket) => {
      if (behaviour.socket) return behaviour.socket(socket);
      socket.on('message', (data) => {
        const frame = JSON.parse(String(data));
        provider.asked.push(`frame ${JSON.stringify(frame)}`);
        if (frame.type === 'hello') socket.send('{"type":"connected"}');
        if (frame.type === 'ping') socket.send(JSON.stringify({ type: 'pong', of: frame.of }));
        if (frame.type === 'tell') tellAll({ type: 'told' });
      });
    });
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = originOf(server);
  const provider: TestProvider = {
    url: `${origin}/api`,
    statesUrl: `${origin}/states`,
    asked: [],
    stop() {
      for (const socket of sockets.clients) socket.terminate();
      server.close();
      server.closeAllConnections();
    },
  };
  onTestFinished(() => provider.stop());
  return provider;
}

function originOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'verify-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

export interface WrittenInteraction {
  kind: 'http' | 'async' | 'sync';
  description: string;
  states?: readonly { name: string; params?: Record<string, string | number> }[];
  /** How its socket is opened, beside the path. */
  open?: Partial<SocketState>;
  /** What is promised: the body, or the frame. */
  promised?: object;
  /** Of a frame that answers nothing: of others Pact does not write it. */
  metadata?: Record<string, string>;
}

export const aRequest: WrittenInteraction = { kind: 'http', description: 'the project' };

const injected = (expression: string, value: string) => ({
  'pact:matcher:type': 'regex',
  regex: '.+',
  'pact:generator:type': 'ProviderState',
  expression,
  value,
});

/** Writes one pact with Pact into a new folder, or into the one that is given. */
export async function writtenPact(
  interactions: readonly WrittenInteraction[],
  { consumer = 'frontend', provider = 'session-api', folder = temporaryFolder() } = {},
): Promise<string> {
  const pact = new Pact({ consumer, provider, dir: folder, logLevel: 'error' });
  for (const one of interactions) await write(pact, one);
  return folder;
}

async function write(pact: Pact, one: WrittenInteraction): Promise<void> {
  const states = one.states ?? [{ name: 'a project' }];
  const socket = { name: socketStateName, params: { path: '/v1/projects/${projectId}/events', ...one.open } };
  const given = one.kind === 'http' ? states : [...states, socket];
  const declare = <Start extends { given(name: string, params?: never): Start }>(start: Start): Start =>
    given.reduce((before, { name, params }) => before.given(name, (params ?? {}) as never), start);
  if (one.kind === 'http') return writeHttp(declare(pact.addInteraction()), one);
  if (one.kind === 'async') {
    await declare(pact.addAsynchronousInteraction())
      .expectsToReceive(one.description, (message) => {
        message.withJSONContent(one.promised ?? { type: 'said', seq: MatchersV3.integer(3), text: 'Hello' });
        if (one.metadata) message.withMetadata(one.metadata);
      })
      .executeTest(async () => {});
    return;
  }
  await declare(pact.addSynchronousInteraction(one.description))
    .withRequest((request) =>
      request.withJSONContent({
        type: 'ping',
        of: injected('${projectId}', 'p1'),
        seq: { ...injected('${seq}', '1'), value: 1 },
      }),
    )
    .withResponse((response) => {
      response.withJSONContent(one.promised ?? { type: 'pong', of: MatchersV3.string('p1') });
    })
    .executeTest(async () => {});
}

type Declared = ReturnType<Pact['addInteraction']>;

async function writeHttp(declared: Declared, { description, promised }: WrittenInteraction): Promise<void> {
  const body = promised ?? { projectId: injected('${projectId}', 'p1'), name: MatchersV3.string('A name') };
  await declared
    .uponReceiving(description)
    .withRequest('GET', injected('/v1/projects/${projectId}', '/v1/projects/p1') as never, (request) => {
      request.headers({ Authorization: injected('Bearer ${token}', 'Bearer t') as never });
      request.query({ with: 'all of it' });
    })
    .willRespondWith(200, (response) => {
      response.headers({ 'Content-Type': 'application/json' });
      response.jsonBody(body);
    })
    .executeTest(async ({ url }) => {
      const answer = await fetch(`${url}/v1/projects/p1?with=all%20of%20it`, {
        headers: { Authorization: 'Bearer t' },
      });
      await answer.text();
    });
}
