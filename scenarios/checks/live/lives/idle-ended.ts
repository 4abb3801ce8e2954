import { limits } from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { Observed } from '../../observed.ts';
import type { LiveStory } from '../live-story.ts';

/** Milliseconds the end of an idle session may come late. */
const grace = 60_000;

/** A session that nobody uses ends, and goes on when somebody does (LIVE-5). */
export const idleEnded = check({
  id: 'idle-ended',
  level: 'MUST',
  requirements: ['LIVE-5'],
  sentence:
    'Forty-eight hours after its last durable event a session with nothing running has ended, and the next message makes one new run on its history, which keeps all that was in it.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end(observed) {
        if (observed.alarmsLate) return found;
        for (const story of observed.live.sessions.stories()) {
          if (!story.isWhole || story.isRemade || story.turns.size === 0) continue;
          judgeStory(story, observed, found);
          judgeKept(story, observed, found);
        }
        return found;
      },
    };
  },
});

function judgeStory(story: LiveStory, observed: Observed, found: Findings): void {
  const { beginning } = observed.live.sessions;
  const { sessionId, events } = story;
  const now = beginning === undefined || observed.time === undefined ? undefined : observed.time + beginning;
  for (const [place, event] of events.entries()) {
    const next = events[place + 1];
    const until = next?.at ?? now;
    const { state } = story.standingAt(event.seq);
    if (until === undefined || state === 'ENDED' || story.unfinishedAt(event.seq).length > 0) continue;
    const isEnd = next?.type === 'session_state' && next.state === 'ENDED';
    const quiet = until - event.at;
    if (isEnd && quiet >= limits.liveIdlePeriod) {
      found.judged += 1;
      judgeResumed(story, next.seq, found);
    }
    if (quiet <= limits.liveIdlePeriod + grace) continue;
    if (!isEnd) found.judged += 1;
    const hours = Math.round(quiet / 3_600_000);
    const record = observed.live.records.get(sessionId);
    const text = `Session ${sessionId} had nothing running and was still ${state} ${hours} hours after its last event.`;
    found.breach(text, story.indexOf(event), next ? story.indexOf(next) : record?.event);
  }
}

/** A session that was resumed has all of its history. */
function judgeKept(story: LiveStory, { live }: Observed, found: Findings): void {
  const { lost, sessionId } = story;
  const resumed = story.states.findLast(({ state }) => state === 'CREATED');
  if (!resumed || resumed.run === 0) return;
  found.judged += 1;
  const [first] = lost;
  if (!first) return;
  const more = lost.length > 1 ? ` and ${lost.length - 1} more` : '';
  const message = `After session ${sessionId} was resumed, ${first.value.type} (event ${first.value.seq})${more} was gone from its history.`;
  found.breach(message, first.index, story.indexOf(resumed), live.histories.get(sessionId)?.indexes[0]);
}

/** The next message makes exactly one new run. */
function judgeResumed(story: LiveStory, ended: number, found: Findings): void {
  const turn = [...story.turns.values()].find(({ user }) => user.seq > ended);
  const [end] = turn?.terminals ?? [];
  if (!turn || !end) return;
  const starts = story.states.filter(({ state, seq }) => state === 'STARTING' && seq > ended && seq < end.seq);
  found.judged += 1;
  if (starts.length === 1) return;
  const text = `The message ${turn.user.clientMsgId} after the idle end of session ${story.sessionId} made ${starts.length} runs instead of one.`;
  found.breach(text, story.indexOf(turn.user), ...starts.map((start) => story.indexOf(start)), story.indexOf(end));
}
