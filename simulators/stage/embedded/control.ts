import { WebSocket } from 'ws';
import { controlPath, type Question, type State } from '../isolate/protocol.ts';

/** The harness's line into an isolate: questions are answered in order. */
export class Control {
  readonly #socket: WebSocket;
  readonly #waiting: { resolve: (state: State) => void; reject: (error: Error) => void }[] = [];

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#waiting.shift()?.resolve(JSON.parse(String(data)) as State));
    socket.on('close', () => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error('The control socket closed.'));
    });
    socket.on('error', () => {});
  }

  static async open(url: string): Promise<Control> {
    const socket = new WebSocket(url.replace(/^http/, 'ws') + controlPath, { perMessageDeflate: false });
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return new Control(socket);
  }

  ask(question: Question): Promise<State> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#socket.send(JSON.stringify(question));
    });
  }

  close(): void {
    this.#socket.terminate();
  }
}
