import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { Observed } from '../../observed.ts';
import { margin } from '../live-sessions.ts';
import type { AskedFrame, SaidFrame } from '../live-sockets.ts';
import { isOverdue } from '../turns.ts';
import type { Watch } from '../watches.ts';

/** Nobody has to say it twice (LIVE-2). */
export const firstMessageAnswered = check({
  id: 'first-message-answered',
  level: 'MUST',
  requirements: ['LIVE-2', 'LIVE-8'],
  sentence:
    'The first message a client sends after a switch gets exactly one end, which is sent to it as soon as it is stored.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end(observed) {
        for (const socket of observed.live.sockets.all.values()) {
          /** The session switched to, until the first message in it. */
          let switched: SaidFrame | undefined;
          const steps = [
            ...socket.said.filter(({ type }) => type === 'session_switched' || type === 'session_cleared'),
            ...socket.asked
              .filter(({ type }) => type === 'send' || type === 'interrupt')
              .map((asked) => ({ asked, ...asked.sent })),
          ].sort((a, b) => a.index - b.index);
          for (const step of steps) {
            if (!('asked' in step)) {
              switched = step.type === 'session_switched' ? step : undefined;
              continue;
            }
            if (!switched || step.asked.frame.sessionId !== switched.frame.sessionId) continue;
            judgeFirst(switched, step.asked, observed, found);
            switched = undefined;
          }
        }
        return found;
      },
    };
  },
});

function judgeFirst(switched: SaidFrame, asked: AskedFrame, observed: Observed, found: Findings): void {
  const { sessions, watches } = observed.live;
  const story = sessions.get(String(asked.frame.sessionId));
  const { socket, answer } = asked;
  const turn = story?.turns.get(String(asked.frame.clientMsgId));
  if (answer?.frame.type !== 'accepted' || answer.frame.status !== 'stored') return;
  if (!story?.isWhole || story.isRemade || !turn || sessions.beginning === undefined) return;
  const { user, terminals } = turn;
  const [end] = terminals;
  const name = `The first message (${user.clientMsgId}) of ${socket.actor} after it switched to session ${story.sessionId}`;
  const events = [switched.answers?.arrived?.index, switched.index, asked.arrived?.index, answer.index];
  if (!end && !isOverdue(story, observed)) return;
  found.judged += 1;
  if (!end) {
    found.breach(`${name} was never answered.`, ...events, story.indexOf(user));
    return;
  }
  if (terminals.length > 1) {
    const all = terminals.map((terminal) => story.indexOf(terminal));
    found.breach(`${name} was answered ${terminals.length} times.`, ...events, ...all);
  }
  const told = socket.said.find(({ type, frame }) => type === end.type && frame.seq === end.seq);
  const stored = end.at - sessions.beginning;
  const watching = watches.all.filter((watch) => watch.socket === socket && watch.sessionId === story.sessionId);
  if (!watching.some((watch) => covers(watch, answer.time, stored + margin))) return;
  if (!told) {
    const text = `${name} was answered, but its end (${end.type}, event ${end.seq}) was never sent to whoever sent it.`;
    found.breach(text, ...events, story.indexOf(end));
  }
  if (told && told.time - stored > margin) {
    found.breach(`${name} was sent its answer ${told.time - stored} ms after it was stored.`, ...events, told.index);
  }
}

/** Did one watch last from a time to another? */
function covers({ isSure, begun, ended, socket }: Watch, from: number, to: number): boolean {
  const end = Math.min(ended?.time ?? Number.POSITIVE_INFINITY, socket.closed?.time ?? Number.POSITIVE_INFINITY);
  const isOpen = socket.openAtEnd || end > to;
  return isSure && begun.time <= from && isOpen && (ended === undefined || ended.time > to);
}
