import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { metBy } from '../known-state.ts';
import { runOf } from '../turns.ts';

/** A closing session takes no prompt (LIVE-6). */
export const closingTakesNothing = check({
  id: 'closing-takes-nothing',
  level: 'MUST',
  requirements: ['LIVE-6'],
  sentence:
    'A prompt to a session that is CLOSING is not done by its old loop: the session ends, and a new loop does it.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end(observed) {
        for (const story of observed.live.sessions.stories()) {
          if (!story.isWhole || story.isRemade) continue;
          for (const turn of story.turns.values()) {
            const { user, terminals } = turn;
            const asked = story.frames.find(
              ({ answer, frame }) =>
                frame.clientMsgId === user.clientMsgId &&
                answer?.frame.type === 'accepted' &&
                answer.frame.status === 'stored',
            );
            const met = asked && metBy(asked, story.sessionId, observed);
            const stored = story.standingAt(user.seq);
            const isClosing = stored.state === 'CLOSING' || met?.state === 'CLOSING';
            const [end] = terminals;
            if (!isClosing || !end || observed.live.sessions.isBroken(story.sessionId, user.at, end.at)) continue;
            const closing = stored.state === 'CLOSING' ? stored.run : (met?.run ?? 0);
            const run = runOf(story, turn) ?? 0;
            found.judged += 1;
            if (run > closing) continue;
            const text = `Session ${story.sessionId} was CLOSING, and its prompt ${user.clientMsgId} was given to the closing run ${run}.`;
            found.breach(text, asked?.arrived?.index, story.indexOf(user), story.indexOf(end));
          }
        }
        return found;
      },
    };
  },
});
