import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

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

/** What the process of the verifier is sent. */
export interface ToVerify {
  id: number;
  /** Those of `verifyPacts`. */
  options: Readonly<Record<string, unknown>>;
}
/** What it answers: the result in JSON, or why there is none. */
export interface Verified {
  id: number;
  text: string;
}

const report = z.looseObject({
  interactionResults: z.array(z.looseObject({ description: z.string(), result: z.string() })),
});

const program = fileURLToPath(new URL('./replayer-process.testing.ts', import.meta.url));

/** Starts Pact's verifier in a process of its own, for as many verifications as there are until it is stopped. */
export function startReplayer() {
  const child = fork(program, { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const waiting = new Map<number, PromiseWithResolvers<string>>();
  let asked = 0;
  let ended: Error | undefined;
  const end = (why: string) => {
    ended ??= new Error(`The process of Pact's verifier has ended: ${why}.`);
    for (const { reject } of waiting.values()) reject(ended);
  };
  child.on('message', ({ id, text }: Verified) => waiting.get(id)?.resolve(text));
  child.once('error', ({ message: why }) => end(why));
  child.once('exit', (code, by) => end(by ?? `code ${code}`));

  async function verified(options: ToVerify['options']): Promise<string> {
    if (ended) throw ended;
    asked += 1;
    const id = asked;
    const answer = Promise.withResolvers<string>();
    waiting.set(id, answer);
    try {
      child.send({ id, options } satisfies ToVerify, (error) => error && end(error.message));
      return await answer.promise;
    } finally {
      waiting.delete(id);
    }
  }

  return {
    /**
     * Lets Pact verify a provider that says just what `say` says, and answers the descriptions of the interactions that
     * failed. Only what is answered matters here: states are left out, and each request is one of its own.
     *
     * @throws Error where not every interaction was verified
     */
    async failuresOf(
      pact: object,
      interactions: readonly ReplayedInteraction[],
      say: (interaction: ReplayedInteraction) => Said,
    ): Promise<string[]> {
      const folder = await mkdtemp(join(tmpdir(), 'rehearse-replayed-'));
      const server = sayer(interactions, say);
      try {
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        const { port } = server.address() as AddressInfo;
        const file = join(folder, 'pact.json');
        await writeFile(file, JSON.stringify({ ...pact, interactions: interactions.map(numbered) }));
        const text = await verified({
          provider: 'session-api',
          providerBaseUrl: `http://127.0.0.1:${port}`,
          pactUrls: [file],
          transports: [{ protocol: 'message', port, path: '/messages' }],
          logLevel: 'error',
        });
        return failedOf(text, interactions);
      } finally {
        server.closeAllConnections();
        server.close();
        await rm(folder, { recursive: true, force: true });
      }
    },
    async stop(): Promise<void> {
      if (ended) return;
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

/** Answers what is asked for by its number: a request in its path, a message in its description. */
function sayer(interactions: readonly ReplayedInteraction[], say: (interaction: ReplayedInteraction) => Said): Server {
  return createServer(async (request, response) => {
    const text = String(await buffer(request));
    const { description = request.url?.slice(1) } = text === '' ? {} : JSON.parse(text);
    const asked = interactions[Number(description)];
    const { status, headers, body } = asked ? say(asked) : { status: 500, headers: {}, body: 'not in the pact' };
    response.writeHead(status, headers).end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const numbered = (interaction: ReplayedInteraction, number: number) => ({
  ...interaction,
  description: String(number),
  providerStates: [],
  ...(interaction.type === 'Synchronous/HTTP' && { request: { method: 'GET', path: `/${number}` } }),
});

function failedOf(text: string, interactions: readonly ReplayedInteraction[]): string[] {
  let results: z.output<typeof report>['interactionResults'];
  try {
    results = report.parse(JSON.parse(text)).interactionResults;
  } catch {
    throw new Error(`Pact verified nothing: ${text.slice(0, 1_000)}`);
  }
  if (results.length !== interactions.length) throw new Error('Pact did not verify all interactions.');
  return results
    .filter((one) => one.result !== 'OK')
    .map(({ description }) => interactions[Number(description)]?.description ?? description);
}
