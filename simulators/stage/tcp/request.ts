import { type Dispatcher, errors, Pool } from 'undici';
import { operationOf, route } from '../../../contracts/wire/index.ts';
import { type Answer, type Call, LinkError } from '../../ports.ts';

const defaultTimeout = 10_000;

/** Requests over kept-alive connections to one API. */
export class Requests {
  readonly #pool: Pool;
  readonly #prefix: string;

  /** `connections`: how many are open at most; each carries one request at a time. */
  constructor(baseUrl: URL, connections: number) {
    // Times out as a whole, below.
    this.#pool = new Pool(baseUrl.origin, { connections, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
    this.#prefix = baseUrl.pathname.replace(/\/$/, '');
  }

  /** @throws LinkError when there is no answer. */
  async send(call: Call): Promise<Answer> {
    const { operation, params, query, headers, body, token, instead, timeout = defaultTimeout } = call;
    const method = instead?.method ?? operationOf(operation).method;
    const path = instead?.path ?? route(operation, params, query).path;
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), timeout);
    try {
      const response = await this.#pool.request({
        method: method as Dispatcher.HttpMethod,
        path: this.#prefix + path,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
        signal: abort.signal,
      });
      const text = await response.body.text();
      return { status: response.statusCode, headers: plain(response.headers), body: parsed(text) };
    } catch (error) {
      if (error instanceof errors.InvalidArgumentError) throw error; // Never left this process.
      throw new LinkError(abort.signal.aborted ? 'timeout' : 'connection-lost');
    } finally {
      clearTimeout(timer);
    }
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}

/** The JSON of a text; the text itself where it is not JSON; undefined where it is empty. */
export function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function plain(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const given = Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]));
}
