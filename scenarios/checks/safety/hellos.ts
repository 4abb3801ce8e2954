import type { HistoryEvent } from '../../../contracts/trace/index.ts';
import { type Caller, liveAccess, liveClientFrame } from '../../../contracts/wire/index.ts';
import type { Exchange } from '../check.ts';
import type { Findings } from '../findings.ts';
import { isWrong } from '../malformed.ts';
import { fields, frameOf, text } from '../reading.ts';

interface Hello {
  index: number;
  expected: 'connected' | 4401 | 1008;
  who: string;
}

/** Judges how hello is answered on live sockets: by `connected`, or by the close its caller is due (SAFE-1, WEB-14). */
export class Hellos {
  /** By socket: the first hello, until it is answered. */
  readonly #asked = new Map<number, Hello | undefined>();
  readonly #found: Findings;

  constructor(found: Findings) {
    this.#found = found;
  }

  /**
   * @param caller who opened the socket, where it said so
   * @param expires virtual milliseconds until which a token is good
   */
  on(
    event: HistoryEvent,
    exchange: Exchange | undefined,
    caller: Caller | undefined,
    expires: (token: string) => number | undefined,
  ): void {
    if (exchange?.operation !== 'live' || (event.kind !== 'send' && event.kind !== 'deliver')) return;
    const { message, actor } = event;
    if (event.kind === 'deliver' && actor === 'target' && message.type === 'frame' && !this.#asked.has(exchange.op)) {
      const parsed = liveClientFrame.safeParse(message.body);
      const isHello = fields(message.body).type === 'hello' && (parsed.success || !isWrong(parsed.error));
      if (!isHello) return;
      const isLate = event.time > (expires(text(fields(message.body).token) ?? '') ?? Number.POSITIVE_INFINITY);
      const expected = isLate ? 4401 : caller && liveAccess[caller];
      const who = isLate ? `${exchange.actor}, whose token had expired,` : String(caller);
      this.#asked.set(exchange.op, expected && { index: event.index, expected, who });
    }
    const hello = this.#asked.get(exchange.op);
    if (!hello || event.kind !== 'send' || actor !== 'target') return;
    const answer =
      frameOf(event)?.type === 'connected' ? 'connected' : message.type === 'close' ? message.code : undefined;
    if (answer === undefined) return;
    this.#asked.set(exchange.op, undefined);
    this.#found.judged += 1;
    if (answer === hello.expected) return;
    const sentence = `hello of ${hello.who} was answered ${answer} instead of ${hello.expected}.`;
    this.#found.breach(sentence, hello.index, event.index);
  }
}
