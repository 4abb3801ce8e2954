import {
  type LiveEvent,
  type LiveMetadata,
  type LiveServerFrame,
  type LiveState,
  limits,
} from '../../../../contracts/wire/index.ts';
import type { Ids } from '../ids.ts';
import type { MitzoEvent } from './wire.ts';

type Begun = Extract<LiveServerFrame, { type: 'message_start' }>;
/** A piece of a reply, with the reply as it was before it: for whoever comes in the middle. null: it only begins. */
export interface Piece {
  type: 'piece';
  before: Begun;
  chunk: Extract<LiveServerFrame, { type: 'chunk' }> | null;
}
export type Told = LiveEvent | Piece;

/** What is known of the prompts of a session. */
interface Prompts {
  /** The clientMsgId of one, by its id in the system. */
  idOf(foreign: string): string;
  isInterrupt(clientMsgId: string): boolean;
}

/** An accepted prompt. */
interface Turn {
  clientMsgId: string;
}
interface Reply extends Turn {
  messageId: string;
  run: number;
  text: string;
  chunks: number;
  /** An interrupt came: its end is no completion. */
  cut: boolean;
  /** Its last block called a tool: the end of the message is not that of the reply. */
  calls: boolean;
  ended: boolean;
}

const alive: ReadonlySet<LiveState | undefined> = new Set<LiveState>(['STARTING', 'ACTIVE', 'DETACHED', 'SUSPENDED']);

/**
 * What happened in one session, in the words of the contract. It depends on the stored events alone, in their order, and
 * on which prompts were interrupts.
 */
export class Story {
  state: LiveState | undefined;
  /** The last time it was closing or ended. */
  over: { state: 'CLOSING' | 'ENDED'; seq: number } | undefined;
  seq = 0;
  at = 0;
  metadata: LiveMetadata = { totalTokens: 0, messageCount: 0, lastMessageAt: null, firstMessagePreview: null };
  readonly #ids: Ids;
  readonly #sessionId: string;
  readonly #prompts: Prompts;
  /** Loops are counted by their starts: no frame says which it comes from. */
  #run = 0;
  #waiting: Turn[] = [];
  #last: Turn | undefined;
  /** By message of the system; several where a reply calls tools. */
  readonly #replies = new Map<string, Reply>();
  readonly #calls = new Map<string, Reply>();

  constructor(ids: Ids, sessionId: string, prompts: Prompts) {
    this.#ids = ids;
    this.#sessionId = sessionId;
    this.#prompts = prompts;
  }

  /** As the states tell it. */
  get running(): boolean {
    return alive.has(this.state);
  }

  take(event: MitzoEvent): Told[] {
    const { ts: at } = event;
    this.at = at;
    switch (event.type) {
      case 'session_state_changed':
        return this.#becomes(event.state, at);
      case 'user_message':
        return [this.#prompted(event)];
      case 'message_start':
        return this.#begins(event.messageId);
      case 'block_delta':
        return event.blockType === 'text' ? this.#goesOn(event.messageId, event.delta) : [];
      case 'block_end':
        return this.#uses(event);
      case 'tool_result': {
        const reply = this.#calls.get(event.toolId);
        if (!reply) return [];
        const { toolId: toolCallId, result } = event;
        return [{ type: 'tool_result', ...this.#next(at), clientMsgId: reply.clientMsgId, toolCallId, result }];
      }
      case 'message_end': {
        const reply = this.#replies.get(event.messageId);
        if (!reply || reply.calls) return [];
        return [reply.cut ? this.#interrupted(reply, at) : this.#completed(reply, at)];
      }
      case 'mode_changed':
        return [{ type: 'mode_changed', ...this.#next(at), mode: event.mode }];
      case 'error':
        return this.#failed(event.error, at);
    }
  }

  #next(at: number): { sessionId: string; seq: number; at: number } {
    this.seq += 1;
    return { sessionId: this.#sessionId, seq: this.seq, at };
  }

  #becomes(state: LiveState, at: number): Told[] {
    this.state = state;
    if (state === 'STARTING') this.#run += 1;
    // Nothing runs any more, or nothing new is taken: of what is not done by then no frame tells more than the state.
    const cut = state === 'ENDED' ? this.#unended() : [];
    const given = state === 'ENDED' || state === 'CLOSING' ? this.#waiting.splice(0) : [];
    const ends = cut.map((reply) => this.#interrupted(reply, at));
    const changed: Told = { type: 'session_state', ...this.#next(at), state, run: this.#run };
    if (state === 'CLOSING' || state === 'ENDED') this.over = { state, seq: this.seq };
    return [
      ...ends,
      changed,
      ...given.map(
        ({ clientMsgId }): Told => ({
          type: 'message_interrupted',
          ...this.#next(at),
          clientMsgId,
          messageId: null,
          content: '',
          run: this.#run,
        }),
      ),
    ];
  }

  #unended(): Reply[] {
    return [...new Set(this.#replies.values())].filter(({ ended }) => !ended);
  }

  #prompted({ messageId: foreign, text: content, ts: at }: Extract<MitzoEvent, { type: 'user_message' }>): Told {
    const clientMsgId = this.#prompts.idOf(foreign);
    const turn = { clientMsgId };
    if (this.#prompts.isInterrupt(clientMsgId)) {
      for (const reply of this.#unended()) reply.cut = true;
      this.#waiting.unshift(turn);
    } else this.#waiting.push(turn);
    const { metadata } = this;
    const preview = [...content].slice(0, limits.previewCharacters).join('');
    this.metadata = {
      ...metadata,
      messageCount: metadata.messageCount + 1,
      lastMessageAt: at,
      firstMessagePreview: metadata.firstMessagePreview ?? preview,
    };
    return { type: 'user_message', ...this.#next(at), clientMsgId, messageId: clientMsgId, content };
  }

  #begins(foreign: string): Told[] {
    const goesOn = this.#unended().find(({ calls }) => calls);
    if (goesOn) {
      goesOn.calls = false;
      this.#replies.set(foreign, goesOn);
      return [];
    }
    // A reply that no prompt waits for is shown as one more to the prompt before.
    const turn = this.#waiting.shift() ?? this.#last;
    this.#last = turn;
    const reply: Reply = {
      clientMsgId: turn?.clientMsgId ?? this.#prompts.idOf(`none of ${foreign}`),
      messageId: this.#ids.canonical('message', foreign),
      run: this.#run,
      text: '',
      chunks: 0,
      cut: false,
      calls: false,
      ended: false,
    };
    this.#replies.set(foreign, reply);
    return [{ type: 'piece', before: this.#standing(reply), chunk: null }];
  }

  #standing({ messageId, clientMsgId, run, text, chunks: index }: Reply): Begun {
    return { type: 'message_start', sessionId: this.#sessionId, messageId, clientMsgId, run, text, index };
  }

  #goesOn(foreign: string, text: string): Told[] {
    const reply = this.#replies.get(foreign);
    if (!reply) return [];
    const before = this.#standing(reply);
    const { messageId, index } = before;
    reply.text += text;
    reply.chunks += 1;
    reply.calls = false;
    return [{ type: 'piece', before, chunk: { type: 'chunk', sessionId: this.#sessionId, messageId, index, text } }];
  }

  #uses({
    messageId: foreign,
    toolId,
    toolName,
    input = '',
    ts: at,
  }: Extract<MitzoEvent, { type: 'block_end' }>): Told[] {
    const reply = this.#replies.get(foreign);
    if (!reply || toolId === undefined || toolName === undefined) return [];
    reply.calls = true;
    this.#calls.set(toolId, reply);
    const { clientMsgId, messageId } = reply;
    return [
      { type: 'tool_call', ...this.#next(at), clientMsgId, messageId, toolCallId: toolId, name: toolName, input },
    ];
  }

  #ended(reply: Reply) {
    reply.ended = true;
    return { clientMsgId: reply.clientMsgId, content: reply.text, run: reply.run };
  }

  #completed(reply: Reply, at: number): Told {
    const { metadata } = this;
    this.metadata = {
      ...metadata,
      totalTokens: metadata.totalTokens + reply.chunks,
      messageCount: metadata.messageCount + 1,
      lastMessageAt: at,
    };
    const { messageId } = reply;
    return { type: 'message_complete', ...this.#next(at), ...this.#ended(reply), messageId, metadata: this.metadata };
  }

  #interrupted(reply: Reply, at: number): Told {
    return { type: 'message_interrupted', ...this.#next(at), ...this.#ended(reply), messageId: reply.messageId };
  }

  /** A failure that is stored is that of the reply that runs, or of the prompt that comes next. */
  #failed(detail: string, at: number): Told[] {
    const reply = this.#unended().at(-1);
    if (reply) {
      return [{ type: 'message_failed', ...this.#next(at), ...this.#ended(reply), messageId: reply.messageId, detail }];
    }
    const turn = this.#waiting.shift();
    if (!turn) return [];
    const nothing = { messageId: null, content: '', run: this.#run };
    return [{ type: 'message_failed', ...this.#next(at), ...turn, ...nothing, detail }];
  }
}
