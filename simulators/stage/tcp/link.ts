import { errors } from 'undici';
import { limits, route } from '../../../contracts/wire/index.ts';
import { type Answer, type Call, type Link, LinkError, type NodeCall, type SocketHandlers } from '../../ports.ts';
import { headersOf, nodeCallOf, parseBody, rawAnswer, rawRequest, refusal } from '../bytes.ts';
import type { Listening, RawRequest, RawSocket, Transport } from '../transport.ts';

const defaultTimeout = 10_000;

/** Requests and sockets as they are: nothing is recorded, held or broken. */
export class PlainLink implements Link {
  readonly #transport: Transport;
  readonly #sockets = new Set<RawSocket>();
  readonly #listening = new Set<Listening>();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  async request(call: Call): Promise<Answer> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), call.timeout ?? defaultTimeout);
    try {
      const { status, headers, body } = await this.#transport.request(rawRequest(call), abort.signal);
      return { status, headers, body: parseBody(body) };
    } catch (error) {
      if (error instanceof errors.InvalidArgumentError) throw error; // Never left this process.
      throw new LinkError(abort.signal.aborted ? 'timeout' : 'connection-lost');
    } finally {
      clearTimeout(timer);
    }
  }

  connect(call: Parameters<Link['connect']>[0], handlers: SocketHandlers): ReturnType<Link['connect']> {
    const socket = this.#transport.connect(route(call.operation, call.params).path, headersOf(call), {
      open: () => handlers.open(),
      frame: (text) => handlers.frame(parseBody(text)),
      close: (code, reason, refused) => {
        this.#sockets.delete(socket);
        handlers.close(code, refused ? `HTTP ${refused.status}` : reason);
      },
    });
    this.#sockets.add(socket);
    return {
      send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
      close: (code) => socket.close(code),
    };
  }

  async listen(handle: (call: NodeCall) => Promise<Answer>): Promise<Listening> {
    const server = await this.#transport.listen((raw) => {
      void answerTo(handle, raw).then((answer) => raw.answer(rawAnswer(answer)));
    });
    this.#listening.add(server);
    return server;
  }

  /** Breaks connections, stops listening. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.terminate();
    await Promise.all([this.#transport.close(), ...[...this.#listening].map((server) => server.close())]);
  }
}

async function answerTo(handle: (call: NodeCall) => Promise<Answer>, raw: RawRequest): Promise<Answer> {
  const call = nodeCallOf(raw);
  if ('refused' in call) return call.refused;
  if (Buffer.byteLength(raw.body ?? '') > limits.bodyBytes) return refusal('body_too_large', 'At most 1 MiB.');
  try {
    return await handle(call);
  } catch (error) {
    return refusal('internal_error', error instanceof Error ? error.name : 'Unknown.');
  }
}
