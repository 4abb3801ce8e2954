import { terminalTypes } from '../../../../contracts/wire/index.ts';
import { check, type Judge, kindOf } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { fields, list, text } from '../../reading.ts';
import { settled } from '../../web/chat/settled.ts';
import type { View } from '../../web/chat/views.ts';
import { promptOf } from '../../web/tabs.ts';
import { together } from '../../web/together.ts';
import { margin } from '../live-sessions.ts';

/** Verbs that change nothing of what runs. */
const harmless: ReadonlySet<string> = new Set(['list', 'setMode', 'hide', 'show', 'type', 'openTerminal']);

/** A switch as it reached a frontend. */
interface Switched {
  sessionId: string;
  running: boolean;
  /** Up to this event the tab knows the session: by the answer, or the history it read after it. */
  seq: number;
  event: number;
  /** clientMsgIds of what the tab had sent there by then and heard no end of: to it that runs, too. */
  underWay: readonly string[];
  /** What the chat showed once it was ready. */
  shown?: { running: unknown; event: number; time: number };
}

/** What a person typed into the session of a switch, before anything else happened in it. */
interface Typed {
  actor: string;
  sessionId: string;
  text: string;
  time: number;
  event: number;
  switched?: Switched;
  sent?: { event: number; time: number };
}

interface Tab {
  /** The switch that reached it last, until something else may change whether a reply runs. */
  switched?: Switched;
  typed?: Typed;
  /** By clientMsgId, the session of a prompt that was sent and not refused, and of whose end nothing was heard. */
  sent: Map<string, string>;
  /** The last report of its chat. */
  chat?: { sessionId: unknown; state: unknown; running: unknown; event: number; time: number };
}

/** The frontend believes the answer, not what it remembers (LIVE-17). */
export const frontendTakesRunning = check({
  id: 'frontend-takes-running',
  level: 'MUST',
  requirements: ['LIVE-17'],
  sentence:
    'After a switch a frontend shows a reply as running only where the answer says that the session is, and sends at once where none is.',
  start: () => together(takesRunning(), settled(judgeHeld)),
});

/** Where every prompt has ended nothing is held back. */
function judgeHeld({ tab, sessionId, transcript, events }: View, found: Findings): void {
  const all = [...events.values()];
  const ids = (types: (type: string) => boolean) =>
    new Set(all.flatMap(({ value }) => (types(value.type) && 'clientMsgId' in value ? [value.clientMsgId] : [])));
  const ended = ids((type) => terminalTypes.has(type));
  const last = all.findLast(({ value }) => terminalTypes.has(value.type));
  const isOpen = [...ids((type) => type === 'user_message')].some((id) => !ended.has(id));
  if (!last || isOpen || !transcript || transcript.messages.some(({ status }) => status === 'sent')) return;
  found.judged += 1;
  const held = transcript.messages.find(({ status }) => status === 'queued');
  if (!held) return;
  const message = `${tab.actor} holds "${held.text.slice(0, 40)}" back in session ${sessionId}, where nothing runs.`;
  found.breach(message, last.index, transcript.index);
}

function takesRunning(): Judge {
  const found = new Findings();
  const tabs = new Map<string, Tab>();
  const told: { actor: string; switched: Switched }[] = [];
  const typed = new Set<Typed>();
  /** Something may have changed what runs: nothing more is said of this switch. */
  const forget = (tab: Tab) => {
    if (tab.typed) typed.delete(tab.typed);
    delete tab.typed;
    delete tab.switched;
  };
  /** The chat has taken in the switch when it does or hears the next thing. */
  const settle = ({ switched, chat }: Tab) => {
    if (!switched || switched.shown || chat?.sessionId !== switched.sessionId || chat.state !== 'ready') return;
    switched.shown = chat;
  };
  return {
    on(event, exchange) {
      if (kindOf(event.actor) !== 'frontend') return;
      const tab = tabs.get(event.actor) ?? { sent: new Map<string, string>() };
      tabs.set(event.actor, tab);
      const { index, time, actor } = event;
      if (event.kind === 'report' && event.report === 'chat') {
        const { sessionId, state, running } = fields(event.detail);
        tab.chat = { sessionId, state, running, event: index, time };
      }
      if (event.kind === 'verb' && !harmless.has(event.verb)) {
        settle(tab);
        const sessionId = text(tab.chat?.sessionId);
        const isFirst = event.verb === 'say' && event.refused === undefined && tab.typed === undefined;
        const isThere = tab.switched ? tab.switched.sessionId === sessionId : tab.chat?.state === 'connecting';
        if (!isFirst || !isThere || sessionId === undefined) forget(tab);
        else {
          const { switched } = tab;
          tab.typed = { actor, sessionId, text: text(fields(event.args).text) ?? '', time, event: index, switched };
          typed.add(tab.typed);
        }
      }
      if (event.kind === 'deliver' && exchange?.operation === 'liveHistory' && event.message.type === 'response') {
        for (const { sessionId, seq } of list(fields(event.message.body).events).map(fields)) {
          const { switched } = tab;
          if (switched && switched.sessionId === sessionId) switched.seq = Math.max(switched.seq, Number(seq));
        }
      }
      if (exchange?.operation !== 'live' || (event.kind !== 'send' && event.kind !== 'deliver')) return;
      if (event.kind === 'deliver') settle(tab);
      if (event.message.type === 'close') forget(tab);
      if (event.message.type !== 'frame') return;
      const frame = fields(event.message.body);
      if (event.kind === 'send') {
        const prompt = promptOf(frame);
        if (!prompt) return;
        tab.sent.set(prompt.clientMsgId, prompt.sessionId);
        const { typed: waiting } = tab;
        if (waiting && waiting.text === frame.prompt && waiting.sessionId === frame.sessionId) {
          waiting.sent = { event: index, time };
          delete tab.typed;
          delete tab.switched;
        } else forget(tab);
        return;
      }
      const { type, sessionId, running, seq } = frame;
      if (type === 'error' || terminalTypes.has(String(type))) tab.sent.delete(text(frame.clientMsgId) ?? '');
      if (type === 'session_switched' && typeof sessionId === 'string') {
        const underWay = [...tab.sent].flatMap(([id, there]) => (there === sessionId ? [id] : []));
        tab.switched = { sessionId, running: running === true, seq: Number(seq), event: index, underWay };
        told.push({ actor, switched: tab.switched });
        if (tab.typed?.sessionId === sessionId) tab.typed.switched ??= tab.switched;
      } else if (sessionId === tab.switched?.sessionId && type !== 'mode_changed') forget(tab);
    },
    end(observed) {
      for (const tab of tabs.values()) settle(tab);
      /** Does a reply run, by the answer and the durable history? Undefined where it cannot be told. */
      const runs = ({ sessionId, running, seq, underWay }: Switched): boolean | undefined => {
        const story = observed.live.sessions.get(sessionId);
        const ended = (id: string) => story?.turns.get(id)?.terminals.some((end) => end.seq <= seq) ?? false;
        if (!underWay.every(ended)) return undefined;
        if (!running) return false;
        return story?.isWhole ? story.unfinishedAt(seq).length > 0 : undefined;
      };
      for (const { actor, switched } of told) {
        const due = runs(switched);
        if (!switched.shown || due === undefined) continue;
        found.judged += 1;
        if (switched.shown.running === due) continue;
        const message = `${actor} was told that session ${switched.sessionId} has running ${switched.running}, and shows ${switched.shown.running}, where ${due ? 'a' : 'no'} reply runs.`;
        found.breach(message, switched.event, switched.shown.event);
      }
      for (const { actor, sessionId, time, event, switched, sent } of typed) {
        if (!switched || runs(switched) !== false) continue;
        const from = Math.max(time, switched.shown?.time ?? sent?.time ?? Number.POSITIVE_INFINITY);
        const until = sent?.time ?? observed.time;
        if (until === undefined || (!sent && until - from <= margin)) continue;
        found.judged += 1;
        if (until - from <= margin) continue;
        const how = sent ? `held a message for ${until - from} ms in` : 'never sent a message to';
        found.breach(`${actor} ${how} session ${sessionId}, where nothing ran.`, switched.event, event, sent?.event);
      }
      return found;
    },
  };
}
