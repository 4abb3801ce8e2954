import type { LiveEvent } from '../../../../contracts/wire/index.ts';
import { type Fields, text } from '../../reading.ts';
import { eventsIn, type Framed, type Moment, perTab, promptOf, type Tab } from '../tabs.ts';

/** A prompt that a tab sent. */
export interface SentPrompt {
  sessionId: string;
  clientMsgId: string;
  prompt: string;
  /** Every frame with its id, in order. */
  frames: Framed[];
  /** `accepted`, or the code of the error that reached the tab last. */
  answer?: string;
}

/** What a tab knows of a session, and what it sent there. */
export interface Talk {
  /** The event that shows that the session has a message. */
  hasMessages?: number;
  /** The event from which the tab knows that the session is new, or has none. */
  isEmpty?: number;
  prompts: SentPrompt[];
}

/** How a prompt goes out: what was sent in its session before, as far as the tab remembers. */
export interface Sending {
  sent: SentPrompt;
  frame: Fields;
  talk: Talk;
  /** This id was never sent before. */
  isNew: boolean;
}

const shown = new Set<LiveEvent['type'] | string>(['message_start', 'chunk', 'accepted']);
/** The prompt may have been stored all the same. */
const unsettled = new Set([undefined, 'accepted', 'unavailable']);

/** Follows the prompts of tabs, and what each tab knows of the sessions it talks in. */
export class Prompts {
  readonly #talks = perTab(() => new Map<string, Talk>());
  readonly #sent = perTab(() => new Map<string, SentPrompt>());

  /** The prompt that goes out in this moment. */
  on(moment: Moment): Sending | undefined {
    const { tab, index } = moment;
    if (moment.what === 'verb' && (moment.verb === 'reload' || moment.verb === 'close')) {
      for (const talk of this.#talks(tab).values()) talk.prompts = [];
    }
    if (moment.what === 'asks' && moment.exchange.operation === 'createLiveSession') {
      this.talk(tab, moment.exchange.sent.message.params.sessionId ?? '').isEmpty ??= index;
    }
    this.#learn(moment);
    return moment.what === 'says' ? this.#says(moment) : undefined;
  }

  talk(tab: Tab, sessionId: string): Talk {
    const talks = this.#talks(tab);
    const known = talks.get(sessionId) ?? { prompts: [] };
    talks.set(sessionId, known);
    return known;
  }

  #learn(moment: Moment): void {
    const { tab, index } = moment;
    for (const event of eventsIn(moment)) {
      const isOfTurn = 'clientMsgId' in event;
      if (isOfTurn) this.talk(tab, event.sessionId).hasMessages ??= index;
    }
    if (moment.what === 'answered' && moment.exchange.operation === 'liveHistory' && moment.status === 200) {
      const isWhole = moment.body.nextAfter === null;
      if (isWhole) this.talk(tab, moment.exchange.sent.message.params.sessionId ?? '').isEmpty ??= index;
    }
    if (moment.what !== 'hears') return;
    const { type, code } = moment.frame;
    const sessionId = text(moment.frame.sessionId);
    if (sessionId === undefined) return;
    if (shown.has(String(type)) || code === 'resume_required') this.talk(tab, sessionId).hasMessages ??= index;
    const sent = this.#sent(tab).get(String(moment.frame.clientMsgId));
    if (sent && type === 'accepted') sent.answer = 'accepted';
    else if (sent && type === 'error' && sent.answer !== 'accepted') sent.answer = String(code);
  }

  #says(moment: Extract<Moment, { frame: Fields }>): Sending | undefined {
    const { tab, index, time, frame } = moment;
    const prompt = promptOf(frame);
    if (!prompt) return undefined;
    const talk = this.talk(tab, prompt.sessionId);
    const known = this.#sent(tab).get(prompt.clientMsgId);
    const sent: SentPrompt = known ?? { ...prompt, frames: [] };
    sent.frames.push({ frame, index, time });
    this.#sent(tab).set(prompt.clientMsgId, sent);
    return { sent, frame, talk, isNew: known === undefined };
  }
}

/** Prompts that were sent before and may be stored, or may come to be. */
export function mayBeStored({ prompts }: Talk): SentPrompt[] {
  return prompts.filter(({ answer }) => unsettled.has(answer));
}

/** Remembers a prompt as sent in its session, after it was judged. */
export function remember({ sent, talk, isNew }: Sending): void {
  if (isNew) talk.prompts.push(sent);
}
