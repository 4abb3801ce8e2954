import type { Fault } from '../../contracts/trace/index.ts';
import type { Found, Letter, Network } from './network.ts';
import { drop, faultsFor, takeFault } from './network.ts';

/** Milliseconds after which a frame that nothing overtakes goes on its way all the same. */
const longestOvertaking = 1000;

interface Ends {
  /** What it names itself by: items of one way keep their order. */
  channel: string;
  /** The key of an item on it. */
  keyOf(count: number, what: string): string;
  /** What a frame does at the end of its way. */
  deliver(frame: Letter, text: string, found: Found): void | Promise<void>;
  /** Has the connection gone silent? */
  silent(): boolean;
  /** Breaks the connection, or silences it, in the place of a frame. */
  strike(fault: Fault): void;
}

/** One direction of a socket: frames keep their order on it, but for what the plan does to them. */
export class SocketWay {
  readonly #network: Network;
  readonly #ends: Ends;
  #count = 0;
  #held = 0;
  /** Frames that wait for the next one to overtake them. */
  readonly #overtaken: (() => void)[] = [];

  constructor(network: Network, ends: Ends) {
    this.#network = network;
    this.#ends = ends;
  }

  /** Sends something behind all that is on the way. */
  post(what: string, release: () => void | Promise<void>): void {
    this.#count += 1;
    const { channel, keyOf } = this.#ends;
    this.#network.scheduler.post({ key: keyOf(this.#count, what), channel, release });
  }

  /** Something has overtaken what was held back for it, or nothing more will. */
  flush(): void {
    for (const release of this.#overtaken.splice(0)) release();
  }

  /** Sends a frame, as the plan lets it. A fault that breaks the connection comes first: nothing else happens then. */
  pass(frame: Letter, text: string): void {
    const { op, operation, actor } = frame;
    const found = faultsFor(this.#network, { actor, operation, frame: typeOf(frame), text });
    const take = (...kinds: Fault['kind'][]) => takeFault(this.#network, found.outside, op, ...kinds);
    const breaking = take('socket-dropped', 'socket-closed', 'half-open');
    if (breaking) {
      drop(this.#network, frame, breaking.kind === 'half-open' ? 'the connection is silent' : 'the socket broke');
      this.#ends.strike(breaking);
      return;
    }
    const deliver = () => this.#ends.deliver(frame, text, found);
    if (take('duplicate')) this.post('copy', deliver);
    // A frame that was on its way when the connection went silent arrives; one that was held back does not.
    const late = () =>
      this.post('late', () => {
        if (this.#ends.silent()) drop(this.#network, frame, 'the connection is silent');
        else return deliver();
      });
    const delay = take('delay');
    if (delay?.kind === 'delay') this.#after(delay.ms, late);
    else if (take('reorder')) this.#holdBack(late);
    else {
      this.post('frame', deliver);
      this.flush();
    }
  }

  #holdBack(late: () => void): void {
    const cancel = this.#after(longestOvertaking, () => {
      this.#overtaken.splice(this.#overtaken.indexOf(release), 1);
      late();
    });
    const release = () => {
      cancel();
      late();
    };
    this.#overtaken.push(release);
  }

  #after(ms: number, run: () => void): () => void {
    this.#held += 1;
    return this.#network.scheduler.after(`${this.#ends.channel}/held/${this.#held}`, ms, run);
  }
}

function typeOf({ message }: Letter): string {
  const body = message.type === 'frame' ? message.body : undefined;
  return typeof body === 'object' && body !== null && 'type' in body ? String(body.type) : 'unknown';
}
