import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { type StateName, states } from '../../../contracts/provider/states.ts';
import { BadState, type Provider, type Scene } from './provider.ts';
import { setUps } from './states/index.ts';

/** A state-change request of Pact. */
const stateChange = z.object({
  state: z.string(),
  params: z.record(z.string(), z.unknown()).nullish(),
  action: z.enum(['setup', 'teardown']).default('setup'),
});
type Answer = { status: number; body: Record<string, unknown> };

const path = '/states';
/** Milliseconds a state may take: whatever takes longer does not come. */
const patience = 10_000;

/**
 * Brings states about as Pact's verifier asks for them, one after the other. It answers the values of the state, or why
 * there is none: never with 5xx, which the verifier would try again for minutes.
 */
export async function serveStates(provider: Provider, { host, port }: { host: string; port: number }) {
  const desk = new StateDesk(provider);
  let last: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    // A state begins where the one before it has ended.
    last = last.then(() => answerTo(desk, request, response)).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken, family, address } = server.address() as AddressInfo;
  const name = family === 'IPv6' ? `[${address}]` : address;
  return {
    url: `http://${name}:${taken}${path}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerTo(desk: StateDesk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body } = await judged(desk, request);
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function judged(desk: StateDesk, request: IncomingMessage): Promise<Answer> {
  if (request.url?.split('?')[0] !== path) return refuse(404, `State changes are asked for at ${path}.`);
  if (request.method !== 'POST') return refuse(405, 'A state change is a POST.');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { data, error } = stateChange.safeParse(parsed(Buffer.concat(chunks).toString()));
  if (error) return refuse(400, 'A state change is JSON with `state`, `params` and `action`, "setup" or "teardown".');
  return desk.change(data);
}

class StateDesk {
  readonly #provider: Provider;
  #scene: Scene | null = null;
  #troubled = false;

  constructor(provider: Provider) {
    this.#provider = provider;
  }

  async change({ state, params, action }: z.output<typeof stateChange>): Promise<Answer> {
    if (!isState(state))
      return refuse(404, `There is no state "${state}". There are: ${Object.keys(states).join(', ')}.`);
    if (action === 'teardown') return { status: 200, body: {} };
    try {
      return { status: 200, body: await inTime(this.#setUp(state, params)) };
    } catch (error) {
      const reason = (error instanceof Error ? error.message : String(error)).replace(/\.+$/, '');
      return refuse(error instanceof BadState ? 400 : 422, `Failed to set up the state "${state}": ${reason}.`);
    }
  }

  async #setUp(state: StateName, params: unknown): Promise<Record<string, unknown>> {
    const isBase = !('modifies' in states[state]);
    if (isBase && this.#troubled) await this.#provider.command({ trouble: null });
    if (isBase) this.#forget();
    const made = await setUps[state](this.#provider, this.#scene, params);
    this.#scene = made.scene;
    this.#troubled ||= made.fleeting;
    return made.values;
  }

  /** A state that fails leaves nothing for those after it. */
  #forget(): void {
    this.#scene = null;
    this.#troubled = false;
  }
}

const refuse = (status: number, detail: string): Answer => ({ status, body: { detail } });
const isState = (name: string): name is StateName => Object.hasOwn(states, name);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`it was not there after ${patience} ms`)), patience);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
