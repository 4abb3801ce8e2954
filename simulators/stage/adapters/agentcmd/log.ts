import type { LiveEvent } from '../../../../contracts/wire/index.ts';
import type { Tools } from '../tools.ts';
import type { AgentcmdOptions } from './options.ts';
import { type AgentMessage, isPrompt, type Said, textOf } from './wire.ts';

/** A prompt of the history, with what came of it. */
export interface Turn {
  clientMsgId: string;
  /** Which of the session it is, from 1 on: each is a run of the agent of its own. */
  run: number;
  /** Id of the first message of the reply, by the contract; undefined before there is one. */
  replyId?: string;
  /** Text of each message of the reply that is in the history, by its foreign id. */
  stored: Map<string, string>;
  /** The same as it was streamed: of a reply that is cut off it may be all there is. */
  streamed: Map<string, string>;
  /** When its last message was written, by the system. */
  at: number;
  ended: boolean;
}

type Event = LiveEvent extends infer One ? (One extends LiveEvent ? Omit<One, 'sessionId' | 'seq'> : never) : never;
export type End = Exclude<Said, { type: 'stream' }>;

/** Milliseconds that a prompt waits for the end of the one before it: frames may be later than what was stored after them. */
const patience = 1000;

/**
 * The events of one session by the contract, in the order in which they were first seen: prompts and tools from its
 * history, ends from the sockets, since the history has none.
 */
export class SessionLog {
  readonly events: LiveEvent[] = [];
  readonly #sessionId: string;
  readonly #tools: Tools<AgentcmdOptions>;
  readonly #turns: Turn[] = [];
  /** By foreign id, the turn that a message belongs to. */
  readonly #turnOf = new Map<string, Turn>();
  readonly #toolsSeen = new Set<string>();
  /** What was said through the adapter, in order. */
  readonly #said: { clientMsgId: string; text: string; stored: boolean }[] = [];
  /** How often each end was heard. */
  readonly #ends = new Map<string, number>();
  /** By end and how many of the same there were: `seq` of its event. */
  readonly #ended = new Map<string, number>();
  #read: readonly string[] = [];
  #held: number | undefined;
  /** The end of a reply that was cancelled may be told once more, as that of any other. */
  #cancelled = false;

  constructor(sessionId: string, tools: Tools<AgentcmdOptions>) {
    this.#sessionId = sessionId;
    this.#tools = tools;
  }

  /** `seq` of the last event. */
  get seq(): number {
    return this.events.length;
  }

  /** The prompt that is not ended; the oldest of several. */
  get open(): Turn | undefined {
    return this.#turns.find(({ ended }) => !ended);
  }

  /** A prompt goes out. The system knows no ids of clients: what it stores is told by its text. */
  says(clientMsgId: string, text: string): void {
    this.#said.push({ clientMsgId, text, stored: false });
  }

  hasSaid(clientMsgId: string): boolean {
    return this.#said.some((one) => one.clientMsgId === clientMsgId);
  }

  /** The event of a prompt that is stored. */
  prompt(clientMsgId: string): (LiveEvent & { type: 'user_message' }) | undefined {
    return this.events.find((event) => event.type === 'user_message' && event.clientMsgId === clientMsgId) as
      | (LiveEvent & { type: 'user_message' })
      | undefined;
  }

  /** Ids of the messages that were in the history when it was read last. */
  get read(): readonly string[] {
    return this.#read;
  }

  /**
   * Takes the history as it was read.
   *
   * @param before what had been in it when it was asked for
   * @throws AdapterFault where something of that is not there any more, or at another place
   */
  take(messages: readonly AgentMessage[], before: readonly string[]): void {
    const ids = messages.map(({ id }) => id);
    const known = new Set(before);
    if (ids.filter((id) => known.has(id)).join() !== before.join()) {
      const what = `the history of session ${this.#sessionId}`;
      throw this.#tools.wire.unexpected(what, ids, `what was in it before, in its order (${before.join(', ')})`);
    }
    if (ids.length >= this.#read.length) this.#read = ids;
    for (const message of messages) {
      if (isPrompt(message)) {
        if (this.#turnOf.has(message.id)) continue;
        if (this.#waits()) return;
        this.#begin(message);
      } else this.#add(message);
    }
  }

  /** Takes a piece of a reply. */
  stream({ id, content }: AgentMessage): void {
    const turn = this.turnOf(id);
    if (turn && !turn.ended) turn.streamed.set(id, textOf(content));
  }

  /** The prompt that a message answers; one that nobody knows yet is of the reply that runs. */
  turnOf(id: string): Turn | undefined {
    return this.#turnOf.get(id) ?? this.#turns.find(({ streamed }) => streamed.has(id)) ?? this.open;
  }

  /** `seq` of the event that an end has become; undefined where it is of none. */
  seqOf(end: End, nth: number): number | undefined {
    return this.#ended.get(`${nth} ${JSON.stringify(end)}`);
  }

  /** Counts the ends that one listener hears, so that what several hear is one. To be made when it begins to listen. */
  tally(): (end: End) => number {
    const counts = new Map(this.#ends);
    return (end) => {
      const key = JSON.stringify(end);
      const nth = (counts.get(key) ?? 0) + 1;
      counts.set(key, nth);
      return nth;
    };
  }

  /**
   * Takes the end of a reply, once the history was read after it was told.
   *
   * @param nth how many of the same the listener has heard
   * @throws AdapterFault where no prompt is open that it could end
   */
  end(end: End, nth: number): void {
    const key = JSON.stringify(end);
    if ((this.#ends.get(key) ?? 0) >= nth) return;
    const turn = this.open;
    // Errors are also told of requests that were refused.
    if (end.type === 'error' && (!turn || end.code !== undefined)) return;
    this.#ends.set(key, nth);
    if (end.type === 'complete' && end.metadata && this.#cancelled && !turn?.replyId) {
      this.#cancelled = false;
      return;
    }
    if (!turn) {
      const what = `the end of a reply in session ${this.#sessionId}`;
      throw this.#tools.wire.unexpected(what, end, 'a prompt in its history that has no end');
    }
    this.#cancelled = end.type === 'complete' && end.metadata === null;
    this.#finish(turn, end);
    this.#ended.set(`${nth} ${key}`, this.seq);
  }

  /** A prompt that follows one without an end waits for it a little. */
  #waits(): boolean {
    if (!this.open) {
      this.#held = undefined;
      return false;
    }
    this.#held ??= this.#tools.now();
    return this.#tools.now() - this.#held < patience;
  }

  #begin({ id, content, timestamp }: AgentMessage): void {
    const { ids, now } = this.#tools;
    const text = textOf(content);
    const messageId = ids.canonical('message', id);
    const at = timestamp ?? now();
    const clientMsgId = this.#saidAs(text) ?? ids.canonical('prompt', id);
    const run = this.#turns.length + 1;
    const turn: Turn = { clientMsgId, run, stored: new Map(), streamed: new Map(), at, ended: false };
    this.#turns.push(turn);
    this.#turnOf.set(id, turn);
    this.#append({ type: 'user_message', at, clientMsgId, messageId, content: text });
  }

  /** Under which id a stored prompt was said: a second copy of what was said once is the same prompt. */
  #saidAs(text: string): string | undefined {
    const same = this.#said.filter((one) => one.text === text);
    const next = same.find(({ stored }) => !stored) ?? same.at(-1);
    if (next) next.stored = true;
    return next?.clientMsgId;
  }

  #add(message: AgentMessage): void {
    const { id, role, content, timestamp } = message;
    const turn = this.#turnOf.get(id) ?? this.#turns.at(-1);
    if (!turn || turn.ended) return;
    this.#turnOf.set(id, turn);
    turn.at = Math.max(turn.at, timestamp ?? 0);
    if (role === 'assistant') {
      turn.replyId ??= this.#tools.ids.canonical('message', id);
      turn.stored.set(id, textOf(content));
    }
    for (const part of content) this.#tool(turn, part);
  }

  #tool({ clientMsgId, replyId = '', at }: Turn, part: AgentMessage['content'][number]): void {
    if (part.type !== 'tool_use' && part.type !== 'tool_result') return;
    const toolCallId = String(part.type === 'tool_use' ? part.id : part.tool_use_id);
    const key = `${part.type}/${toolCallId}`;
    if (this.#toolsSeen.has(key)) return;
    this.#toolsSeen.add(key);
    const base = { at, clientMsgId, toolCallId };
    if (part.type === 'tool_result') this.#append({ type: 'tool_result', ...base, result: written(part.content) });
    else {
      const call = { name: String(part.name), input: written(part.input) };
      this.#append({ type: 'tool_call', ...base, messageId: replyId, ...call });
    }
  }

  #finish(turn: Turn, end: End): void {
    const { now, ids } = this.#tools;
    turn.ended = true;
    const { clientMsgId, run, stored, streamed } = turn;
    const stopped = end.type === 'error' || end.metadata === null;
    // What was cut off is in the history only as far as it was written by then.
    const texts = stopped ? new Map([...streamed, ...stored]) : stored;
    const content = [...texts.values()].join('');
    const [first] = streamed.keys();
    const replyId = turn.replyId ?? (stopped && first !== undefined ? ids.canonical('message', first) : null);
    const reply = { clientMsgId, content, run };
    if (end.type === 'error') {
      this.#append({ type: 'message_failed', at: now(), messageId: replyId, ...reply, detail: end.text });
    } else if (end.metadata === null) {
      this.#append({ type: 'message_interrupted', at: now(), messageId: replyId, ...reply });
    } else {
      const messageId = replyId ?? ids.canonical('reply', clientMsgId);
      this.#append({ type: 'message_complete', at: turn.at, messageId, ...reply, metadata: end.metadata });
    }
  }

  #append(event: Event): void {
    this.events.push({ ...event, sessionId: this.#sessionId, seq: this.seq + 1 } as LiveEvent);
  }
}

/** Inputs and results of tools are texts by the contract. */
function written(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
