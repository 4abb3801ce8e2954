import type { AdapterFault } from '../faults.ts';
import type { Tools } from '../tools.ts';
import { WireLost, type WireSocket } from '../wire.ts';
import type { MitzoOptions } from './options.ts';
import { type Answers, answers, envelope, type MitzoFrame } from './wire.ts';

export interface ConnectionUser {
  /** Takes what is no answer that is waited for. */
  frame(frame: MitzoFrame): void;
  close(code: number, reason: string): void;
}

/** A frame that is answered. */
interface Asking {
  type: string;
  sessionId?: string | null;
  sessions?: readonly unknown[];
  protocolVersion?: number;
}

interface Expected {
  isIt(frame: MitzoFrame): boolean;
  came?: MitzoFrame;
}

/** One socket of Mitzo, after its hello. Answers are asked for one at a time. */
export class Connection {
  /** As the system names it. */
  id = '';
  readonly #tools: Tools<MitzoOptions>;
  readonly #user: ConnectionUser;
  #socket: WireSocket | undefined;
  #isClosed = false;
  /** What is waited for, and what came of it. */
  #awaited: Expected | undefined;

  constructor(tools: Tools<MitzoOptions>, user: ConnectionUser) {
    this.#tools = tools;
    this.#user = user;
  }

  /** @throws Refused where the upgrade is refused, WireLost where there is no connection */
  async open(credential: string): Promise<this> {
    const { path, credentialIn } = this.#tools.options;
    const [place = '', name = 'cookie'] = credentialIn.split(':');
    const query = `${path.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(credential)}`;
    this.#socket = await this.#tools.wire.open({
      path: place === 'query' ? path + query : path,
      headers: place === 'query' ? {} : { [name]: credential },
      frame: (said) => this.#came(said),
      close: (code, reason) => {
        this.#isClosed = true;
        this.#user.close(code, reason);
      },
    });
    const welcome = await this.ask({ type: 'hello', protocolVersion: 2 }, 'welcome');
    this.id = this.read('welcome', welcome).connectionId;
    return this;
  }

  say(frame: object): void {
    this.#socket?.send(frame);
  }

  /** Says something, and resolves with its answer, or with an error of the session that it names. */
  ask(frame: Asking, answer: keyof Answers): Promise<MitzoFrame> {
    this.say(frame);
    return this.answer(answer, frame.sessionId ?? null);
  }

  /** Resolves with the next frame of a type, or with an error of this session. */
  async answer(type: keyof Answers, sessionId: string | null): Promise<MitzoFrame> {
    const isError = (came: MitzoFrame) =>
      came.type === 'error' && came.seq === undefined && came.sessionId === sessionId;
    const isAnswer = (came: MitzoFrame) =>
      came.type === type && (sessionId === null || came.sessionId === undefined || came.sessionId === sessionId);
    const awaited: Expected = { isIt: (came) => isAnswer(came) || isError(came) };
    this.#awaited = awaited;
    return this.#tools.until(
      `the answer ${type}`,
      () => {
        if (awaited.came) return awaited.came;
        if (this.#isClosed) throw new WireLost('the connection broke');
        return undefined;
      },
      { every: 5 },
    );
  }

  /** Resolves when all that was said so far is handled: there is no ping, and who reconnects to nothing changes nothing. */
  async handled(): Promise<void> {
    await this.ask({ type: 'reconnect', sessions: [] }, 'reconnected');
  }

  read<Type extends keyof Answers>(type: Type, frame: MitzoFrame): Answers[Type] {
    const read = answers[type].safeParse(frame);
    if (read.success) return read.data as Answers[Type];
    throw this.#unexpected(frame, read.error.issues[0]);
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.close();
  }

  #came(said: unknown): void {
    const { data: frame, error } = envelope.safeParse(said);
    if (!frame) {
      this.#tools.beside(Promise.reject(this.#unexpected(said, error.issues[0])));
      return;
    }
    const awaited = this.#awaited;
    if (awaited && !awaited.came && awaited.isIt(frame)) {
      awaited.came = frame;
      if (frame.type !== 'session_id') return;
    }
    this.#user.frame(frame);
  }

  #unexpected(frame: unknown, issue: { path: PropertyKey[]; message: string } | undefined): AdapterFault {
    const place = issue?.path.join('.');
    return this.#tools.wire.unexpected(
      'a frame of Mitzo',
      frame,
      `one that fits (${place ? `at ${place}: ` : ''}${issue?.message ?? 'it does not'})`,
    );
  }
}
