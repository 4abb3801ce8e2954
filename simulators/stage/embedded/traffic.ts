import {
  type Awaited,
  type Origin,
  originFrame,
  originHeader,
  outboundHeader,
  type State,
} from '../isolate/protocol.ts';

/** Milliseconds of real time in which what the isolate has sent must arrive before the isolate is asked again. */
const longestWay = 10;

interface SocketCount {
  sent: number;
  received: number;
  state: 'open' | 'closing' | 'closed';
}

/** Counts what goes into an isolate and comes out of it, so that quiet is known and not guessed. */
export class Traffic {
  gated = false;
  /** Something has happened since the isolate was last known to be quiet. */
  protected moved = true;
  /** How much has arrived here from the isolate. */
  protected arrivals = 0;
  /** Tells whoever waits that something has arrived. */
  #wake: () => void = () => {};
  readonly #requests = new Set<number>();
  readonly #held = new Set<number>();
  readonly #sockets = new Map<number, SocketCount>();

  headersFor(origin: Origin): Record<string, string> {
    return { [originHeader]: JSON.stringify(origin) };
  }
  requestSent(id: number): void {
    this.#requests.add(id);
    this.moved = true;
  }
  requestEnded(id: number): void {
    this.#requests.delete(id);
    this.#arrived();
  }
  socketOpened(socket: number): void {
    this.#sockets.set(socket, { sent: 0, received: this.#sockets.get(socket)?.received ?? 0, state: 'open' });
  }
  frameSent(socket: number, origin: Origin, text: string): string {
    const count = this.#sockets.get(socket);
    if (count?.state !== 'open') return text;
    count.sent += 1;
    this.moved = true;
    return `${originFrame}${JSON.stringify({ ...origin, gated: this.gated })}\n${text}`;
  }
  frameReceived(socket: number): void {
    const count = this.#sockets.get(socket);
    if (count) count.received += 1;
    else this.#sockets.set(socket, { sent: 0, received: 1, state: 'open' });
    this.#arrived();
  }
  socketClosing(socket: number): void {
    const count = this.#sockets.get(socket);
    if (count?.state === 'open') count.state = 'closing';
    this.moved = true;
  }
  socketClosed(socket: number): void {
    const count = this.#sockets.get(socket);
    if (count) count.state = 'closed';
    this.moved = true;
    this.#arrived();
  }
  outboundSeen(headers: Record<string, string>): number | undefined {
    const call = Number(headers[outboundHeader]);
    if (!Number.isInteger(call)) return undefined;
    this.#held.add(call);
    this.#arrived();
    return call;
  }
  outboundEnded(call: number): void {
    this.#held.delete(call);
    this.moved = true;
  }

  protected get hasRequests(): boolean {
    return this.#requests.size > 0;
  }

  /** The process is gone, and with it whatever it waited for outside. */
  protected dropHeld(): void {
    this.#held.clear();
  }

  /** All sockets break. Answers whether there was one. */
  protected breakOff(): boolean {
    const open = [...this.#sockets.values()].filter(({ state }) => state === 'open');
    for (const count of open) count.state = 'closing';
    if (open.length > 0) this.moved = true;
    return open.length > 0;
  }

  /** What was sent and must have come in. */
  protected awaited(): Awaited {
    const sockets = [...this.#sockets];
    return {
      requests: [...this.#requests],
      frames: sockets.flatMap(([id, { sent, state }]) => (state === 'open' && sent > 0 ? [[id, sent]] : [])),
      ends: sockets.flatMap(([id, { state }]) => (state === 'open' ? [] : [id])),
    };
  }

  #arrived(): void {
    this.arrivals += 1;
    this.#wake();
  }

  /** Waits for what the isolate has sent. Answers no where the isolate has to be asked again. */
  protected async answersArrive(state: State): Promise<boolean> {
    const deadline = performance.now() + longestWay;
    for (;;) {
      const standing = this.#standing(state);
      if (standing !== 'on the way') return standing === 'arrived';
      const rest = deadline - performance.now();
      if (rest <= 0) return false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, rest);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** How far it is that all the isolate has sent is here; `gone`: a socket has ended of which the isolate did not know. */
  #standing({ left, outbound, sockets }: State): 'arrived' | 'on the way' | 'gone' {
    if (left.some((id) => this.#requests.has(id))) return 'on the way';
    if (outbound.some((call) => !this.#held.has(call))) return 'on the way';
    const known = new Map(sockets.map(([id, ...rest]) => [id, rest]));
    for (const [id, count] of this.#sockets) {
      const [sent = 0, stage = 'ended'] = known.get(id) ?? [];
      if (count.state === 'closed') {
        if (stage !== 'ended') return 'gone';
      } else if (count.state === 'closing' || stage !== 'open') return 'on the way';
      else if (sent !== count.received) return 'on the way';
    }
    return 'arrived';
  }
}
