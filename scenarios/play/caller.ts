import type { Caller as CallerKind } from '../../contracts/wire/access.ts';
import type { NewMessage, OperationName } from '../../contracts/wire/index.ts';
import { type Answer, type Call, LinkError, type Ports, type Socket } from '../../simulators/ports.ts';

/** Somebody with a token and no manners: sends exactly what it is told, right or wrong. */
export class Caller {
  readonly #ports: Ports;
  readonly #token: string | undefined;
  /** Frames received on its sockets, in order. */
  readonly frames: unknown[] = [];
  /** Codes its sockets were closed with, in order. */
  readonly closed: number[] = [];
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

  /** Opens a socket; resolves when it is open or refused. */
  open(projectId: string, operation: 'events' | 'live' | 'terminal' = 'events'): Promise<Socket> {
    return new Promise((resolve) => {
      const socket: Socket = this.#ports.link.connect(
        { operation, params: { projectId }, ...(this.#token ? { token: this.#token } : {}) },
        {
          open: () => resolve(socket),
          frame: (frame) => {
            this.frames.push(frame);
            this.#changed();
          },
          close: (code) => {
            this.closed.push(code);
            resolve(socket);
            this.#changed();
          },
        },
      );
    });
  }

  /** Opens a live socket and says who it is, with its own token; resolves when that is answered or refused. */
  async connect(projectId: string): Promise<Socket> {
    const socket = await this.open(projectId, 'live');
    const token = this.#token ?? 'none';
    await this.say(socket, JSON.stringify({ type: 'hello', protocolVersion: 1, token, sessionId: null }));
    return socket;
  }

  /** Resolves with the first frame, of all that came or will come, that has these fields. */
  async heard(fields: Record<string, unknown>): Promise<unknown> {
    for (let next = 0; ; ) {
      for (; next < this.frames.length; next += 1) {
        const frame = Object(this.frames[next]) as Record<string, unknown>;
        if (Object.entries(fields).every(([name, value]) => frame[name] === value)) return frame;
      }
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  /** Sends a frame as it is and resolves with the next frame that comes back, or (undefined) when the socket closes. */
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
