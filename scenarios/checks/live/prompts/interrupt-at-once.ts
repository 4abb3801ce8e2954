import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { Observed } from '../../observed.ts';
import { margin } from '../live-sessions.ts';
import type { AskedFrame } from '../live-sockets.ts';
import { isTerminal, type LiveStory, type Turn } from '../live-story.ts';
import { framesBetween } from '../turns.ts';

const busy: ReadonlySet<unknown> = new Set(['ACTIVE', 'DETACHED', 'SUSPENDED']);

/** An interrupt is heard the first time (LIVE-8). */
export const interruptAtOnce = check({
  id: 'interrupt-at-once',
  level: 'MUST',
  requirements: ['LIVE-8'],
  sentence:
    'An accepted interrupt ends the running turn at once, and its own prompt is the next; with nothing running it is a send.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end(observed) {
        for (const story of observed.live.sessions.stories()) {
          if (!story.isWhole || story.isRemade) continue;
          for (const asked of story.frames) {
            const { type, answer, frame } = asked;
            const isNew = answer?.frame.type === 'accepted' && answer.frame.status === 'stored';
            const turn = story.turns.get(String(frame.clientMsgId));
            if (type === 'interrupt' && isNew && turn) judgeInterrupt(story, turn, asked, observed, found);
          }
        }
        return found;
      },
    };
  },
});

function judgeInterrupt(story: LiveStory, turn: Turn, asked: AskedFrame, observed: Observed, found: Findings): void {
  const { sessions } = observed.live;
  const { user } = turn;
  const { state } = story.standingAt(user.seq);
  const waiting = story.unfinishedAt(user.seq).filter((other) => other !== turn);
  // Which goes first of those that wait for a loop to start is not said.
  if (!busy.has(state) && (waiting.length > 0 || state === 'CLOSING')) return;
  const isNear = ({ at }: { at: number }) => Math.abs(at - user.at) <= margin;
  const ends = story.events.filter(isTerminal);
  // What it ends may be stored before its prompt is.
  const last = ends.findLast(({ seq }) => seq < user.seq);
  const isBefore = last?.type === 'message_interrupted' && isNear(last);
  const after = ends.filter(({ seq }) => seq > user.seq);
  const cut = isBefore ? last : waiting.length > 0 ? after[0] : undefined;
  const next = cut === after[0] ? after[1] : after[0];
  const until = (next ?? after[0])?.at ?? Number.POSITIVE_INFINITY;
  const stops = framesBetween(story, sessions, ['stop'], user.at, until);
  const others = framesBetween(story, sessions, ['interrupt'], user.at - margin, until);
  // Two interrupts at once, a stop or a fault: whose end is whose cannot be told.
  const isMixed = others.some((other) => other !== asked) || stops.length > 0;
  if (isMixed || sessions.isBroken(story.sessionId, user.at - margin, until)) return;
  const name = `The interrupt ${user.clientMsgId} of session ${story.sessionId}`;
  const events = [asked.arrived?.index, story.indexOf(user)];
  found.judged += 1;
  if (waiting.length > 0 && !isBefore) {
    const isCut = cut?.type === 'message_interrupted' && isNear(cut) && cut.clientMsgId !== user.clientMsgId;
    if (!isCut) {
      const [running] = waiting;
      const how = cut ? `the next to end was ${cut.clientMsgId}, as ${cut.type}` : 'nothing ended';
      if (cut || observed.since(sessions.timeOf(user.at) ?? 0) > margin) {
        found.breach(
          `${name} did not end the running turn at once: ${how}.`,
          ...events,
          story.indexOf(running?.user),
          story.indexOf(cut),
        );
      }
      return;
    }
  }
  if (!next || next.clientMsgId === user.clientMsgId) return;
  const text = `${name} was not the next to be done: ${next.clientMsgId} ended before it.`;
  found.breach(text, ...events, story.indexOf(next));
}
