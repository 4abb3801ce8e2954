import {
  type LiveClientFrame,
  type LiveServerFrame,
  liveAnswers,
  liveCloseCodes,
  liveServerFrame,
} from '../../../contracts/wire/index.ts';
import type { Ports, Socket } from '../../ports.ts';
import { KeepAlive } from '../keep-alive.ts';
import type { Rules } from '../rules.ts';
import type { LiveSocketState } from './view.ts';

export interface LiveSocketOptions {
  projectId: string;
  token: string;
  rules: Rules;
  /** Milliseconds between pings; null: none. */
  keepAlive: number | null;
}

/** Who uses the socket. */
export interface LiveSocketUser {
  /** The session that hello names. */
  sessionForHello(): string | null;
  /** Is the socket worth opening again? */
  needed(): boolean;
  /** From now on frames may be sent; nothing was yet on this connection. */
  speaks(): void;
  /** `answered`: the frame of ours that it answers. */
  received(frame: LiveServerFrame, answered: LiveClientFrame | undefined): void;
  /** The connection is gone: nothing is watched, and what was not answered will not be. */
  lost(): void;
  /** The state changed. */
  changed(): void;
}

interface Waiting {
  frame: LiveClientFrame;
  cancel(): void;
}

/** The one live socket of a tab: hello first, answers in time, and another connection when this one is lost. */
export class LiveSocket {
  state: LiveSocketState = 'idle';
  readonly #ports: Ports;
  readonly #options: LiveSocketOptions;
  readonly #user: LiveSocketUser;
  readonly #keepAlive: KeepAlive;
  #socket: Socket | null = null;
  /** Which connection it is: what an older one still says goes unheard. */
  #connection = 0;
  #attempts = 0;
  #drops = 0;
  /** Frames without an answer, in order. */
  #waiting: Waiting[] = [];
  /** Prompts that were answered on this connection. */
  readonly #answered = new Set<string>();
  #cancelReconnect: (() => void) | null = null;

  constructor(ports: Ports, options: LiveSocketOptions, user: LiveSocketUser) {
    this.#ports = ports;
    this.#options = options;
    this.#user = user;
    this.#keepAlive = new KeepAlive(ports.clock, options.keepAlive, options.rules.pongTimeout, {
      ping: () => this.#socket?.send({ type: 'ping' }),
      dead: () => this.#lost(1006, 'no pong'),
    });
  }

  /** May anything but hello be sent? */
  get canSpeak(): boolean {
    return this.state === 'connected' || (this.state === 'open' && this.#options.rules.speaksFrom === 'open');
  }

  /** Opens it where it is not open or about to be. */
  open(): void {
    if (this.state === 'idle' || this.state === 'disconnected') this.reconnect();
  }

  /** Opens it now; attempts count from zero. */
  reconnect(): void {
    this.#cancelReconnect?.();
    this.#attempts = 0;
    this.#drops = 0;
    this.#leave()?.close();
    this.#connect();
  }

  /** By the user. */
  close(): void {
    if (this.state === 'idle') return;
    this.#leave()?.close(1000);
    this.#show('idle');
  }

  /** Sends a frame, which is to be answered in time. */
  send(frame: LiveClientFrame): void {
    const { helloTimeout, answerTimeout } = this.#options.rules;
    const cancel = this.#ports.clock.after(frame.type === 'hello' ? helloTimeout : answerTimeout, () =>
      this.#lost(1006, `no answer to ${frame.type}`),
    );
    this.#waiting.push({ frame, cancel });
    if ('clientMsgId' in frame) this.#answered.delete(frame.clientMsgId);
    this.#socket?.send(frame);
  }

  #connect(): void {
    this.#show('connecting');
    this.#connection += 1;
    const connection = this.#connection;
    const whileCurrent = (run: () => void) => {
      if (connection === this.#connection) run();
    };
    const { projectId } = this.#options;
    this.#socket = this.#ports.link.connect(
      { operation: 'live', params: { projectId } },
      {
        open: () => whileCurrent(() => this.#opened()),
        frame: (frame) => whileCurrent(() => this.#received(frame)),
        close: (code, reason) => whileCurrent(() => this.#lost(code, reason)),
      },
    );
  }

  #opened(): void {
    const { token, rules } = this.#options;
    this.#show('open');
    if (rules.liveWorksFrom === 'open') this.#attempts = 0;
    this.send({ type: 'hello', protocolVersion: 1, token, sessionId: this.#user.sessionForHello() });
    if (rules.speaksFrom === 'open') this.#user.speaks();
  }

  #received(raw: unknown): void {
    const frame = liveServerFrame.safeParse(raw).data;
    if (!frame) {
      this.#ports.journal.report('unreadable-frame', { frame: raw });
      return;
    }
    const answered = this.#settled(frame);
    if (frame.type === 'connected') this.#connected();
    else if (frame.type === 'pong') this.#keepAlive.pong();
    else this.#user.received(frame, answered);
    if (this.#options.rules.reopensOn(frame)) this.reconnect();
    // With this token there is nothing more to hear, and no other to try (WEB-14).
    if (frame.type === 'error' && frame.code === 'token_expired') {
      this.#lost(liveCloseCodes.unauthenticated, 'the token has expired');
    }
  }

  #connected(): void {
    if (this.state !== 'open') return;
    this.#attempts = 0;
    this.#show('connected');
    this.#keepAlive.start();
    if (this.#options.rules.speaksFrom === 'connected') this.#user.speaks();
    this.#user.changed();
  }

  /** Finds the frame that this one answers, which then waits no more. */
  #settled(answer: LiveServerFrame): LiveClientFrame | undefined {
    // An answer that came twice is no answer to what waits now.
    if (answer.type === 'error' && this.#answered.has(answer.clientMsgId ?? '')) return undefined;
    const frames = this.#waiting.map(({ frame }) => frame);
    const answered =
      answer.type === 'error'
        ? // Hello is answered by `connected` or a close: an error leaves it waiting.
          this.#options.rules.errorAnswers(
            answer,
            frames.filter(({ type }) => type !== 'hello'),
          )
        : frames.find((frame) => answers(answer, frame));
    if (!answered) return undefined;
    if ('clientMsgId' in answered) this.#answered.add(answered.clientMsgId);
    this.#waiting.find(({ frame }) => frame === answered)?.cancel();
    this.#waiting = this.#waiting.filter(({ frame }) => frame !== answered);
    return answered;
  }

  #lost(code: number, reason: string): void {
    const { rules } = this.#options;
    this.#leave()?.close();
    this.#drops += 1;
    const needed = this.#user.needed();
    const hopeful = needed && rules.liveReconnects(code, reason, this.#drops);
    const delay = hopeful ? rules.reconnectDelay(this.#attempts + 1) : null;
    if (delay === null) {
      this.#show(needed ? 'disconnected' : 'idle', { code });
    } else {
      this.#attempts += 1;
      this.#show('reconnecting', { code, attempt: this.#attempts, delay });
      this.#cancelReconnect = this.#ports.clock.after(delay, () => this.#connect());
    }
  }

  /** Gives the connection up. */
  #leave(): Socket | null {
    const socket = this.#socket;
    this.#socket = null;
    this.#connection += 1;
    this.#cancelReconnect?.();
    this.#keepAlive.stop();
    for (const { cancel } of this.#waiting) cancel();
    this.#waiting = [];
    this.#answered.clear();
    this.#user.lost();
    return socket;
  }

  #show(state: LiveSocketState, detail: object = {}): void {
    this.state = state;
    if (state !== 'idle') this.#ports.journal.report('chat-socket', { state, ...detail });
    this.#user.changed();
  }
}

/** Does this frame of the server answer that frame of ours? */
function answers(answer: LiveServerFrame, frame: LiveClientFrame): boolean {
  if (!liveAnswers[frame.type].split(' or ').includes(answer.type)) return false;
  if ('clientMsgId' in frame) return 'clientMsgId' in answer && answer.clientMsgId === frame.clientMsgId;
  if (answer.type === 'session_cleared') return 'sessionId' in frame && frame.sessionId === null;
  if (frame.type === 'hello' || !('sessionId' in frame)) return true;
  return 'sessionId' in answer && answer.sessionId === frame.sessionId;
}
