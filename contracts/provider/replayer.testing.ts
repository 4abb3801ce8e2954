import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An interaction of a pact, as far as it is needed to play the provider of it. */
export interface ReplayedInteraction {
  description: string;
  type: 'Synchronous/HTTP' | 'Asynchronous/Messages' | 'Synchronous/Messages';
  request?: { method: string; path: string };
  response?: unknown;
  contents?: { content: unknown };
}

/** What a provider says in one interaction. */
export interface Said {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/** The answer that the pact has as its example; for a message its contents. */
export function exampleOf(interaction: ReplayedInteraction): Said {
  if (interaction.type === 'Asynchronous/Messages') return message(interaction.contents?.content);
  if (interaction.type === 'Synchronous/Messages') {
    const [reply] = interaction.response as { contents: { content: unknown } }[];
    return message(reply?.contents.content);
  }
  const {
    status,
    headers = {},
    body,
  } = interaction.response as {
    status: number;
    headers?: Record<string, string[]>;
    body?: { content: unknown };
  };
  const plain = Object.entries(headers).map(([name, all]) => [name, all.join(', ')]);
  return { status, headers: Object.fromEntries(plain), body: body?.content };
}

const message = (body: unknown): Said => ({ status: 200, headers: { 'content-type': 'application/json' }, body });

/** Loaded by its own name: it is below the package of Pact. */
const { default: core } = createRequire(createRequire(import.meta.url).resolve('@pact-foundation/pact'))(
  '@pact-foundation/pact-core',
) as { default: { verifyPacts(options: object): Promise<string> } };

/**
 * Lets Pact verify a provider that says just what `say` says, and answers the descriptions of the interactions that failed.
 * Only what is answered matters here: states are left out, and each request is one of its own.
 */
export async function failuresOf(
  pact: object,
  interactions: readonly ReplayedInteraction[],
  say: (interaction: ReplayedInteraction) => Said,
): Promise<string[]> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { description = request.url?.slice(1) } = chunks.length > 0 ? JSON.parse(String(Buffer.concat(chunks))) : {};
    const asked = interactions[Number(description)];
    const { status, headers, body } = asked ? say(asked) : { status: 500, headers: {}, body: 'not in the pact' };
    response.writeHead(status, headers).end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const folder = await mkdtemp(join(tmpdir(), 'rehearse-replayed-'));
  const numbered = interactions.map((interaction, number) => ({
    ...interaction,
    description: String(number),
    providerStates: [],
    ...(interaction.type === 'Synchronous/HTTP' && { request: { method: 'GET', path: `/${number}` } }),
  }));
  const file = join(folder, 'pact.json');
  await writeFile(file, JSON.stringify({ ...pact, interactions: numbered }));
  const result = await core
    .verifyPacts({
      provider: 'session-api',
      providerBaseUrl: `http://127.0.0.1:${port}`,
      pactUrls: [file],
      transports: [{ protocol: 'message', port, path: '/messages' }],
      logLevel: 'error',
    })
    .catch((error: Error) => error.message);
  server.close();
  await rm(folder, { recursive: true });
  const { interactionResults } = JSON.parse(result) as {
    interactionResults: { description: string; result: string }[];
  };
  if (interactionResults.length !== interactions.length) throw new Error('Pact did not verify all interactions.');
  return interactionResults
    .filter((one) => one.result !== 'OK')
    .map(({ description }) => interactions[Number(description)]?.description ?? description);
}
