import { type LiveClientFrame, type LiveServerFrame, liveServerFrame } from '../../../contracts/wire/index.ts';
import type { Link, Socket } from '../../ports.ts';

type Holds = (frame: LiveServerFrame) => boolean;

/** A live socket that is asked one thing at a time. */
export class LiveLine {
  readonly #socket: Socket;
  #waiting: { holds: Holds; resolve: () => void; reject: (error: Error) => void } | null = null;
  #ended = '';

  private constructor(link: Link, projectId: string, opened: () => void) {
    this.#socket = link.connect(
      { operation: 'live', params: { projectId } },
      {
        open: opened,
        frame: (frame) => this.#take(frame),
        close: (code, reason) => {
          this.#ended = `The live socket was closed with ${code} ${reason}`.trim();
          opened();
          this.#waiting?.reject(new Error(this.#ended));
        },
      },
    );
  }

  /** Opens one and says whose it is. */
  static async open(link: Link, projectId: string, token: string): Promise<LiveLine> {
    const line = await new Promise<LiveLine>((resolve) => {
      const made: LiveLine = new LiveLine(link, projectId, () => resolve(made));
    });
    const hello = { type: 'hello', protocolVersion: 1, token, sessionId: null } as const;
    await line.ask(hello, ({ type }) => type === 'connected');
    return line;
  }

  /** Sends a frame and waits for one that `holds`. @throws where an error frame or the end comes before it */
  ask(frame: LiveClientFrame, holds: Holds): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== '') return reject(new Error(this.#ended));
      this.#waiting = { holds, resolve, reject };
      this.#socket.send(frame);
    });
  }

  close(): void {
    this.#socket.close();
  }

  #take(raw: unknown): void {
    const { data: frame, error } = liveServerFrame.safeParse(raw);
    if (!frame) this.#waiting?.reject(new Error(`A live frame is not of the contract: ${error.issues[0]?.message}`));
    else if (frame.type === 'error') this.#waiting?.reject(new Error(`A live frame was refused: ${frame.code}`));
    else if (this.#waiting?.holds(frame)) this.#waiting.resolve();
  }
}
