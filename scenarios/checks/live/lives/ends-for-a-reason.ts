import { type LiveEvent, limits } from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { Observed } from '../../observed.ts';
import { margin } from '../live-sessions.ts';
import { type EventOfType, isTerminal, type LiveStory, type Turn } from '../live-story.ts';
import { framesBetween, isInterrupt, lifeOf } from '../turns.ts';

/** Nobody ends a loop that runs (LIVE-1). */
export const endsForAReason = check({
  id: 'ends-for-a-reason',
  level: 'MUST',
  requirements: ['LIVE-1'],
  sentence:
    'A session ends, and a turn is interrupted, only for a reason: a stop, an interrupt, the end of an idle period or a restart.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end(observed) {
        for (const story of observed.live.sessions.stories()) {
          if (!story.isWhole || story.isRemade) continue;
          for (const event of story.states) if (event.state === 'ENDED') judgeEnd(story, event, observed, found);
          /** Interrupts that are the reason of an end already. */
          const used = new Set<string>();
          for (const turn of story.turns.values()) judgeTurn(story, turn, used, observed, found);
        }
        return found;
      },
    };
  },
});

function judgeEnd(
  story: LiveStory,
  event: EventOfType<'session_state'>,
  { live: { sessions } }: Observed,
  found: Findings,
): void {
  const { sessionId } = story;
  const before = story.standingAt(event.seq - 1);
  const born = lifeOf(story, event);
  const previous = story.events.findLast(({ seq }) => seq < event.seq);
  found.judged += 1;
  const isIdle = previous !== undefined && event.at - previous.at >= limits.liveIdlePeriod;
  const isEmpty = story.turns.size === 0 && event.at - born >= limits.emptySessionLife;
  const stops = framesBetween(story, sessions, ['stop'], stopsFrom(story, event), event.at);
  if (stops.length > 0 || isIdle || isEmpty || sessions.isBroken(sessionId, born, event.at)) return;
  const text = `Session ${sessionId} was ${before.state} and ended, though nobody stopped it and nothing broke.`;
  found.breach(text, story.indexOf(previous), story.indexOf(event));
}

/** From when on a stop is one of this life. One that was said before the session was there is one of its first. */
function stopsFrom(story: LiveStory, event: LiveEvent): number {
  const isFirst = !story.states.some(({ state, seq }) => state === 'ENDED' && seq < event.seq);
  return isFirst ? 0 : lifeOf(story, event);
}

function judgeTurn(
  story: LiveStory,
  { user, terminals }: Turn,
  used: Set<string>,
  { live: { sessions } }: Observed,
  found: Findings,
): void {
  const { sessionId } = story;
  const [end] = terminals.filter(({ type }) => type === 'message_interrupted');
  if (terminals.length > 0) found.judged += 1;
  if (!end) return;
  const isNear = ({ at }: { at: number }) => Math.abs(at - end.at) <= margin;
  const ended = story.states.some((event) => event.state === 'ENDED' && event.seq > user.seq && isNear(event));
  const stops = framesBetween(story, sessions, ['stop'], stopsFrom(story, user), end.at);
  if (ended || stops.length > 0 || sessions.isBroken(sessionId, user.at, end.at)) return;
  const interrupt = [...story.turns.values()].find(({ user: other }) => {
    const isOther = other.clientMsgId !== user.clientMsgId && other.seq > user.seq && !used.has(other.clientMsgId);
    return isOther && isNear(other) && isInterrupt(story, other.clientMsgId);
  });
  if (interrupt) {
    used.add(interrupt.user.clientMsgId);
    return;
  }
  const previous = story.events.findLast((event) => event.seq < end.seq && !isTerminal(event));
  const text = `The turn of ${user.clientMsgId} in session ${sessionId} was interrupted, though nobody interrupted or stopped it and nothing broke.`;
  found.breach(text, story.indexOf(user), story.indexOf(previous), story.indexOf(end));
}
