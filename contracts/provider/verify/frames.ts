import { type ClientOptions, WebSocket } from 'ws';
import { reasonOf } from './cannot-verify.ts';

/** Why a frame did not come, in words for whoever reads the result. */
export class ConversationFailed extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'ConversationFailed';
  }
}

/** A frame as it came. */
export interface Frame {
  text: string;
  /** undefined where the text is no JSON. */
  content: unknown;
}

export interface Opening {
  url: URL;
  headers: Record<string, string>;
  /** Milliseconds that the upgrade, and each frame, may take. */
  timeout: number;
  signal: AbortSignal;
}

/** A socket of the provider with all frames that came on it, for whoever asks later. */
export class FrameSocket {
  readonly #socket: WebSocket;
  readonly #timeout: number;
  readonly #where: string;
  readonly #frames: Frame[] = [];
  readonly #opened: Promise<void>;
  #closed: string | null = null;
  #changed = Promise.withResolvers<void>();

  constructor({ url, headers, timeout, signal }: Opening) {
    this.#timeout = timeout;
    this.#where = url.pathname;
    const how: ClientOptions & { closeTimeout: number } = {
      headers,
      handshakeTimeout: timeout,
      closeTimeout: 100,
      perMessageDeflate: false,
    };
    const socket = new WebSocket(url, how);
    this.#socket = socket;
    const stop = () => socket.terminate();
    signal.addEventListener('abort', stop);
    this.#opened = new Promise((resolve, reject) => {
      const refuse = (why: string) =>
        reject(new ConversationFailed(`The provider refused the socket ${url.pathname}: ${why}.`));
      socket.on('open', () => resolve());
      socket.on('error', (error) => refuse(reasonOf(error)));
      socket.on('unexpected-response', (_request, response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          body = (body + text).slice(0, 300);
        });
        response.on('close', () => {
          refuse(`it answered ${response.statusCode} ${body}`.trim());
          socket.terminate();
        });
      });
      socket.on('close', () => refuse('the connection was closed'));
    });
    this.#opened.catch(() => {}); // Told to whoever waits for it.
    // Before `open`: the first frame can come with the upgrade.
    socket.on('message', (data) => this.#came(String(data)));
    socket.on('close', (code, reason) => {
      signal.removeEventListener('abort', stop);
      this.#closed = `with ${code} ${reason}`.trim();
      this.#wake();
    });
  }

  /** Number of frames that have come. */
  get count(): number {
    return this.#frames.length;
  }

  /** @throws ConversationFailed when it was refused */
  opened(): Promise<void> {
    return this.#opened;
  }

  send(content: unknown): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(content));
  }

  /**
   * The first frame at the place `from` or later that is wanted.
   *
   * @throws ConversationFailed when the socket is closed or the time is over before it came
   */
  async next(from: number, isWanted: (frame: Frame) => boolean = () => true): Promise<{ frame: Frame; place: number }> {
    const late = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => late.resolve('late'), this.#timeout);
    try {
      for (let place = from; ; ) {
        for (; place < this.#frames.length; place += 1) {
          const frame = this.#frames[place];
          if (frame && isWanted(frame)) return { frame, place };
        }
        if (this.#closed !== null) throw this.#missed(from, `was closed ${this.#closed} before the frame came`);
        const outcome = await Promise.race([this.#changed.promise, late.promise]);
        if (outcome === 'late') throw this.#missed(from, `had no such frame within ${this.#timeout} ms`);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#socket.close();
  }

  #came(text: string): void {
    this.#frames.push({ text, content: contentOf(text) });
    this.#wake();
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  #missed(from: number, what: string): ConversationFailed {
    const came = this.#frames.slice(from).map(({ content }) => typeOf(content));
    const list = came.length === 0 ? 'none' : came.join(', ');
    return new ConversationFailed(`The socket ${this.#where} ${what}. Frames that came: ${list}.`);
  }
}

function contentOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** For a person: the frame's type, of an error frame with its code. */
function typeOf(content: unknown): string {
  if (typeof content !== 'object' || content === null)
    return content === undefined ? 'no JSON' : JSON.stringify(content);
  const { type, code }: { type?: unknown; code?: unknown } = content;
  if (typeof type !== 'string') return 'a frame without a type';
  return typeof code === 'string' ? `${type} (${code})` : type;
}
