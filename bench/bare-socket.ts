import { WebSocket } from 'ws';

/** Frames that answer a frame of the client; all others are the feed's. */
const answers = new Set(['subscribed', 'unsubscribed', 'pong', 'error']);
/** Milliseconds until an answer is given up. */
const patience = 3000;

/** A plain `ws` client that sends a frame and waits for its answer. */
export class BareSocket {
  /** Frames that came in. */
  received = 0;
  readonly #socket: WebSocket;
  #answered: () => void = () => {};

  constructor(url: string, headers: Record<string, string>) {
    this.#socket = new WebSocket(url, { headers, perMessageDeflate: false });
    this.#socket.on('message', (data) => {
      this.received += 1;
      const frame = JSON.parse(String(data)) as { type: string };
      if (answers.has(frame.type)) this.#answered();
    });
    this.#socket.on('error', () => {});
  }

  /** Resolves when the socket is open or refused. */
  opened(): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.once('open', resolve);
      this.#socket.once('close', resolve);
      this.#socket.once('unexpected-response', (_request, response) => {
        response.resume();
        response.once('end', resolve);
      });
    });
  }

  /** Resolves with whether an answer came. */
  say(text: string): Promise<boolean> {
    if (this.#socket.readyState !== WebSocket.OPEN) return Promise.resolve(false);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), patience);
      this.#answered = () => {
        clearTimeout(timer);
        resolve(true);
      };
      this.#socket.send(text);
    });
  }

  close(code: number): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.close(code);
  }

  terminate(): void {
    this.#socket.terminate();
  }
}
