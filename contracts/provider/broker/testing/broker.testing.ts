import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { ZodError } from 'zod';
import { routes } from './routes.ts';
import { BrokerStore, type PublishedPact, type StoredResult } from './store.ts';

interface BrokerOptions {
  /** The bearer token to be given. */
  token?: string;
  /** The user and password to be given, with basic authentication. */
  basic?: { username: string; password: string };
  /** Status to refuse a request with, null to answer it. The refusal says the `Authorization` that came. */
  refuse?: (method: string, path: string) => number | null;
}

/** A result, and the branches that its version of the provider is of. */
export interface FiledResult extends StoredResult {
  providerBranches: readonly string[];
}

export interface Broker {
  url: string;
  /** The pacts it holds, one for each version of a consumer. */
  readonly published: readonly PublishedPact[];
  /** The results of verifications, oldest first. */
  readonly results: readonly FiledResult[];
  /** What was asked, in order: `GET /matrix?…`. */
  readonly requests: readonly string[];
  /** Records that a version runs in an environment. */
  deploy(pacticipant: string, version: string, environment: string): void;
  stop(): Promise<void>;
}

/**
 * A small Pact Broker in memory, on a free port of loopback, for tests only: it speaks the routes of `routes.ts`, which are
 * those that Pact's own tools ask, and knows neither webhooks nor pages nor a second user. Without a token and without
 * `basic` everybody is let in.
 */
export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  const store = new BrokerStore();
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const { status, body } = await answerOf(store, request, options);
    response.writeHead(status, { 'content-type': 'application/hal+json;charset=utf-8' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The broker listens on no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    published: store.published,
    requests,
    get results() {
      return store.results.map((result) => ({
        ...result,
        providerBranches: [...store.version(result.provider, result.providerVersion).branches],
      }));
    },
    deploy: (pacticipant, version, environment) => store.version(pacticipant, version).environments.add(environment),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answerOf(
  store: BrokerStore,
  request: IncomingMessage,
  options: BrokerOptions,
): Promise<{ status: number; body: unknown }> {
  if (!mayEnter(request.headers.authorization, options)) {
    return { status: 401, body: { error: { code: 'unauthenticated', message: 'Authentication failed' } } };
  }
  const url = `http://${request.headers.host}`;
  const { pathname, searchParams } = new URL(request.url ?? '/', url);
  const sent = await text(request);
  const refusal = options.refuse?.(request.method ?? '', pathname) ?? null;
  if (refusal !== null) {
    return { status: refusal, body: { error: { message: `Refused: ${request.headers.authorization}` } } };
  }
  for (const { method, path, answer } of routes) {
    const found = path.exec(pathname);
    if (!found || method !== request.method) continue;
    const params = found.slice(1).map(decodeURIComponent);
    try {
      return answer(store, { url, params, query: searchParams, body: sent === '' ? undefined : JSON.parse(sent) });
    } catch (error) {
      if (!(error instanceof ZodError) && !(error instanceof SyntaxError)) throw error;
      return { status: 400, body: { errors: { body: [error.message] } } };
    }
  }
  return { status: 404, body: { error: { code: 'not_found', message: `No route ${request.method} ${pathname}` } } };
}

function mayEnter(authorization: string | undefined, { token, basic }: BrokerOptions): boolean {
  const allowed = [
    ...(token === undefined ? [] : [`Bearer ${token}`]),
    ...(basic ? [`Basic ${Buffer.from(`${basic.username}:${basic.password}`).toString('base64')}`] : []),
  ];
  return allowed.length === 0 || (authorization !== undefined && allowed.includes(authorization));
}
