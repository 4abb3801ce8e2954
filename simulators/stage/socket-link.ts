import type { Fault } from '../../contracts/trace/index.ts';
import type { AnyClientFrame } from '../../contracts/wire/index.ts';
import { route } from '../../contracts/wire/route.ts';
import type { Call, Socket, SocketHandlers } from '../ports.ts';
import { headersOf, parseBody } from './bytes.ts';
import { faultOfFrame, isDefinite } from './conformance.ts';
import type { Found, Letter, Network } from './network.ts';
import { drop, evictAsPlanned, record, speakerOf } from './network.ts';
import { upgrade } from './socket-upgrade.ts';
import { SocketWay } from './socket-way.ts';
import type { RawSocket } from './transport.ts';

type Opening = Pick<Call, 'operation' | 'params' | 'token' | 'headers'>;

/** A socket of an actor: every frame both ways is recorded, checked and subject to the plan. */
export class SocketLink implements Socket {
  readonly #network: Network;
  readonly #actor: string;
  readonly #operation: Call['operation'];
  readonly #handlers: SocketHandlers;
  readonly #wanted: 'by the contract' | 'wrong on purpose';
  readonly #op: number;
  readonly #id: number;
  readonly #key: string;
  readonly #in: SocketWay;
  readonly #out: SocketWay;
  #raw: RawSocket | undefined;
  /** What the actor knows. */
  #state: 'connecting' | 'open' | 'closed' = 'connecting';
  /** What the connection carries; on a silent one nothing arrives, and nobody is told. */
  #line: 'whole' | 'silent' | 'broken' = 'whole';
  #arrivals = 0;

  constructor(
    network: Network,
    actor: string,
    call: Opening,
    handlers: SocketHandlers,
    wanted: 'by the contract' | 'wrong on purpose',
  ) {
    const { numbers } = network;
    const { operation } = call;
    this.#network = network;
    this.#actor = actor;
    this.#operation = operation;
    this.#handlers = handlers;
    this.#wanted = wanted;
    this.#op = numbers.op();
    this.#id = numbers.socket();
    const key = `${actor}/${operation}/${numbers.nth(`${actor}/${operation}`)}`;
    this.#key = key;
    const both = {
      silent: () => this.#line === 'silent',
      strike: (fault: Fault) => {
        if (fault.kind === 'half-open') this.#line = 'silent';
        else this.#breakOff(fault.kind === 'socket-closed' ? fault.code : 1006);
      },
    };
    this.#in = new SocketWay(network, {
      ...both,
      channel: `${key}/in`,
      keyOf: (count, what) => `${key}/in/${padded(count)}/${what}`,
      deliver: (frame) => this.#reachActor(frame),
    });
    this.#out = new SocketWay(network, {
      ...both,
      channel: `${key}/out`,
      keyOf: (count) => `${key}/out/${count}`,
      deliver: (frame, text, found) => this.#reachTarget(frame, text, found),
    });
    this.#connect(call);
  }

  send(frame: AnyClientFrame | string): void {
    if (this.#state !== 'open') return;
    const text = typeof frame === 'string' ? frame : JSON.stringify(frame);
    const body = typeof frame === 'string' ? parseBody(frame) : frame;
    const letter = this.#letter({ type: 'frame', socket: this.#id, body });
    const sent = record(this.#network, 'send', letter, this.#actor);
    const wrong = this.#wanted === 'by the contract' ? faultOfFrame(this.#operation, 'client', body) : undefined;
    if (wrong) this.#violation('simulator', wrong, sent);
    this.#out.pass(letter, text);
  }

  close(code = 1000): void {
    if (this.#state === 'closed') return;
    const message = this.#letter({ type: 'close', socket: this.#id, code, reason: '' });
    record(this.#network, 'send', message, this.#actor);
    this.#out.flush();
    this.#out.post('close', () => {
      if (this.#line !== 'whole') {
        drop(this.#network, message, 'the connection is gone');
        return;
      }
      this.#network.recorder.cause = record(this.#network, 'deliver', message, 'target');
      this.#line = 'broken';
      this.#network.inside?.socketClosing(this.#id);
      this.#raw?.close(code);
    });
    this.#closed(code, '');
  }

  #connect(call: Opening): void {
    const { inside, sockets } = this.#network;
    const headers = headersOf(call);
    const { path } = route(call.operation, call.params);
    const request = this.#letter({ type: 'request', method: 'GET', path, params: call.params, headers });
    upgrade(
      this.#network,
      request,
      { key: this.#key, channel: `${this.#key}/out`, path, headers, socket: this.#id },
      {
        letter: (message) => this.#letter(message),
        isWanted: () => this.#line === 'whole',
        arrive: (take) => this.#arrive(take),
        began: (raw) => {
          this.#raw = raw;
          sockets.add(raw);
        },
        opened: (answer) => this.#takeOpen(answer),
        frame: (text) => {
          inside?.frameReceived(this.#id);
          this.#arrive(() => this.#takeFrame(text));
        },
        closed: (raw, code, reason) => {
          sockets.delete(raw);
          this.#arrive(() => this.#takeClose(code, reason));
        },
        refused: (answer) => this.#refused(answer),
        broken: () => this.#breakOff(1006),
        silent: () => {
          this.#line = 'silent';
        },
      },
    );
  }

  #arrive(take: () => void): void {
    this.#network.scheduler.arrive(`${this.#key}/in/${padded(++this.#arrivals)}`, take);
  }

  #takeOpen(opened: Letter): void {
    this.#in.post('open', () => {
      if (this.#state !== 'connecting') {
        drop(this.#network, opened, 'the socket is closed');
        return;
      }
      this.#state = 'open';
      this.#network.recorder.cause = record(this.#network, 'deliver', opened, this.#actor);
      this.#handlers.open();
    });
  }

  #takeFrame(text: string): void {
    const body = parseBody(text);
    const frame = this.#letter({ type: 'frame', socket: this.#id, body });
    const sent = record(this.#network, 'send', frame, 'target');
    const wrong = faultOfFrame(this.#operation, 'server', body);
    if (wrong) this.#violation(speakerOf(this.#network), wrong, sent);
    if (this.#line === 'silent') drop(this.#network, frame, 'the connection is silent');
    else if (this.#line === 'broken' || this.#state === 'closed') drop(this.#network, frame, 'the socket is closed');
    else this.#in.pass(frame, text);
  }

  #takeClose(code: number, reason: string): void {
    const line = this.#line;
    this.#line = 'broken';
    // The echo of a close that the actor sent, or of a break or a refusal that is recorded already.
    if (line === 'broken') return;
    const message = this.#letter({ type: 'close', socket: this.#id, code, reason });
    record(this.#network, 'send', message, code === 1006 ? 'network' : 'target');
    if (line === 'silent') {
      drop(this.#network, message, 'the connection is silent');
      return;
    }
    this.#in.flush();
    this.#postClose(message, code, reason);
  }

  #refused(answer: Letter): void {
    this.#line = 'broken';
    this.#in.post('refused', () => {
      if (this.#state === 'closed') {
        drop(this.#network, answer, 'nobody waits for it any more');
        return;
      }
      if (answer.message.type !== 'response') return;
      this.#network.recorder.cause = record(this.#network, 'deliver', answer, this.#actor);
      const { status, body } = answer.message;
      const code = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : null;
      this.#end(isDefinite(status, body) ? 'failed' : 'unknown', status, code);
      this.#handlers.close(1006, `HTTP ${status}`);
    });
  }

  #reachActor(frame: Letter): void {
    if (this.#state !== 'open' || frame.message.type !== 'frame') {
      drop(this.#network, frame, 'the socket is closed');
      return;
    }
    this.#network.recorder.cause = record(this.#network, 'deliver', frame, this.#actor);
    this.#handlers.frame(frame.message.body);
  }

  async #reachTarget(frame: Letter, text: string, { outside, attached }: Found): Promise<void> {
    if (this.#line !== 'whole') {
      drop(this.#network, frame, 'the connection is gone');
      return;
    }
    await evictAsPlanned(this.#network, outside, this.#op);
    this.#network.recorder.cause = record(this.#network, 'deliver', frame, 'target');
    const origin = { id: frame.msg, op: this.#op, faults: attached };
    this.#raw?.send(this.#network.inside?.frameSent(this.#id, origin, text) ?? text);
  }

  /** The connection breaks for both, without a word to the target. */
  #breakOff(code: number): void {
    this.#line = 'broken';
    this.#network.inside?.socketClosing(this.#id);
    this.#raw?.terminate();
    const gone = this.#letter({ type: 'close', socket: this.#id, code, reason: '' });
    record(this.#network, 'send', gone, 'network');
    this.#postClose(gone, code, '');
  }

  #postClose(message: Letter, code: number, reason: string): void {
    this.#in.post('close', () => {
      if (this.#state === 'closed') {
        drop(this.#network, message, 'the socket is closed');
        return;
      }
      this.#network.recorder.cause = record(this.#network, 'deliver', message, this.#actor);
      this.#closed(code, reason);
    });
  }

  #closed(code: number, reason: string): void {
    // Closed before it was open, or broken: what the target made of it is not known.
    this.#end(this.#state === 'open' && code !== 1006 ? 'ok' : 'unknown', null, String(code));
    this.#handlers.close(code, reason);
  }

  #end(outcome: 'ok' | 'failed' | 'unknown', status: number | null, code: string | null): void {
    this.#state = 'closed';
    const [actor, operation, op] = [this.#actor, this.#operation, this.#op];
    this.#network.recorder.record('outcome', { actor, operation, op, outcome, status, code });
  }

  #violation(by: 'target' | 'adapter' | 'simulator', detail: string, of: number): void {
    this.#network.recorder.record('violation', { actor: 'harness', by, detail, of });
  }

  #letter(message: Letter['message']): Letter {
    const msg = this.#network.numbers.msg();
    return { actor: this.#actor, operation: this.#operation, op: this.#op, msg, message };
  }
}

/** Sorts as text as it does as a number. */
function padded(count: number): string {
  return String(count).padStart(6, '0');
}
