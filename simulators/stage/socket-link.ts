import type { ClientFrame } from '../../contracts/wire/index.ts';
import { route } from '../../contracts/wire/route.ts';
import type { Call, Socket, SocketHandlers } from '../ports.ts';
import { faultOfFrame, faultOfResponse, isDefinite } from './conformance.ts';
import type { Network } from './network.ts';
import { drop, faultsFor, fire, type Letter, parseBody, record } from './network.ts';
import type { RawAnswer, RawSocket } from './transport.ts';

/** Opens a socket of an actor; every frame both ways is recorded, checked and subject to the plan. */
export function openSocket(
  network: Network,
  actor: string,
  call: Pick<Call, 'operation' | 'params' | 'token' | 'headers'>,
  handlers: SocketHandlers,
  wanted: 'by the contract' | 'wrong on purpose',
): Socket {
  const { inside, numbers, recorder, scheduler, transport } = network;
  const { operation } = call;
  const op = numbers.op();
  const id = numbers.socket();
  const key = `${actor}/${operation}/${numbers.nth(`${actor}/${operation}`)}`;
  const { path } = route(operation, call.params);
  const headers: Record<string, string> = { ...call.headers };
  if (call.token !== undefined) headers.authorization = `Bearer ${call.token}`;
  const letter = (message: Letter['message']): Letter => ({ actor, operation, op, msg: numbers.msg(), message });

  let raw: RawSocket | undefined;
  let state: 'connecting' | 'open' | 'closed' = 'connecting';
  /** Nothing arrives any more, and nobody is told. */
  let halfOpen = false;
  let frames = 0;
  let sends = 0;
  let held: (() => void) | undefined;

  const toActor = (what: string, release: () => void) =>
    scheduler.post({ key: `${key}/in/${String(++frames).padStart(6, '0')}/${what}`, channel: `${key}/in`, release });
  const arrivals = { count: 0 };
  const arrive = (take: () => void) => scheduler.arrive(`${key}/in/${String(++arrivals.count).padStart(6, '0')}`, take);

  const closed = (code: number, reason: string) => {
    if (state === 'closed') return;
    state = 'closed';
    recorder.record('outcome', {
      actor,
      operation,
      op,
      outcome: code === 1006 ? 'unknown' : 'ok',
      status: null,
      code: String(code),
    });
    handlers.close(code, reason);
  };
  /** The connection breaks for both, without a word. */
  const breakOff = (code: number, reason: string) => {
    inside?.socketClosing(id);
    raw?.terminate();
    const message = { type: 'close' as const, socket: id, code, reason };
    const gone = letter(message);
    record(network, 'send', gone, 'network');
    toActor('close', () => {
      recorder.cause = record(network, 'deliver', gone, actor);
      closed(code, reason);
    });
  };

  /** What the plan does to a frame; true when it goes on its way as it is. */
  const survives = (frame: Letter, by: string): boolean => {
    const message = frame.message.type === 'frame' ? frame.message.body : undefined;
    const type =
      typeof message === 'object' && message !== null && 'type' in message ? String(message.type) : 'unknown';
    const { outside } = faultsFor(network, { actor: by, operation, frame: type, text: JSON.stringify(message) ?? '' });
    for (const matched of outside) {
      const { fault } = matched;
      if (fault.kind === 'duplicate') {
        fire(network, matched, op);
        toActor('copy', () => deliver(frame));
      } else if (fault.kind === 'reorder' || fault.kind === 'delay') {
        fire(network, matched, op);
        held = () => toActor('late', () => deliver(frame));
        const ms = fault.kind === 'delay' ? fault.ms : 1000;
        scheduler.after(`${key}/held/${frames}`, ms, () => releaseHeld());
        return false;
      } else if (fault.kind === 'socket-dropped' || fault.kind === 'socket-closed') {
        fire(network, matched, op);
        drop(network, frame, 'the socket broke');
        breakOff(fault.kind === 'socket-closed' ? fault.code : 1006, '');
        halfOpen = true;
        return false;
      } else if (fault.kind === 'half-open') {
        fire(network, matched, op);
        halfOpen = true;
        drop(network, frame, 'the connection is silent');
        return false;
      }
    }
    return true;
  };
  const releaseHeld = () => {
    const release = held;
    held = undefined;
    release?.();
  };
  const deliver = (frame: Letter) => {
    if (state !== 'open' || frame.message.type !== 'frame') {
      drop(network, frame, 'the socket is closed');
      return;
    }
    recorder.cause = record(network, 'deliver', frame, actor);
    handlers.frame(frame.message.body);
  };

  const takeFrame = (text: string) => {
    const frame = letter({ type: 'frame', socket: id, body: parseBody(text) });
    const sent = record(network, 'send', frame, 'target');
    const wrong = faultOfFrame('server', frame.message.type === 'frame' ? frame.message.body : undefined);
    if (wrong) recorder.record('violation', { actor: 'harness', by: 'target', detail: wrong, of: sent });
    if (halfOpen || state === 'closed')
      drop(network, frame, halfOpen ? 'the connection is silent' : 'the socket is closed');
    else if (survives(frame, actor)) {
      toActor('frame', () => deliver(frame));
      releaseHeld();
    }
  };
  const takeClose = (code: number, reason: string, refused: RawAnswer | undefined) => {
    if (state === 'closed' || halfOpen) return;
    if (refused) {
      refuse(refused);
      return;
    }
    const message = letter({ type: 'close', socket: id, code, reason });
    record(network, 'send', message, code === 1006 ? 'network' : 'target');
    toActor('close', () => {
      recorder.cause = record(network, 'deliver', message, actor);
      closed(code, reason);
    });
  };
  const refuse = (answer: RawAnswer) => {
    const body = parseBody(answer.body);
    const message = { type: 'response' as const, status: answer.status, headers: answer.headers, body };
    const refusal = letter(message);
    const sent = record(network, 'send', refusal, 'target');
    const wrong = faultOfResponse(operation, message);
    if (wrong) recorder.record('violation', { actor: 'harness', by: 'target', detail: wrong, of: sent });
    toActor('refused', () => {
      recorder.cause = record(network, 'deliver', refusal, actor);
      state = 'closed';
      const code = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : null;
      const outcome = isDefinite(answer.status, body) ? 'failed' : 'unknown';
      recorder.record('outcome', { actor, operation, op, outcome, status: answer.status, code });
      handlers.close(1006, `HTTP ${answer.status}`);
    });
  };

  const request = letter({ type: 'request', method: 'GET', path, params: call.params, headers });
  record(network, 'send', request, actor);
  const { outside, attached } = faultsFor(network, { actor, operation, text: path });
  const lost = outside.find(({ fault }) => fault.kind === 'lost');
  scheduler.post({
    key,
    async release() {
      if (lost) {
        fire(network, lost, op);
        drop(network, request, 'connection lost');
        breakOff(1006, '');
        return;
      }
      const evicted = outside.find(({ fault }) => fault.kind === 'object-evicted');
      if (evicted && (await inside?.evict())) fire(network, evicted, op);
      recorder.cause = record(network, 'deliver', request, 'target');
      const cause = recorder.cause;
      const origin = { id: request.msg, op, socket: id, gated: inside?.gated, faults: attached };
      inside?.requestSent(request.msg);
      raw = transport.connect(
        path,
        { ...headers, ...inside?.headersFor(origin) },
        {
          open() {
            inside?.requestEnded(request.msg);
            inside?.socketOpened(id);
            arrive(() => {
              recorder.cause = cause;
              const opened = letter({ type: 'open', socket: id });
              record(network, 'send', opened, 'target');
              toActor('open', () => {
                if (state !== 'connecting') return;
                state = 'open';
                recorder.cause = record(network, 'deliver', opened, actor);
                handlers.open();
              });
            });
          },
          frame(text) {
            inside?.frameReceived(id);
            arrive(() => takeFrame(text));
          },
          close(code, reason, refused) {
            inside?.requestEnded(request.msg);
            inside?.socketClosed(id);
            if (raw) network.sockets.delete(raw);
            arrive(() => takeClose(code, reason, refused));
          },
        },
      );
      network.sockets.add(raw);
    },
  });

  return {
    send(frame: ClientFrame | string) {
      if (state !== 'open') return;
      const body = typeof frame === 'string' ? parseBody(frame) : frame;
      const out = letter({ type: 'frame', socket: id, body });
      const sent = record(network, 'send', out, actor);
      const wrong = wanted === 'by the contract' ? faultOfFrame('client', body) : undefined;
      if (wrong) recorder.record('violation', { actor: 'harness', by: 'simulator', detail: wrong, of: sent });
      const text = typeof frame === 'string' ? frame : JSON.stringify(frame);
      scheduler.post({
        key: `${key}/out/${++sends}`,
        channel: `${key}/out`,
        async release() {
          if (state !== 'open' || halfOpen) {
            drop(network, out, 'the connection is gone');
            return;
          }
          recorder.cause = record(network, 'deliver', out, 'target');
          await inside?.frameSent(id, { id: out.msg, op });
          raw?.send(text);
        },
      });
    },
    close(code = 1000) {
      if (state === 'closed') return;
      const message = letter({ type: 'close', socket: id, code, reason: '' });
      record(network, 'send', message, actor);
      scheduler.post({
        key: `${key}/out/${++sends}`,
        channel: `${key}/out`,
        release() {
          recorder.cause = record(network, 'deliver', message, 'target');
          inside?.socketClosing(id);
          raw?.close(code);
        },
      });
      closed(code, '');
    },
  };
}
