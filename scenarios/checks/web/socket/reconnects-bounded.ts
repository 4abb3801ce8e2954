import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { isAtOnce, navigations, perTab, type Tab, type TabSocket, Tabs } from '../tabs.ts';
import { isFinal } from './final.ts';

/** Milliseconds before the first, second, … attempt after a loss (WEB-8). */
const delays = [1000, 2000, 4000, 8000, 16_000];
/** Milliseconds that the answer to hello may take. */
const answerTime = 10_000;
/** On real time an attempt may come this much later, and this much earlier by the clock of who writes it down. */
const slack = { late: 1000, early: 10 };

/** Verbs after which a tab may open a socket at once, or need none. */
const hands = new Set([...navigations, 'reconnect', 'say', 'interrupt', 'retry']);
/** Verbs after which attempts count from zero. */
const anew = new Set(['reload', 'reconnect']);

interface Run {
  /** Attempts since the last `connected`; undefined where they cannot be known. */
  attempts: number | undefined;
  /** The loss that the next attempt answers. */
  lost?: TabSocket;
  /** It must try again: it shows a session. */
  hopeful: boolean;
  /** The last verb by which a tab may open a socket, and when. */
  verb?: { name: string; time: number };
}

/** A lost connection is tried again after 1, 2, 4, 8 and 16 seconds, and then given up visibly (WEB-8). */
export const reconnectsBounded = check({
  id: 'reconnects-bounded',
  level: 'MUST',
  requirements: ['WEB-8'],
  sentence: 'After a loss a tab tries again after 1, 2, 4, 8 and 16 seconds, at most five times until it is connected.',
  start() {
    const found = new Findings();
    const tabs = new Tabs();
    const runOf = perTab((): Run => ({ attempts: undefined, hopeful: false }));
    const judgeAttempt = (tab: Tab, { attempts, lost }: Run, socket: TabSocket) => {
      if (attempts === undefined || !lost?.end) return;
      found.judged += 1;
      const delay = delays[attempts];
      const waited = socket.time - lost.end.time;
      if (delay === undefined) {
        found.breach(`${tab.actor} tried to connect again after ${attempts} attempts.`, lost.end.index, socket.index);
      } else if (waited < delay - slack.early || waited > delay + slack.late) {
        const message = `${tab.actor} made attempt ${attempts + 1} after ${waited} ms instead of ${delay} ms.`;
        found.breach(message, lost.end.index, socket.index);
      }
    };
    /** A connection without an answer to hello is as good as lost. */
    const judgeHello = (tab: Tab, now: number) => {
      const socket = tab.sockets.at(-1);
      const said = socket?.said.find(({ frame }) => frame.type === 'hello');
      if (!socket || !said || socket.end || socket.heard.length > 0 || now - said.time < answerTime + slack.late)
        return;
      found.judged += 1;
      found.breach(`${tab.actor} got no answer to hello and did not give the connection up.`, said.index);
    };
    /** Nothing more came: there should have been an attempt, or it should be shown that there will be none. */
    const judgeSilence = (tab: Tab, now: number) => {
      judgeHello(tab, now);
      const { attempts, lost, hopeful } = runOf(tab);
      if (!lost?.end || attempts === undefined || !hopeful) return;
      const delay = delays[attempts];
      if (delay !== undefined && now - lost.end.time > delay + slack.late) {
        found.judged += 1;
        found.breach(`${tab.actor} lost its socket and did not try again.`, lost.end.index);
      }
      if (delay !== undefined) return;
      found.judged += 1;
      if (tab.chat.state === 'disconnected') return;
      found.breach(`${tab.actor} gave up after ${attempts} attempts and does not show it.`, lost.end.index);
    };
    return {
      on(event, exchange) {
        const moment = tabs.on(event, exchange);
        if (event.kind === 'phase' && event.phase === 'observe') {
          for (const tab of tabs.all.values()) judgeSilence(tab, event.time);
        }
        if (!moment) return;
        const { tab } = moment;
        const run = runOf(tab);
        if (moment.what === 'verb' && hands.has(moment.verb)) {
          judgeSilence(tab, moment.time);
          delete run.lost;
          run.verb = { name: moment.verb, time: moment.time };
          const last = tab.sockets.at(-1);
          const isUp = last?.connected !== undefined && !last.end;
          if (!isUp) run.attempts = undefined;
        }
        if (moment.what === 'opens' && moment.socket.operation === 'live') {
          judgeAttempt(tab, run, moment.socket);
          if (run.lost && run.attempts !== undefined) run.attempts += 1;
          // By hand it begins at zero; whether it is the attempt of a timer that was set before cannot be told.
          else if (tab.sockets.length === 1 || anew.has(run.verb?.name ?? '')) run.attempts = 0;
          delete run.lost;
          delete run.verb;
        }
        if (moment.what === 'hears' && moment.frame.type === 'connected') run.attempts = 0;
        if (moment.what !== 'ends' || moment.socket.operation !== 'live' || moment.socket !== tab.sockets.at(-1))
          return;
        const isByHand = moment.socket.end?.how === 'closed' && isAtOnce(run.verb?.time, moment.time);
        if (isFinal(moment.socket) || isByHand) {
          run.attempts = undefined;
          return;
        }
        run.lost = moment.socket;
        const { state } = tab.chat;
        run.hopeful = tab.current !== null && state !== 'not-created' && state !== 'disconnected';
      },
      end: () => found,
    };
  },
});
