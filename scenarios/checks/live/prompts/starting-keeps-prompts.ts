import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { framesBetween, runOf } from '../turns.ts';

/** What comes while the loop starts waits for it (LIVE-14). */
export const startingKeepsPrompts = check({
  id: 'starting-keeps-prompts',
  level: 'MUST',
  requirements: ['LIVE-14'],
  sentence: 'A prompt accepted while the loop of its session starts is answered by that loop, and starts no other.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end(observed) {
        const { sessions } = observed.live;
        for (const story of sessions.stories()) {
          if (!story.isWhole || story.isRemade) continue;
          for (const turn of story.turns.values()) {
            const { user, terminals } = turn;
            const [end] = terminals;
            const { state, run } = story.standingAt(user.seq);
            if (state !== 'STARTING' || !end) continue;
            const stops = framesBetween(story, sessions, ['stop'], user.at, end.at);
            if (stops.length > 0 || sessions.isBroken(story.sessionId, user.at, end.at)) continue;
            found.judged += 1;
            const taken = runOf(story, turn);
            if (taken === run) continue;
            const text = `The prompt ${user.clientMsgId} came while run ${run} of session ${story.sessionId} started, and was taken by run ${taken}.`;
            found.breach(text, story.indexOf(user), story.indexOf(end));
          }
        }
        return found;
      },
    };
  },
});
