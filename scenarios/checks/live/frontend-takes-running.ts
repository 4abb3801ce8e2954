import type { EventOf } from '../../../contracts/trace/index.ts';
import { check, kindOf } from '../check.ts';
import { Findings } from '../findings.ts';
import { fields, text } from '../reading.ts';
import { margin } from './live-sessions.ts';

/** What a frontend knows of the session it shows. */
interface Tab {
  /** The switch that reached it last, until something else may change whether the session runs. */
  switched?: { sessionId: string; running: unknown; event: number; isJudged: boolean };
  /** The last report of its chat. */
  chat?: EventOf<'report'>;
}

/** What a person typed into a session that does not run, to be on the wire at once. */
interface Typed {
  actor: string;
  sessionId: string;
  text: string;
  time: number;
  events: number[];
}

/** The frontend believes the answer, not what it remembers (LIVE-17). */
export const frontendTakesRunning = check({
  id: 'frontend-takes-running',
  level: 'MUST',
  requirements: ['LIVE-17'],
  sentence:
    'A frontend shows a session as running exactly where the answer to its switch says so, and sends at once in one that is not.',
  start() {
    const found = new Findings();
    const tabs = new Map<string, Tab>();
    const typed = new Set<Typed>();
    /** What the tab shows once it has taken in the switch: judged when it does or hears the next thing. */
    const settle = (actor: string, tab: Tab) => {
      const { switched, chat } = tab;
      if (!switched || switched.isJudged || !chat) return;
      const { sessionId, running, state } = fields(chat.detail);
      if (sessionId !== switched.sessionId || state !== 'ready') return;
      switched.isJudged = true;
      found.judged += 1;
      if (running === switched.running) return;
      const message = `${actor} was told that session ${sessionId} has running ${switched.running}, and shows ${running}.`;
      found.breach(message, switched.event, chat.index);
    };
    return {
      on(event, exchange) {
        if (kindOf(event.actor) !== 'frontend') return;
        const tab = tabs.get(event.actor) ?? {};
        tabs.set(event.actor, tab);
        if (event.kind === 'report' && event.report === 'chat') tab.chat = event;
        if (event.kind === 'verb') {
          settle(event.actor, tab);
          const { switched, chat } = tab;
          const shown = fields(chat?.detail);
          const isIdle =
            switched?.running === false && shown.sessionId === switched.sessionId && shown.state === 'ready';
          if (event.verb === 'say' && event.refused === undefined && isIdle) {
            const { sessionId } = switched;
            const content = text(fields(event.args).text) ?? '';
            typed.add({
              actor: event.actor,
              sessionId,
              text: content,
              time: event.time,
              events: [switched.event, event.index],
            });
          }
          // Whatever it does next may change what runs.
          if (event.verb !== 'list' && event.verb !== 'setMode') delete tab.switched;
        }
        if (exchange?.operation !== 'live' || (event.kind !== 'send' && event.kind !== 'deliver')) return;
        const { message } = event;
        if (event.kind === 'deliver') settle(event.actor, tab);
        if (message.type === 'close') {
          // What was typed on a line that breaks waits for the next one.
          for (const one of typed) if (one.actor === event.actor) typed.delete(one);
          delete tab.switched;
        }
        if (message.type !== 'frame') return;
        const frame = fields(message.body);
        if (event.kind === 'send') {
          const sent = [...typed].find(
            (one) => one.actor === event.actor && one.text === frame.prompt && one.sessionId === frame.sessionId,
          );
          if (sent) {
            typed.delete(sent);
            found.judged += 1;
            const late = event.time - sent.time;
            if (late > margin) {
              const held = `${event.actor} held a message to session ${sent.sessionId}, where nothing ran, for ${late} ms.`;
              found.breach(held, ...sent.events, event.index);
            }
          }
          if (frame.type === 'send' || frame.type === 'interrupt') delete tab.switched;
          return;
        }
        const sessionId = text(frame.sessionId);
        if (frame.type === 'session_switched' && sessionId !== undefined) {
          tab.switched = { sessionId, running: frame.running, event: event.index, isJudged: false };
        } else if (sessionId === tab.switched?.sessionId && frame.type !== 'mode_changed') {
          delete tab.switched;
        }
      },
      end(observed) {
        for (const [actor, tab] of tabs) settle(actor, tab);
        for (const { actor, sessionId, time, events } of typed) {
          if (observed.time === undefined || observed.time - time <= margin) continue;
          found.judged += 1;
          found.breach(`${actor} never sent a message to session ${sessionId}, where nothing ran.`, ...events);
        }
        return found;
      },
    };
  },
});
