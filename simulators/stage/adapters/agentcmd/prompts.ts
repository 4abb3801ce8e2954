import type { LiveClientFrame } from '../../../../contracts/wire/index.ts';
import type { Client } from '../adapter.ts';
import { AdapterFault } from '../faults.ts';
import type { Line } from './line.ts';
import type { SessionLog } from './log.ts';
import type { AgentcmdPlay } from './play.ts';
import type { Watches } from './watches.ts';

type Prompt = Extract<LiveClientFrame, { type: 'send' | 'interrupt' }>;

/** What the prompts of a socket need of it. */
export interface Order {
  /** Does something in its turn. */
  next(work: () => Promise<void>): Promise<void>;
  /** Is the client gone? */
  isOver(): boolean;
}

/** A prompt that is not seen yet. */
interface Coming {
  /** What was told instead. */
  error?: string;
}

/** Milliseconds after which a message that waits behind others is given up. */
const longest = 10 * 60_000;
/** Milliseconds between two looks into the history. */
const every = 50;

/** The prompts of one live socket: said, and accepted once they are seen in the history, since nothing acknowledges them. */
export class Prompts {
  readonly #play: AgentcmdPlay;
  readonly #client: Client<'live'>;
  readonly #line: Line;
  readonly #token: string | null;
  readonly #watches: Watches;
  readonly #order: Order;
  /** By session, in the order in which they were said. */
  readonly #coming = new Map<string, Coming[]>();

  constructor(
    play: AgentcmdPlay,
    client: Client<'live'>,
    line: Line,
    token: string | null,
    watches: Watches,
    order: Order,
  ) {
    this.#play = play;
    this.#client = client;
    this.#line = line;
    this.#token = token;
    this.#watches = watches;
    this.#order = order;
    watches.onError = (sessionId, text) => {
      const first = this.#coming.get(sessionId)?.find(({ error }) => error === undefined);
      if (first) first.error = text;
    };
  }

  async say(frame: Prompt): Promise<void> {
    const { sessionId, clientMsgId } = frame;
    const { tools } = this.#play;
    if (frame.type === 'interrupt' && !this.#line.cancel) throw tools.lacks('way to interrupt');
    // Who says something hears what comes of it, as the client of that system does.
    if (!this.#watches.has(sessionId)) await this.#watches.begin(sessionId, null);
    const log = await this.#play.read(sessionId, this.#token);
    const isRepeated = log.hasSaid(clientMsgId);
    const { open } = log;
    if (!isRepeated) log.says(clientMsgId, frame.prompt);
    if (frame.type === 'interrupt' && open && !isRepeated) {
      this.#line.cancel?.(sessionId);
      this.#play.beside(this.#afterCancel(frame, log));
      return;
    }
    // Said again after its answer was lost it is looked up: the system would take it for another.
    if (!isRepeated) this.#say(frame, log);
    this.#play.beside(this.#accept(frame, log, isRepeated ? 'duplicate' : 'stored'));
  }

  #say({ sessionId, prompt, ...frame }: Prompt, log: SessionLog): void {
    this.#line.say(sessionId, prompt, frame.type === 'send' ? frame.resume : log.seq > 0);
  }

  async #afterCancel(frame: Prompt, log: SessionLog): Promise<void> {
    const { tools } = this.#play;
    const turn = log.open;
    const look = () => (turn?.ended !== false || this.#order.isOver() ? true : undefined);
    await tools.until(`the end of the cancelled reply in session ${frame.sessionId}`, look, { every });
    if (this.#order.isOver()) return;
    this.#say(frame, log);
    await this.#accept(frame, log, 'stored');
  }

  async #accept(frame: Prompt, log: SessionLog, status: 'stored' | 'duplicate'): Promise<void> {
    const { sessionId, clientMsgId } = frame;
    const coming: Coming = {};
    const others = () => (this.#coming.get(sessionId) ?? []).filter((one) => one !== coming);
    this.#coming.set(sessionId, [...others(), coming]);
    const found = await this.#seen(frame, log, coming);
    this.#coming.set(sessionId, others());
    if (found === 'over') return;
    await this.#order.next(async () => {
      if ('error' in found) return this.#refuse(frame, found.error);
      const { messageId, seq } = found;
      this.#client.frame({ type: 'accepted', sessionId, clientMsgId, messageId, seq, status });
      await this.#watches.tell(sessionId);
    });
  }

  /** Resolves with the event of a prompt, once it is in the history, or with the error that was told instead. */
  #seen({ sessionId, clientMsgId }: Prompt, log: SessionLog, coming: Coming) {
    const { now, options, until } = this.#play.tools;
    let since = now();
    const look = async () => {
      if (this.#order.isOver()) return 'over' as const;
      // They are stored in the order in which they were said: the first one looks for all.
      const isFirst = this.#coming.get(sessionId)?.[0] === coming;
      if (isFirst && !log.prompt(clientMsgId)) await this.#play.read(sessionId, this.#token);
      const found = log.prompt(clientMsgId) ?? (coming.error === undefined ? undefined : { error: coming.error });
      // Behind a reply that runs it may wait for as long as that takes.
      if (log.open) since = now();
      if (!found && now() - since > options.storedWithin * 1000) throw this.#missing(sessionId);
      return found;
    };
    return until(`a message of session ${sessionId} in its history`, look, { within: longest, every });
  }

  #missing(sessionId: string): AdapterFault {
    const { storedWithin } = this.#play.tools.options;
    const what = `see a message of session ${sessionId} in its history`;
    return new AdapterFault(what, `it was not there within ${storedWithin} s`, 'Look into the system.');
  }

  #refuse({ sessionId, clientMsgId }: Prompt, error: string): void {
    if (!/not found|unauthori[sz]ed|denied/i.test(error)) {
      const what = `the answer to a message of session ${sessionId}`;
      throw this.#play.tools.wire.unexpected(what, error, 'the message in its history');
    }
    this.#client.frame({ type: 'error', code: 'not_found', detail: error, sessionId, clientMsgId });
  }
}
