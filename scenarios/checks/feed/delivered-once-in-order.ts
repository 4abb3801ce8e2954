import type { FeedFrame } from '../../../contracts/wire/index.ts';
import { check } from '../check.ts';
import { Findings } from '../findings.ts';
import type { Observed, Shown } from '../observed.ts';
import { judgeArrivals } from './arrivals.ts';
import { Subscriptions } from './subscriptions.ts';

/** Every stored message reaches every subscriber (TASK-13). */
export const deliveredOnceInOrder = check({
  id: 'delivered-once-in-order',
  level: 'MUST',
  requirements: ['TASK-13', 'TASK-17'],
  sentence:
    'Every stored message reaches every subscriber once, in order of seq, also what was stored while it reconnected.',
  needs: { guarantee: 'feed', atLeast: 'resumable' },
  start() {
    const found = new Findings();
    const subscriptions = new Subscriptions();
    return {
      on(event, exchange) {
        subscriptions.on(event, exchange);
      },
      end(observed) {
        judgeArrivals(subscriptions, observed, found, (type) => type === 'message.new');
        if (observed.feed.complete) judgeFeed(observed, found);
        judgeRefused(subscriptions, observed, found);
        return found;
      },
    };
  },
});

/** The feed has every message of every history, once and in its order. */
function judgeFeed({ feed, histories }: Observed, found: Findings): void {
  const inFeed = new Map<string, Shown<FeedFrame>>();
  const last = new Map<string, { seq: number; event: number }>();
  for (const shown of feed.frames) {
    const { value: frame, event } = shown;
    if (frame.type !== 'message.new') continue;
    const key = `${frame.sessionId}/${frame.message.messageId}`;
    const before = inFeed.get(key);
    if (before && before.value.cursor !== frame.cursor) {
      found.breach(
        `Message ${frame.message.messageId} of session ${frame.sessionId} is in the feed twice.`,
        before.event,
        event,
      );
    }
    inFeed.set(key, shown);
    const previous = last.get(frame.sessionId);
    if (previous && frame.message.seq < previous.seq) {
      const text = `The feed has seq ${frame.message.seq} of session ${frame.sessionId} after seq ${previous.seq}.`;
      found.breach(text, previous.event, event);
    }
    last.set(frame.sessionId, { seq: frame.message.seq, event });
  }
  for (const [sessionId, { messages, events }] of histories) {
    found.judged += messages.length;
    const silent = messages.filter(({ messageId }) => !inFeed.has(`${sessionId}/${messageId}`));
    const [first] = silent;
    if (!first) continue;
    const more = silent.length > 1 ? ` and ${silent.length - 1} more` : '';
    const text = `Message ${first.messageId}${more} of session ${sessionId} is stored, but was never announced in the feed.`;
    found.breach(text, ...events, feed.frames.at(-1)?.event);
  }
}

/** A cursor is invalid only where it is ahead of the feed, and a subscriber never has such a one. */
function judgeRefused(subscriptions: Subscriptions, { feed, projectId }: Observed, found: Findings): void {
  const end = feed.frames.at(-1)?.value.cursor ?? 0;
  for (const { actor, refused, ...socket } of subscriptions.sockets.values()) {
    for (const { code, after, answer, event, resumes } of refused) {
      if (code !== 'cursor_invalid' || after === null || socket.projectId !== projectId) continue;
      found.judged += 1;
      const known = resumes ? resumes.last : 0;
      if (resumes && !resumes.socket.disturbed && after > known) {
        const text = `${actor} asked on its new socket for what follows ${after}, which it never got to.`;
        found.breach(text, resumes.event, event, answer);
      }
      if (after > Math.min(known, end)) continue;
      const text = `The target refused cursor ${after} of ${actor}, which is not ahead of the feed.`;
      found.breach(text, resumes?.event, event, answer);
    }
  }
}
