import { type SocketName, sockets } from '../../../contracts/wire/index.ts';
import { parseBody } from '../bytes.ts';
import type { RawAnswer, RawSocket, RawSocketHandlers } from '../transport.ts';
import type { LooseClient, LooseSide } from './adapter.ts';
import type { NotOffered } from './faults.ts';
import { Refused } from './refused.ts';
import { WireLost } from './wire.ts';

export type AdapterSocket = RawSocket;

interface Around {
  open(client: LooseClient): Promise<LooseSide | Refused>;
  /** Ends the play. */
  fail(error: unknown, what: string): void;
  cannotSay(what: string): NotOffered;
  refusalOf(refused: Refused): RawAnswer;
}

/** A socket of the contract, whose other end is the adapter: frames both ways keep their order. */
export function openSocket(operation: SocketName, handlers: RawSocketHandlers, around: Around): AdapterSocket {
  let state: 'new' | 'open' | 'closed' = 'new';
  let side: LooseSide | undefined;
  /** Said by the adapter before the socket was open. */
  const early: (() => void)[] = [];
  /** What the client says is taken one at a time. */
  let turn: Promise<void> = Promise.resolve();
  const later = (say: () => void) => {
    if (state === 'new') early.push(say);
    else say();
  };
  const end = (code: number, reason: string, refusal?: RawAnswer) => {
    if (state === 'closed') return;
    state = 'closed';
    handlers.close(code, reason, refusal);
  };
  const client: LooseClient = {
    frame: (frame) => later(() => state === 'open' && handlers.frame(JSON.stringify(frame))),
    close: (code, reason) => later(() => end(code, reason)),
  };
  const opened = (answer: LooseSide | Refused) => {
    if (answer instanceof Refused) return end(1006, '', around.refusalOf(answer));
    // Closed by the client meanwhile.
    if (state === 'closed') return answer.close(1006);
    side = answer;
    state = 'open';
    handlers.open();
    for (const say of early.splice(0)) say();
  };
  const failed = (error: unknown) => {
    if (error instanceof Refused) return end(1006, '', around.refusalOf(error));
    if (error instanceof WireLost) return end(1006, '');
    around.fail(error, `open the socket of ${operation}`);
  };
  // Begun in a turn of its own, as the network would: whoever asked has its socket first.
  void Promise.resolve()
    .then(() => around.open(client))
    .then(opened)
    .catch(failed);

  const leave = (code: number) => {
    if (state === 'closed') return;
    const open = side;
    state = 'closed';
    try {
      open?.close(code);
    } catch (error) {
      around.fail(error, `close the socket of ${operation}`);
    }
    // Told in a turn of its own, as the network does.
    setImmediate(() => handlers.close(code, ''));
  };
  return {
    send(text) {
      const read = sockets[operation].client.safeParse(parseBody(text));
      if (!read.success) {
        around.fail(around.cannotSay(`what is not as the contract says (a frame of ${operation})`), 'send a frame');
        return;
      }
      turn = turn
        .then(() => (state === 'open' ? side?.send(read.data) : undefined))
        .catch((error: unknown) => {
          // What it refuses there, such as too many requests, no frame can say.
          if (error instanceof WireLost || error instanceof Refused) end(1006, '');
          else around.fail(error, `send a frame of ${operation}`);
        });
    },
    close: (code = 1000) => leave(code),
    terminate: () => leave(1006),
  };
}
