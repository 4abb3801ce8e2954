import type { Caller as CallerKind } from '../../contracts/wire/access.ts';
import type { NewMessage, OperationName } from '../../contracts/wire/index.ts';
import { type Answer, type Call, LinkError, type Ports, type Socket } from '../../simulators/ports.ts';

/** Somebody with a token and no manners: sends exactly what it is told, right or wrong. */
export class Caller {
  readonly #ports: Ports;
  readonly #token: string | undefined;
  /** Frames received on its sockets, in order. */
  readonly frames: unknown[] = [];
  #changed: () => void = () => {};

  constructor(ports: Ports, token: string | undefined) {
    this.#ports = ports;
    this.#token = token;
  }

  /** Says who is asking: what follows is judged by the table of access (SAFE-1). */
  as(caller: CallerKind): this {
    this.#ports.journal.report('caller', { caller, expect: 'access' });
    return this;
  }

  uuid(): string {
    return this.#ports.random.uuid();
  }

  /** Sends a request; null when there is no answer. */
  async ask(
    operation: OperationName,
    params: Record<string, string>,
    rest: Partial<Call> = {},
  ): Promise<Answer | null> {
    try {
      return await this.#ports.link.request({
        operation,
        params,
        ...(this.#token ? { token: this.#token } : {}),
        ...rest,
      });
    } catch (error) {
      if (error instanceof LinkError) return null;
      throw error;
    }
  }

  /** A message with an id of its own, from this caller's clock. */
  message(content: string, more: Partial<NewMessage> = {}): NewMessage {
    return { messageId: this.uuid(), role: 'assistant', content, createdAt: this.#ports.clock.now(), ...more };
  }

  append(params: { projectId: string; sessionId: string }, messages: readonly unknown[]): Promise<Answer | null> {
    return this.ask('appendMessages', params, { body: { messages } });
  }

  /** Opens an events socket; resolves when it is open or refused. */
  open(projectId: string): Promise<Socket> {
    return new Promise((resolve) => {
      const socket: Socket = this.#ports.link.connect(
        { operation: 'events', params: { projectId }, ...(this.#token ? { token: this.#token } : {}) },
        {
          open: () => resolve(socket),
          frame: (frame) => {
            this.frames.push(frame);
            this.#changed();
          },
          close: () => {
            resolve(socket);
            this.#changed();
          },
        },
      );
    });
  }

  /** Sends a frame as it is and resolves with the next frame that comes back. */
  async say(socket: Socket, frame: string): Promise<unknown> {
    const known = this.frames.length;
    const answered = new Promise<void>((resolve) => {
      this.#changed = resolve;
    });
    socket.send(frame);
    await answered;
    return this.frames[known];
  }
}
