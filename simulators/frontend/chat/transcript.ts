import type { LiveEvent, LiveServerFrame } from '../../../contracts/wire/index.ts';
import type { ChatRules, Chunk } from './rules.ts';

/** A use of a tool; `result` is null until it is there. */
export interface Tool {
  id: string;
  name: string;
  input: string;
  result: string | null;
}

/** What the chat shows, one bubble each. */
export interface ChatMessage {
  /** Of a reply: of the prompt it answers; null while that is not known. */
  clientMsgId: string | null;
  messageId: string | null;
  role: 'user' | 'assistant';
  text: string;
  /**
   * Of a prompt: queued → sent → accepted, or refused; failed and interrupted where it ended without a reply.
   * Of a reply: streaming → complete, failed or interrupted.
   */
  status: 'queued' | 'sent' | 'accepted' | 'streaming' | 'complete' | 'failed' | 'interrupted' | 'refused';
  tools: readonly Tool[];
}

type Of<Type extends string> = Extract<LiveServerFrame, { type: Type }>;
type Terminal = Of<'message_complete' | 'message_failed' | 'message_interrupted'>;
type Outcome = 'complete' | 'failed' | 'interrupted';

interface Prompt {
  clientMsgId: string;
  messageId: string;
  text: string;
  seq: number;
}
interface Reply {
  messageId: string;
  clientMsgId: string | null;
  start: Chunk;
  /** As they came. */
  chunks: Chunk[];
  final: { text: string; status: Outcome } | null;
}

const outcomes: Record<Terminal['type'], Outcome> = {
  message_complete: 'complete',
  message_failed: 'failed',
  message_interrupted: 'interrupted',
};

type Rules = Pick<ChatRules, 'replyText' | 'bubbleOf' | 'toolResult'>;

/** What is known of one session: made of its durable events and the pieces of running replies, in whatever order they come. */
export class Transcript {
  /** All events up to this `seq` are here; what follows it is asked for after a reconnect. */
  lastSeq: number;
  readonly #rules: Rules;
  /** Events that came before their turn. */
  readonly #ahead = new Set<number>();
  readonly #prompts = new Map<string, Prompt>();
  readonly #replies = new Map<string, Reply>();
  /** How prompts ended, by clientMsgId. */
  readonly #ends = new Map<string, { outcome: Outcome; replied: boolean }>();
  readonly #calls: Of<'tool_call'>[] = [];
  readonly #results: Of<'tool_result'>[] = [];

  /** `lastSeq`: events up to it are known to show nothing. */
  constructor(rules: Rules, lastSeq = 0) {
    this.#rules = rules;
    this.lastSeq = lastSeq;
  }

  /** Prompts that were accepted and did not end. */
  get openTurns(): number {
    return [...this.#prompts.keys()].filter((id) => !this.#ends.has(id)).length;
  }

  hasPrompt(clientMsgId: string): boolean {
    return this.#prompts.has(clientMsgId);
  }

  /** Takes events that were loaded. `shown` are those of them that show. */
  load(events: readonly LiveEvent[], shown: readonly LiveEvent[] = events): void {
    for (const event of shown) this.event(event);
    for (const { seq } of events) this.#isNew(seq);
  }

  /** Takes a durable event; false where it is known already. */
  event(event: LiveEvent): boolean {
    if (!this.#isNew(event.seq)) return false;
    switch (event.type) {
      case 'user_message':
        this.accepted({ ...event, text: event.content });
        break;
      case 'tool_call':
        this.#replyOf(event).clientMsgId = event.clientMsgId;
        this.#calls.push(event);
        break;
      case 'tool_result':
        this.#results.push(event);
        break;
      case 'message_complete':
      case 'message_failed':
      case 'message_interrupted':
        this.#ended(event);
        break;
    }
    return true;
  }

  /** A prompt is stored: `accepted` says so as well as its event. */
  accepted({ clientMsgId, messageId, text, seq }: Prompt): void {
    this.#prompts.set(clientMsgId, { clientMsgId, messageId, text, seq });
  }

  /** A reply begins, or goes on from its middle. */
  start({ type, messageId, clientMsgId, text, index }: Of<'message_start'>): void {
    const reply = this.#replyOf({ type, messageId });
    reply.clientMsgId = clientMsgId;
    if (index >= reply.start.index) reply.start = { text, index };
  }

  chunk({ type, messageId, index, text }: Of<'chunk'>): void {
    this.#replyOf({ type, messageId }).chunks.push({ index, text });
  }

  /** Prompts in their order, each with its reply behind it. */
  get messages(): ChatMessage[] {
    const prompts = [...this.#prompts.values()].sort((a, b) => a.seq - b.seq);
    const replies = [...this.#replies.values()];
    const shown = prompts.flatMap((prompt) => [
      this.#shownPrompt(prompt),
      ...replies
        .filter(({ clientMsgId }) => clientMsgId === prompt.clientMsgId)
        .map((reply) => this.#shownReply(reply)),
    ]);
    const strays = replies.filter(({ clientMsgId }) => clientMsgId === null || !this.#prompts.has(clientMsgId));
    return [...shown, ...strays.map((reply) => this.#shownReply(reply))];
  }

  #isNew(seq: number): boolean {
    if (seq <= this.lastSeq || this.#ahead.has(seq)) return false;
    this.#ahead.add(seq);
    while (this.#ahead.delete(this.lastSeq + 1)) this.lastSeq += 1;
    return true;
  }

  #replyOf(frame: Parameters<Rules['bubbleOf']>[0]): Reply {
    const key = this.#rules.bubbleOf(frame);
    const known = this.#replies.get(key);
    if (known) return known;
    const reply: Reply = {
      messageId: frame.messageId,
      clientMsgId: null,
      start: { text: '', index: 0 },
      chunks: [],
      final: null,
    };
    this.#replies.set(key, reply);
    return reply;
  }

  #ended({ type, clientMsgId, messageId, content }: Terminal): void {
    this.#ends.set(clientMsgId, { outcome: outcomes[type], replied: messageId !== null });
    if (messageId === null) return;
    const reply = this.#replyOf({ type, messageId });
    reply.clientMsgId = clientMsgId;
    reply.final = { text: content, status: outcomes[type] };
  }

  #shownPrompt({ clientMsgId, messageId, text }: Prompt): ChatMessage {
    const end = this.#ends.get(clientMsgId);
    const status = end && !end.replied ? end.outcome : 'accepted';
    return { clientMsgId, messageId, role: 'user', text, status, tools: [] };
  }

  #shownReply({ messageId, clientMsgId, start, chunks, final }: Reply): ChatMessage {
    const tools = this.#calls.flatMap(({ messageId: of, toolCallId: id, name, input }, nth) =>
      of === messageId ? [{ id, name, input, result: this.#rules.toolResult(id, nth, this.#results) }] : [],
    );
    const { text, status } = final ?? { text: this.#rules.replyText(start, chunks), status: 'streaming' as const };
    return { clientMsgId, messageId, role: 'assistant', text, status, tools };
  }
}
