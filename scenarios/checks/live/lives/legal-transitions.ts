import { legalTransitions } from '../../../../contracts/wire/index.ts';
import { check, type Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { together } from '../../web/together.ts';
import type { EventOfType, LiveStory } from '../live-story.ts';
import { followsWatchers } from './follows-watchers.ts';

/** Only legal transitions happen (LIVE-10). */
export const legalTransitionsOnly = check({
  id: 'legal-transitions',
  level: 'MUST',
  requirements: ['LIVE-10'],
  sentence:
    'A session begins as CREATED and changes its state by legal transitions only, at times that grow, with events numbered without a gap; it is not ACTIVE once nobody watches it.',
  start: () => together(steps(), followsWatchers()),
});

function steps(): Judge {
  const found = new Findings();
  return {
    on() {},
    end(observed) {
      for (const story of observed.live.sessions.stories()) {
        if (!story.isWhole || story.isRemade) continue;
        judgeNumbers(story, found);
        let previous: EventOfType<'session_state'> | undefined;
        for (const event of story.states) {
          judgeStep(story, previous, event, found);
          previous = event;
        }
      }
      return found;
    },
  };
}

function judgeNumbers(story: LiveStory, found: Findings): void {
  const wrong = story.events.findIndex(({ seq }, place) => seq !== place + 1);
  const event = story.events[wrong];
  if (event)
    found.breach(`Event ${wrong + 1} of session ${story.sessionId} has seq ${event.seq}.`, story.indexOf(event));
  const [first] = story.events;
  if (!first || (first.type === 'session_state' && first.state === 'CREATED')) return;
  found.breach(`Session ${story.sessionId} begins with ${first.type}, not as CREATED.`, story.indexOf(first));
}

function judgeStep(
  story: LiveStory,
  previous: EventOfType<'session_state'> | undefined,
  event: EventOfType<'session_state'>,
  found: Findings,
): void {
  found.judged += 1;
  if (!previous) return;
  const breach = (text: string) =>
    found.breach(`Session ${story.sessionId} ${text}`, story.indexOf(previous), story.indexOf(event));
  if (!legalTransitions[previous.state].includes(event.state)) breach(`went from ${previous.state} to ${event.state}.`);
  if (event.at <= previous.at)
    breach(`became ${event.state} at ${event.at}, not after ${previous.state} at ${previous.at}.`);
  const run = event.state === 'STARTING' ? previous.run + 1 : previous.run;
  if (event.run !== run) breach(`became ${event.state} in run ${event.run} instead of ${run}.`);
}
