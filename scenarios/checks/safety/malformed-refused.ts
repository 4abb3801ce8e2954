import { clientFrame, liveClientFrame } from '../../../contracts/wire/index.ts';
import { check, kindOf } from '../check.ts';
import { Findings } from '../findings.ts';
import { isWrong, wrongWith } from '../malformed.ts';
import { fields, frameOf, said, text } from '../reading.ts';

interface Socket {
  actor: string;
  /** Malformed frames that arrived and have no `error` yet. */
  malformed: number[];
  pings: number[];
  /** Frames are handled: at once, or after `connected` on a live socket. */
  handles: boolean;
  open: boolean;
  /** Open when observation began: whoever closes it then does not hide what is owed. */
  openAtEnd?: boolean;
}

/** Frames of clients, by the operation that opens their socket. */
const schemas: Record<string, typeof clientFrame | typeof liveClientFrame> = {
  events: clientFrame,
  live: liveClientFrame,
};
const aboutForm = new Set<unknown>(['malformed_frame', 'not_connected']);

/** Nonsense is refused, and nothing else suffers (SAFE-2). */
export const malformedRefused = check({
  id: 'malformed-refused',
  level: 'MUST',
  requirements: ['SAFE-2'],
  sentence: 'A malformed request gets a 4xx with a problem, a malformed frame an error, and the connection stays.',
  start() {
    const found = new Findings();
    const broken = new Set<number>();
    const sockets = new Map<number, Socket>();
    let lastFault = -1;
    return {
      on(event, exchange) {
        if (event.kind === 'phase' && event.phase === 'observe') {
          for (const socket of sockets.values()) socket.openAtEnd = socket.open;
        }
        if (event.kind === 'fault') {
          lastFault = event.index;
          if (event.op !== undefined) broken.add(event.op);
        }
        if (!exchange || kindOf(exchange.actor) !== 'caller') return;
        const answer = said(event, exchange);
        const wrong = answer && wrongWith(exchange);
        if (answer && wrong && !broken.has(exchange.op)) {
          found.judged += 1;
          const { status, body } = answer;
          const isProblem = status >= 400 && status < 500 && text(body.code) !== undefined;
          const message = `A malformed ${exchange.operation} (${wrong}) was answered ${status} ${text(body.code) ?? 'without a problem'}.`;
          if (!isProblem) found.breach(message, exchange.sent.index, event.index);
        }
        const schema = schemas[exchange.operation];
        if (!schema || (event.kind !== 'send' && event.kind !== 'deliver')) return;
        const socket = sockets.get(exchange.op) ?? {
          actor: exchange.actor,
          malformed: [],
          pings: [],
          handles: exchange.operation === 'events',
          open: true,
        };
        sockets.set(exchange.op, socket);
        const { message, actor } = event;
        const frame = frameOf(event);
        if (frame?.type === 'connected') socket.handles = true;
        // Before `connected` it need not be looked at.
        const isAnswer = exchange.operation === 'events' || aboutForm.has(frame?.code);
        if (frame?.type === 'error' && isAnswer) socket.malformed.shift();
        if (frame?.type === 'pong') socket.pings.shift();
        if (message.type === 'close' && event.kind === 'send') {
          const [first] = socket.malformed;
          // A hello that is refused ends the socket, whatever came before it.
          const isRefused = message.code === 4401 || message.code === 1008;
          const isClosedByTarget = (actor === 'target' && !isRefused) || actor === 'network';
          if (first !== undefined && isClosedByTarget && lastFault < first) {
            found.breach(`The socket of ${exchange.actor} was closed after a malformed frame.`, first, event.index);
          }
          socket.open = false;
        }
        if (message.type !== 'frame' || event.kind !== 'deliver' || actor !== 'target') return;
        const parsed = schema.safeParse(message.body);
        if (parsed.success && socket.handles && parsed.data.type === 'ping') socket.pings.push(event.index);
        // A hello that speaks another protocol is refused like any other.
        const isHello = fields(message.body).type === 'hello';
        if (parsed.success || isHello || !isWrong(parsed.error)) return;
        socket.malformed.push(event.index);
        found.judged += 1;
      },
      end() {
        for (const { actor, malformed, pings, open, openAtEnd } of sockets.values()) {
          const [first, ping] = [malformed[0], pings[0]];
          if (!(openAtEnd ?? open)) continue;
          if (first !== undefined && lastFault < first)
            found.breach(`A malformed frame of ${actor} got no error.`, first);
          if (ping !== undefined && lastFault < ping)
            found.breach(`A ping of ${actor} after its other frames got no pong.`, ping);
        }
        return found;
      },
    };
  },
});
