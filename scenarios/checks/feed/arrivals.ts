import type { FeedFrame } from '../../../contracts/wire/index.ts';
import type { Findings } from '../findings.ts';
import type { Observed, Shown } from '../observed.ts';
import type { Subscription, Subscriptions } from './subscriptions.ts';

type Truth = readonly Shown<FeedFrame>[];

/**
 * Judges that every event of some types reached each subscription once and in order of its cursor. What there was
 * to reach is what the feed replays to the observer.
 */
export function judgeArrivals(
  subscriptions: Subscriptions,
  observed: Observed,
  found: Findings,
  isMine: (type: string) => boolean,
): void {
  const all = [...new Map(observed.feed.frames.map((frame) => [frame.value.cursor, frame])).values()]
    .filter(({ value }) => isMine(value.type))
    .sort((a, b) => a.value.cursor - b.value.cursor);
  const bySession = Map.groupBy(all, ({ value }) => value.sessionId);
  for (const { actor, frame, event } of subscriptions.strays.filter(({ frame }) => isMine(frame.type))) {
    const text = `The target sent ${actor} ${frame.type} (event ${frame.cursor}) of session ${frame.sessionId}, to which it was not subscribed.`;
    found.breach(text, event);
  }
  for (const { actor, frame, first, event } of subscriptions.repeats.filter(({ frame }) => isMine(frame.type))) {
    found.breach(`The target sent ${actor} event ${frame.cursor} (${frame.type}) again.`, first, event);
  }
  for (const subscription of subscriptions.all) {
    if (!subscription.socket.overlaps) judgeOrder(subscription, found, isMine);
    if (!observed.feed.complete || subscription.socket.projectId !== observed.projectId) continue;
    const truth = subscription.scope === null ? all : (bySession.get(subscription.scope) ?? []);
    judgeWhole(subscription, truth, found);
    judgeResumed(subscription, truth, found);
  }
}

function judgeOrder(
  { socket, base, event, frames }: Subscription,
  found: Findings,
  isMine: (type: string) => boolean,
): void {
  let previous = { cursor: base, event };
  for (const frame of frames.filter(({ type }) => isMine(type))) {
    found.judged += 1;
    if (frame.cursor <= previous.cursor) {
      const how = frame.cursor === previous.cursor || frame.cursor <= base ? 'again' : `after event ${previous.cursor}`;
      found.breach(
        `The target sent ${socket.actor} event ${frame.cursor} (${frame.type}) ${how}.`,
        previous.event,
        frame.event,
      );
    }
    previous = frame;
  }
}

/** No gap; and where the socket is open still, no end before the feed's. */
function judgeWhole(subscription: Subscription, truth: Truth, found: Findings): void {
  const { socket, base, event, frames, active } = subscription;
  const isLive = active && socket.openAtEnd;
  if (socket.overlaps && !isLive) return;
  const end = isLive ? Number.POSITIVE_INFINITY : (frames.at(-1)?.cursor ?? base);
  // Where two subscriptions are for the same event, it comes once, for whichever was there first.
  const got = socket.overlaps ? socket.carried : new Set(frames.map(({ cursor }) => cursor));
  const due = truth.filter(({ value }) => value.cursor > base && value.cursor <= end);
  found.judged += due.length;
  const missed = due.filter(({ value }) => !got.has(value.cursor));
  const [first] = missed;
  if (!first) return;
  const more = missed.length > 1 ? ` and ${missed.length - 1} more` : '';
  const what = `${first.value.type} (event ${first.value.cursor}) of session ${first.value.sessionId}${more}`;
  found.breach(`${socket.actor} was subscribed, but the target never sent it ${what}.`, event, first.event);
}

/** On a new socket the subscriber goes on where it was: it asks for nothing twice and leaves nothing out. */
function judgeResumed({ socket, base, event, resumes }: Subscription, truth: Truth, found: Findings): void {
  if (!resumes || resumes.socket.disturbed || resumes.socket.overlaps || socket.overlaps) return;
  found.judged += 1;
  const again = truth.find(({ value }) => value.cursor > base && resumes.reached.has(value.cursor));
  if (again) {
    const text = `${socket.actor} asked on its new socket for what follows ${base}, though it had event ${again.value.cursor} already.`;
    found.breach(text, resumes.event, event, again.event);
  }
  const skipped = truth.find(
    ({ value }) => value.cursor > resumes.base && value.cursor <= base && !resumes.reached.has(value.cursor),
  );
  if (skipped) {
    const text = `${socket.actor} went on at ${base} on its new socket, though it never got event ${skipped.value.cursor} (${skipped.value.type}).`;
    found.breach(text, resumes.event, event, skipped.event);
  }
}
