import type { Fault, WireMessage } from '../../contracts/trace/index.ts';
import { parseBody } from './bytes.ts';
import { faultOfResponse } from './conformance.ts';
import {
  answerOnTheWay,
  drop,
  evictAsPlanned,
  faultsFor,
  type Letter,
  type Network,
  record,
  speakerOf,
  takeFault,
} from './network.ts';
import type { RawAnswer, RawSocket } from './transport.ts';

/** Milliseconds until a client gives up an upgrade that is never answered. */
const handshakePatience = 10_000;

interface Way {
  key: string;
  /** The way of the frames to the target. */
  channel: string;
  path: string;
  headers: Record<string, string>;
  socket: number;
}

/** What becomes of an upgrade, as the socket takes it. */
interface Ends {
  letter(message: WireMessage): Letter;
  /** Does the one who asked still want it when it arrives? */
  isWanted(): boolean;
  /** Takes something of the target in an order that does not depend on the network. */
  arrive(take: () => void): void;
  began(raw: RawSocket): void;
  opened(answer: Letter): void;
  frame(text: string): void;
  closed(raw: RawSocket, code: number, reason: string): void;
  refused(answer: Letter): void;
  /** The connection breaks before anything is heard. */
  broken(): void;
  /** From now on nothing arrives, and nobody is told. */
  silent(): void;
}

/** Asks the target for a socket, as the plan lets it. */
export function upgrade(network: Network, request: Letter, way: Way, ends: Ends): void {
  const { inside, recorder, scheduler, transport } = network;
  const { actor, operation, op, msg } = request;
  record(network, 'send', request, actor);
  const { outside, attached } = faultsFor(network, { actor, operation, text: way.path });
  const take = (kind: Fault['kind']) => takeFault(network, outside, op, kind);

  const isUnheard = (answer: Letter): boolean => {
    if (take('answer-lost')) {
      drop(network, answer, 'connection lost');
      ends.broken();
      return true;
    }
    if (!take('timeout')) return false;
    drop(network, answer, 'never came');
    ends.silent();
    scheduler.after(`${way.key}/timeout`, handshakePatience, () => ends.broken());
    return true;
  };
  const opened = () => {
    const answer = ends.letter({ type: 'open', socket: way.socket });
    record(network, 'send', answer, 'target');
    if (!isUnheard(answer)) ends.opened(answer);
  };
  const refused = ({ status, headers, body }: RawAnswer, by: 'target' | 'network') => {
    const message = { type: 'response' as const, status, headers, body: parseBody(body) };
    const answer = ends.letter(message);
    const sent = record(network, 'send', answer, by);
    const wrong = by === 'target' ? faultOfResponse(operation, message) : undefined;
    if (wrong) recorder.record('violation', { actor: 'harness', by: speakerOf(network), detail: wrong, of: sent });
    if (!isUnheard(answer)) ends.refused(answer);
  };

  const arrives = async () => {
    const lost = ends.isWanted() ? take('lost') && 'connection lost' : 'nobody waits for it any more';
    const status = lost ? undefined : take('status');
    if (lost || status?.kind === 'status') drop(network, request, lost ?? 'answered on the way');
    if (lost) return ends.isWanted() ? ends.broken() : undefined;
    if (status?.kind === 'status') return refused(answerOnTheWay(status), 'network');
    await evictAsPlanned(network, outside, op);
    const cause = record(network, 'deliver', request, 'target');
    recorder.cause = cause;
    const origin = { id: msg, op, socket: way.socket, gated: inside?.gated, faults: attached };
    inside?.requestSent(msg);
    const raw = transport.connect(
      way.path,
      { ...way.headers, ...inside?.headersFor(origin) },
      {
        open: () => {
          inside?.requestEnded(msg);
          inside?.socketOpened(way.socket);
          ends.arrive(() => {
            recorder.cause = cause;
            opened();
          });
        },
        frame: ends.frame,
        close: (code, reason, answer) => {
          inside?.requestEnded(msg);
          inside?.socketClosed(way.socket);
          if (answer) ends.arrive(() => ends.isWanted() && refused(answer, 'target'));
          ends.closed(raw, code, reason);
        },
      },
    );
    ends.began(raw);
  };

  const delay = take('delay');
  // On the way of the frames: a close that the actor sends before it is open comes behind it, unless it is late.
  scheduler.post({
    key: way.key,
    channel: way.channel,
    delay: delay?.kind === 'delay' ? delay.ms : 0,
    release: arrives,
  });
}
