import type { LiveEvent } from '../../../../contracts/wire/index.ts';
import { type Fields, fields, list, text } from '../../reading.ts';
import { eventsIn, type Moment, navigations, perTab, type Tab } from '../tabs.ts';

/** One message as a tab shows it. */
export interface ShownMessage {
  role: string;
  text: string;
  status: string;
  tools: Fields[];
}

/** What a tab shows when it is left, or at the end, with all durable events of the session that reached it. */
export interface View {
  tab: Tab;
  sessionId: string;
  /** The last `transcript` report, where it is of the session. */
  transcript?: { index: number; messages: ShownMessage[] };
  /** The last `chat` report. */
  chat: { index: number; detail: Fields };
  /** By `seq`, each with the event that brought it first. */
  events: Map<number, { value: LiveEvent; index: number }>;
}

export function messagesOf(detail: Fields): ShownMessage[] {
  return list(detail.messages).map((message) => {
    const { role, text: content, status, tools } = fields(message);
    return { role: String(role), text: text(content) ?? '', status: String(status), tools: list(tools).map(fields) };
  });
}

/** Follows what each tab shows: a view is looked at when it is settled, that is when the tab is told to leave it, or at the end. */
export class Views {
  readonly #stateOf = perTab(() => ({
    chat: undefined as View['chat'] | undefined,
    transcript: undefined as (View['transcript'] & { sessionId: string | undefined }) | undefined,
    events: new Map<string, View['events']>(),
    hidden: false,
  }));

  /** The view that is left in this moment: it is ready, and not hidden. */
  on(moment: Moment): View | undefined {
    const { tab, index } = moment;
    const state = this.#stateOf(tab);
    for (const value of eventsIn(moment)) {
      const known = state.events.get(value.sessionId) ?? new Map();
      state.events.set(value.sessionId, known);
      if (!known.has(value.seq)) known.set(value.seq, { value, index });
    }
    if (moment.what === 'report' && moment.report === 'chat') state.chat = { index, detail: moment.detail };
    if (moment.what === 'report' && moment.report === 'transcript') {
      state.transcript = { index, messages: messagesOf(moment.detail), sessionId: text(moment.detail.sessionId) };
    }
    if (moment.what !== 'verb') return undefined;
    if (moment.verb === 'hide') state.hidden = true;
    const view = navigations.has(moment.verb) ? this.of(tab) : undefined;
    if (navigations.has(moment.verb)) {
      state.hidden = false;
      // A transcript that stays the same is not reported again.
      state.chat = undefined;
    }
    return view;
  }

  /** What the tab shows now. */
  of(tab: Tab): View | undefined {
    const { chat, transcript, events, hidden } = this.#stateOf(tab);
    const sessionId = text(chat?.detail.sessionId);
    if (!chat || hidden || sessionId === undefined || chat.detail.state !== 'ready') return undefined;
    const mine = transcript?.sessionId === sessionId ? transcript : undefined;
    return { tab, sessionId, transcript: mine, chat, events: events.get(sessionId) ?? new Map() };
  }
}
