import type { Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { Observed } from '../../observed.ts';
import { margin } from '../live-sessions.ts';
import type { LiveStory } from '../live-story.ts';
import type { Watch } from '../watches.ts';

/** A session whose last watcher has left or suspended it is ACTIVE no more (LIVE-10). */
export function followsWatchers(): Judge {
  const found = new Findings();
  return {
    on() {},
    end(observed) {
      for (const story of observed.live.sessions.stories()) {
        if (story.isWhole && !story.isRemade) judgeStory(story, observed, found);
      }
      return found;
    },
  };
}

function judgeStory(story: LiveStory, observed: Observed, found: Findings): void {
  const { sessions, watches } = observed.live;
  const mine = watches.all.filter(({ sessionId }) => sessionId === story.sessionId);
  for (const watch of mine) {
    const end = endOf(watch);
    if (!end || watch.ended?.by === 'replaced') continue;
    const until = end.time + margin;
    const at = (time: number) => time + (sessions.beginning ?? 0);
    // It is watched all the same, or somebody is about to.
    const isWatched = mine.some((other) => other.begun.time <= until && (endOf(other)?.time ?? Infinity) > end.time);
    const isAsked = story.frames.some(({ arrived }) => arrived && arrived.index > end.index && arrived.time <= until);
    const isBroken = sessions.isBroken(story.sessionId, 0, at(until));
    if (isWatched || isAsked || isBroken || (observed.time ?? 0) < until) continue;
    const stands = story.states.findLast((event) => (sessions.timeOf(event.at) ?? 0) <= until);
    found.judged += 1;
    if (stands?.state !== 'ACTIVE') continue;
    const text = `${watch.socket.actor} was the last to watch session ${story.sessionId}, which stayed ACTIVE without it.`;
    found.breach(text, end.index, story.indexOf(stands));
  }
}

/** When it ended; undefined: it did not, or it is not known that the target learned of it. */
function endOf({ ended, socket }: Watch): { index: number; time: number } | undefined {
  return ended ?? (socket.silent ? undefined : socket.closed);
}
