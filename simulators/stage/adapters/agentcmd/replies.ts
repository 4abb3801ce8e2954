import type { LiveServerFrame } from '../../../../contracts/wire/index.ts';
import type { Ids } from '../ids.ts';
import type { Turn } from './log.ts';
import { type AgentMessage, textOf } from './wire.ts';

/** A reply as one socket was told of it. */
interface Told {
  messageId: string;
  /** Index of the next chunk. */
  next: number;
  /** By foreign id, the text of each message of the reply. */
  texts: Map<string, string>;
  /** Its beginning was told since the session is watched. */
  begun: boolean;
}

/** Turns what is streamed of one session, each time the whole of a message, into the pieces of replies. */
export class Replies {
  readonly #sessionId: string;
  readonly #ids: Ids;
  readonly #told = new Map<string, Told>();

  constructor(sessionId: string, ids: Ids) {
    this.#sessionId = sessionId;
    this.#ids = ids;
  }

  /** The session is watched anew: a reply that goes on is told from its middle. */
  anew(): void {
    for (const told of this.#told.values()) told.begun = false;
  }

  /** Was something of this message told since the session is watched? */
  knows(id: string): boolean {
    return [...this.#told.values()].some(({ begun, texts }) => begun && texts.has(id));
  }

  /** The frames for a message that came; `turn` is the prompt that it answers, where one is open. */
  frames({ id, content }: AgentMessage, turn: Turn | undefined): LiveServerFrame[] {
    const sessionId = this.#sessionId;
    const ids = this.#ids;
    const whole = textOf(content);
    const clientMsgId = turn?.clientMsgId ?? ids.canonical('prompt', `of ${id}`);
    const reply = turn ? `run ${turn.run}` : id;
    const told = this.#told.get(reply) ?? this.#begin(turn?.replyId ?? ids.canonical('message', id));
    this.#told.set(reply, told);
    const { messageId } = told;
    const frames: LiveServerFrame[] = [];
    if (!told.begun) {
      const earlier = [...(turn?.stored ?? [])].filter(([other]) => other !== id);
      told.texts = new Map(earlier);
      told.begun = true;
      const text = [...told.texts.values()].join('');
      const run = turn?.run ?? 0;
      frames.push({ type: 'message_start', sessionId, messageId, clientMsgId, run, text, index: told.next });
    }
    const had = told.texts.get(id) ?? '';
    told.texts.set(id, whole);
    // What does not go on from what was there shows in the whole of the reply.
    const piece = whole.startsWith(had) ? whole.slice(had.length) : whole;
    if (piece !== '') {
      frames.push({ type: 'chunk', sessionId, messageId, index: told.next, text: piece });
      told.next += 1;
    }
    return frames;
  }

  #begin(messageId: string): Told {
    return { messageId, next: 0, texts: new Map(), begun: false };
  }
}
