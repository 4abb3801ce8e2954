import type { LiveEvent } from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { Observed } from '../../observed.ts';
import { blur, margin } from '../live-sessions.ts';
import type { LiveStory } from '../live-story.ts';
import { isOverdue } from '../turns.ts';

/** Faults after which all objects start anew, whatever they were at. */
const whole: ReadonlySet<string> = new Set(['object-evicted', 'process-killed']);

/** Every accepted prompt ends once, and every session is ended by a restart (LIVE-11). */
export const oneTerminal = check({
  id: 'one-terminal',
  level: 'MUST',
  requirements: ['LIVE-11'],
  sentence:
    'Every accepted prompt ends in exactly one of completed, failed and interrupted; a stop gives up at once what waits, and a restart ends every session before anything else happens in it.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end(observed) {
        for (const story of observed.live.sessions.stories()) {
          if (!story.isWhole || story.isRemade) continue;
          judgeTurns(story, observed, found);
          judgeStops(story, observed, found);
          for (const { fault, time, index } of observed.live.sessions.restarts) {
            if (whole.has(fault)) judgeRestart(story, { time, index }, observed, found);
          }
        }
        return found;
      },
    };
  },
});

function judgeTurns(story: LiveStory, observed: Observed, found: Findings): void {
  const { sessionId } = story;
  const isOver = isOverdue(story, observed);
  for (const { user, terminals } of story.turns.values()) {
    const [first, second] = terminals;
    const end = story.states.find(({ state, seq }) => state === 'ENDED' && seq > user.seq);
    const isLate = isOver || end !== undefined;
    const name = `The prompt ${user.clientMsgId} of session ${sessionId}`;
    if (first || isLate) found.judged += 1;
    if (second) {
      const text = `${name} ended as ${first?.type} and again as ${second.type}.`;
      found.breach(text, story.indexOf(first), story.indexOf(second));
    } else if (!first && isLate) {
      const shown = end ? story.indexOf(end) : observed.live.records.get(sessionId)?.event;
      const when = end ? ', though its session ended' : '';
      found.breach(`${name} was accepted and never ended${when}.`, story.indexOf(user), shown);
    }
  }
  for (const event of story.events) {
    if (!('clientMsgId' in event) || story.turns.has(event.clientMsgId)) continue;
    found.breach(`${event.type} of session ${sessionId} is of no accepted prompt.`, story.indexOf(event));
  }
}

/** What waits when a session is stopped is given up at once: of all that is unfinished one turn may go on. */
function judgeStops(story: LiveStory, observed: Observed, found: Findings): void {
  const { sessions } = observed.live;
  for (const closing of story.states.filter(({ state }) => state === 'CLOSING')) {
    const { at, seq } = closing;
    const unfinished = story.unfinishedAt(seq);
    const isOver = observed.since(sessions.timeOf(at) ?? 0) > margin;
    if (unfinished.length < 2 || !isOver || sessions.isBroken(story.sessionId, at, at + margin)) continue;
    found.judged += 1;
    const [, late] = unfinished.filter(({ terminals: [first] }) => !first || first.at > at + margin);
    if (!late) continue;
    const text = `The prompt ${late.user.clientMsgId} of session ${story.sessionId} waited when it was stopped, and was not given up.`;
    found.breach(text, story.indexOf(late.user), story.indexOf(closing));
  }
}

function judgeRestart(
  story: LiveStory,
  restart: { time: number; index: number },
  { live: { sessions } }: Observed,
  found: Findings,
): void {
  const timeOf = (event: LiveEvent) => sessions.timeOf(event.at) ?? 0;
  if (sessions.beginning === undefined) return;
  const last = story.events.findLast((event) => timeOf(event) < restart.time);
  const { state } = story.standingAt(last?.seq ?? 0);
  if (!last || state === undefined || state === 'ENDED') return;
  for (const event of story.events.slice(story.events.indexOf(last) + 1)) {
    if (event.type === 'session_state' && event.state === 'ENDED') {
      found.judged += 1;
      return;
    }
    if (event.type === 'message_interrupted') continue;
    if (event.type === 'session_state' && (event.state === 'ACTIVE' || event.state === 'CLOSING')) continue;
    if (timeOf(event) <= restart.time + blur) return;
    found.judged += 1;
    const text = `Session ${story.sessionId} was ${state} at a restart, and ${event.type} came before it was ended.`;
    found.breach(text, restart.index, story.indexOf(event));
    return;
  }
  if (story.isWhole && timeOf(last) + blur < restart.time) {
    found.judged += 1;
    const text = `Session ${story.sessionId} was ${state} at a restart, and was never ended.`;
    found.breach(text, restart.index, story.indexOf(last));
  }
}
