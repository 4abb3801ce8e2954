import type { Fault } from '../../contracts/trace/index.ts';
import type { Answer, Call, Link, LinkError as LinkErrorType, NodeCall, Socket, SocketHandlers } from '../ports.ts';
import { LinkError } from '../ports.ts';
import { parseBody, rawRequest } from './bytes.ts';
import { faultOfRequest, faultOfResponse, isDefinite } from './conformance.ts';
import type { Matched } from './faults.ts';
import type { Network } from './network.ts';
import {
  answerOnTheWay,
  drop,
  evictAsPlanned,
  faultsFor,
  type Letter,
  record,
  speakerOf,
  takeFault,
} from './network.ts';
import { serveNode } from './node-server.ts';
import { PlayFault } from './play-fault.ts';
import { SocketLink } from './socket-link.ts';
import type { RawAnswer, RawRequest } from './transport.ts';

type Wanted = 'by the contract' | 'wrong on purpose';
type End = (answer: Answer | LinkErrorType) => void;

/** The link of one actor: everything it says and hears is recorded, checked, and subject to the fault plan. */
export class RecordedLink implements Link {
  readonly #network: Network;
  readonly #actor: string;
  readonly #wanted: Wanted;

  constructor(network: Network, actor: string, wanted: Wanted = 'by the contract') {
    this.#network = network;
    this.#actor = actor;
    this.#wanted = wanted;
  }

  request(call: Call): Promise<Answer> {
    // Whoever only looks does without what there is none of; for all others it is the transport that says no.
    if (this.#actor === 'observer' && this.#network.transport.lacks?.(call.operation) !== undefined) {
      return Promise.reject(new LinkError('connection-lost'));
    }
    return new Promise((resolve, reject) => {
      new Exchange(this.#network, this.#actor, call, this.#wanted, (end) =>
        end instanceof LinkError ? reject(end) : resolve(end as Answer),
      ).begin();
    });
  }

  connect(call: Pick<Call, 'operation' | 'params' | 'token' | 'headers'>, handlers: SocketHandlers): Socket {
    return new SocketLink(this.#network, this.#actor, call, handlers, this.#wanted);
  }

  listen(handle: (call: NodeCall) => Promise<Answer>): Promise<{ url: string; close(): Promise<void> }> {
    return serveNode(this.#network, this.#actor, handle);
  }
}

/** One request from the moment it is sent until the one who sent it knows how it ended, or gives up. */
class Exchange {
  readonly #network: Network;
  readonly #actor: string;
  readonly #call: Call;
  readonly #end: End;
  readonly #op: number;
  readonly #key: string;
  readonly #raw: RawRequest;
  readonly #request: Letter;
  readonly #outside: Matched[];
  readonly #origin;
  #cancelTimeout: () => void = () => {};
  #ended = false;

  constructor(network: Network, actor: string, call: Call, wanted: Wanted, end: End) {
    const { numbers, recorder } = network;
    this.#network = network;
    this.#actor = actor;
    this.#call = call;
    this.#end = end;
    this.#op = numbers.op();
    this.#key = `${actor}/${call.operation}/${numbers.nth(`${actor}/${call.operation}`)}`;
    this.#raw = rawRequest(call);
    const { method, path, headers, body } = this.#raw;
    const message = {
      type: 'request' as const,
      method,
      path,
      params: call.params,
      headers,
      body: parseBody(body ?? ''),
    };
    this.#request = { actor, operation: call.operation, op: this.#op, msg: numbers.msg(), message };
    const sent = record(network, 'send', this.#request, actor);
    const wrong = wanted === 'by the contract' ? faultOfRequest(call.operation, message) : undefined;
    if (wrong) recorder.record('violation', { actor: 'harness', by: 'simulator', detail: wrong, of: sent });
    const found = faultsFor(network, { actor, operation: call.operation, text: `${path} ${body ?? ''}` });
    this.#outside = found.outside;
    this.#origin = { op: this.#op, faults: found.attached };
  }

  begin(): void {
    const { scheduler, numbers } = this.#network;
    const timeout = this.#call.timeout ?? 10_000;
    this.#cancelTimeout = scheduler.after(`${this.#key}/timeout`, timeout, () => this.#giveUp('timeout'));
    const status = this.#take('status');
    if (status?.kind === 'status') {
      drop(this.#network, this.#request, 'answered on the way');
      this.#answer(answerOnTheWay(status), 'network', 1);
      return;
    }
    if (this.#take('lost')) {
      drop(this.#network, this.#request, 'connection lost');
      scheduler.post({ key: `${this.#key}/lost`, release: () => this.#giveUp('connection-lost') });
      return;
    }
    const delay = this.#take('delay');
    const copies = this.#take('duplicate') ? 2 : 1;
    for (let copy = 1; copy <= copies; copy += 1) {
      const id = copy === 1 ? this.#request.msg : numbers.msg();
      scheduler.post({
        key: copy === 1 ? this.#key : `${this.#key}/copy`,
        delay: delay?.kind === 'delay' ? delay.ms : 0,
        release: () => this.#deliver(id, copy),
      });
    }
  }

  /** An entry of the plan for this request, marked as fired. */
  #take(kind: Fault['kind']): Fault | undefined {
    return takeFault(this.#network, this.#outside, this.#op, kind);
  }

  async #deliver(id: number, copy: number): Promise<void> {
    const { inside, recorder, scheduler, transport } = this.#network;
    await evictAsPlanned(this.#network, this.#outside, this.#op);
    recorder.cause = record(this.#network, 'deliver', this.#request, 'target');
    const headers = { ...this.#raw.headers, ...inside?.headersFor({ ...this.#origin, id, gated: inside.gated }) };
    inside?.requestSent(id);
    const cause = recorder.cause;
    const arrive = (take: () => void) => {
      inside?.requestEnded(id);
      scheduler.arrive(`${this.#key}/answer/${copy}`, () => {
        recorder.cause = cause;
        take();
      });
    };
    transport.request({ ...this.#raw, headers }).then(
      (answer) => arrive(() => this.#answer(answer, 'target', copy)),
      (error: unknown) => arrive(() => (error instanceof PlayFault ? this.#endPlay(error) : this.#break())),
    );
  }

  #endPlay(error: PlayFault): void {
    const release = () => {
      throw error;
    };
    this.#network.scheduler.post({ key: `${this.#key}/fault`, release });
  }

  #break(): void {
    this.#network.scheduler.post({ key: `${this.#key}/broken`, release: () => this.#giveUp('connection-lost') });
  }

  /** Something answered: recorded as said, then on its way to the one who asked. */
  #answer(raw: RawAnswer, by: 'target' | 'network', copy: number): void {
    const { numbers, recorder, scheduler } = this.#network;
    const message = { type: 'response' as const, status: raw.status, headers: raw.headers, body: parseBody(raw.body) };
    const letter: Letter = { ...this.#request, msg: numbers.msg(), message };
    const sent = record(this.#network, 'send', letter, by);
    const wrong = by === 'target' ? faultOfResponse(this.#call.operation, message) : undefined;
    if (wrong)
      recorder.record('violation', { actor: 'harness', by: speakerOf(this.#network), detail: wrong, of: sent });
    if (this.#take('answer-lost')) {
      drop(this.#network, letter, 'connection lost');
      this.#break();
    } else if (this.#take('timeout')) {
      drop(this.#network, letter, 'never came');
    } else {
      scheduler.post({ key: `${this.#key}/back/${copy}`, cause: sent, release: () => this.#receive(letter, message) });
    }
  }

  #receive(letter: Letter, answer: Answer): void {
    if (this.#ended) {
      drop(this.#network, letter, 'nobody waits for it any more');
      return;
    }
    const { recorder } = this.#network;
    recorder.cause = record(this.#network, 'deliver', letter, this.#actor);
    const { status, body } = answer;
    const code = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : null;
    const outcome = status < 400 ? 'ok' : isDefinite(status, body) ? 'failed' : 'unknown';
    this.#finish(outcome, status, code, { status, headers: answer.headers, body });
  }

  #giveUp(kind: 'connection-lost' | 'timeout'): void {
    if (this.#ended) return;
    this.#finish('unknown', null, kind, new LinkError(kind));
  }

  #finish(
    outcome: 'ok' | 'failed' | 'unknown',
    status: number | null,
    code: string | null,
    end: Answer | LinkErrorType,
  ): void {
    this.#ended = true;
    this.#cancelTimeout();
    this.#network.recorder.record('outcome', {
      actor: this.#actor,
      operation: this.#call.operation,
      op: this.#op,
      outcome,
      status,
      code,
    });
    this.#end(end);
  }
}
