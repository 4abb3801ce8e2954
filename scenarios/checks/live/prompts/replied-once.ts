import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { LiveStory } from '../live-story.ts';
import { framesBetween, isCommand, lifeOf } from '../turns.ts';

/** A prompt under which nothing broke is replied to (LIVE-11). */
export const repliedOnce = check({
  id: 'replied-once',
  level: 'MUST',
  requirements: ['LIVE-11', 'LIVE-2'],
  sentence: 'An accepted prompt that nobody interrupts or stops, and under which nothing breaks, is replied to once.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end(observed) {
        const { sessions } = observed.live;
        const isBroken = (story: LiveStory, from: number, to: number) =>
          sessions.isBroken(story.sessionId, from, to) ||
          observed.insideFaultsFrom(0).some(({ time }) => sessions.isWithin(time, from, to));
        for (const story of sessions.stories()) {
          if (!story.isWhole || story.isRemade) continue;
          for (const { user, terminals } of story.turns.values()) {
            const [end] = terminals;
            if (!end || isCommand(user.content, '/fail')) continue;
            const outside = framesBetween(story, sessions, ['stop', 'interrupt'], user.at, end.at);
            const others = outside.filter(({ frame }) => frame.clientMsgId !== user.clientMsgId);
            const stops = framesBetween(story, sessions, ['stop'], lifeOf(story, user), user.at);
            const isLeftOut = others.length > 0 || stops.length > 0 || isBroken(story, user.at, end.at);
            if (isLeftOut && end.type !== 'message_complete') continue;
            found.judged += 1;
            const completed = terminals.filter(({ type }) => type === 'message_complete');
            if (completed.length === 1) continue;
            const what = completed.length > 1 ? `was replied to ${completed.length} times` : `ended as ${end.type}`;
            const text = `The prompt ${user.clientMsgId} of session ${story.sessionId} ${what}, though nothing broke under it.`;
            found.breach(text, story.indexOf(user), ...terminals.map((terminal) => story.indexOf(terminal)));
          }
        }
        return found;
      },
    };
  },
});
