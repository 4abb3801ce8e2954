import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { Observed } from '../../observed.ts';
import type { SaidFrame } from '../live-sockets.ts';
import type { LiveStory, Turn } from '../live-story.ts';
import { framesBetween, isOverdue, runOf } from '../turns.ts';

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
        for (const story of observed.live.sessions.stories()) {
          if (!story.isWhole || story.isRemade) continue;
          for (const turn of story.turns.values()) {
            if (story.standingAt(turn.user.seq).state === 'STARTING') judgeTurn(story, turn, observed, found);
          }
        }
        return found;
      },
    };
  },
});

function judgeTurn(story: LiveStory, turn: Turn, observed: Observed, found: Findings): void {
  const { sessions } = observed.live;
  const { sessionId } = story;
  const { user, terminals } = turn;
  const [end] = terminals;
  const until = end?.at ?? Number.POSITIVE_INFINITY;
  if (!end && !isOverdue(story, observed)) return;
  if (framesBetween(story, sessions, ['stop'], user.at, until).length > 0) return;
  if (sessions.isBroken(sessionId, user.at, until)) return;
  found.judged += 1;
  const { run } = story.standingAt(user.seq);
  const taken = runOf(story, turn);
  const name = `The prompt ${user.clientMsgId} came while run ${run} of session ${sessionId} started, and`;
  const events = [story.indexOf(user), story.indexOf(end)];
  const isCut = framesBetween(story, sessions, ['interrupt'], user.at, until).length > 0;
  if (!end) found.breach(`${name} was never answered.`, ...events);
  else if (taken !== run) found.breach(`${name} was taken by run ${taken}.`, ...events);
  else if (end.type === 'message_interrupted' && !isCut) {
    found.breach(`${name} was interrupted, though nobody did that.`, ...events);
  }
  const [begun, other] = doubleOf(user.clientMsgId, sessionId, observed) ?? [];
  if (begun && other) found.breach(`${name} was answered beside another by a second loop.`, begun.index, other.index);
}

/** The beginning of its reply, and a piece of another that was begun before and went on. */
function doubleOf(clientMsgId: string, sessionId: string, { live }: Observed): [SaidFrame, SaidFrame] | undefined {
  for (const { said } of live.sockets.all.values()) {
    const streamed = said.filter(
      ({ type, frame }) => frame.sessionId === sessionId && (type === 'message_start' || type === 'chunk'),
    );
    const begun = streamed.find(({ type, frame }) => type === 'message_start' && frame.clientMsgId === clientMsgId);
    if (!begun) continue;
    const before = new Set(streamed.filter(({ index }) => index < begun.index).map(({ frame }) => frame.messageId));
    const other = streamed.find(
      ({ index, type, frame }) =>
        index > begun.index &&
        type === 'chunk' &&
        frame.messageId !== begun.frame.messageId &&
        before.has(frame.messageId),
    );
    if (other) return [begun, other];
  }
  return undefined;
}
