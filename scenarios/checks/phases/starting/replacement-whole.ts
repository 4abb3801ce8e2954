import type { PhaseFrame } from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { Shown } from '../../observed.ts';
import { answersOf } from '../../reading.ts';
import { deletionsOf, startsOf } from '../story/causes.ts';
import type { PhaseStory } from '../story/story.ts';
import type { Life, PhaseTruth } from '../story/truth.ts';
import { mayHave } from '../story/windows.ts';

/** A start happens wholly, or not at all (PHASE-13). */
export const replacementWhole = check({
  id: 'replacement-whole',
  level: 'MUST',
  requirements: ['PHASE-13', 'PHASE-15'],
  sentence:
    'A session goes only for one that is started in its place in the same step, or because it was deleted; and what a failed start asked for is never there.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ phases }) {
        const { truth } = phases;
        if (!truth) return found;
        for (const life of truth.lives.values()) {
          judgeStart(phases, life, found);
          judgeEnd(phases, truth, life, found);
          judgeCancelled(phases, life, found);
        }
        judgeFailed(phases, truth, found);
        return found;
      },
    };
  },
});

/** Somebody's start made it, and that start did not fail. */
function judgeStart(phases: PhaseStory, life: Life, found: Findings): void {
  const [started] = life.frames;
  if (started?.value.type !== 'phase.started') return;
  found.judged += 1;
  if (startsOf(phases, started.value).length > 0) return;
  const refused = phases.wishesFor(life.slot).map(({ exchange }) => answersOf(exchange).at(-1)?.index);
  found.breach(
    `Session ${life.sessionId} is there, though no start was answered with it or may have made it.`,
    ...refused,
    started.event,
  );
}

function judgeEnd(phases: PhaseStory, truth: PhaseTruth, life: Life, found: Findings): void {
  if (life.endEvent === undefined) return;
  found.judged += 1;
  const heirs = truth.slots.get(life.slot)?.filter(({ replaced }) => replaced === life.sessionId) ?? [];
  if (heirs.some(({ start }) => start === life.end)) return;
  const [heir] = heirs;
  if (heir) {
    const message = `Session ${life.sessionId} and session ${heir.sessionId}, which replaced it, did not change places in one step.`;
    found.breach(message, life.endEvent, heir.versions[0]?.event);
  } else if (deletionsOf(phases, life.sessionId).length === 0) {
    found.breach(
      `Session ${life.sessionId} is gone, and nothing was started in its place.`,
      ...failures(phases, life),
      life.endEvent,
    );
  }
}

/** It was cancelled by somebody who asked for that, or else it goes with it. */
function judgeCancelled(phases: PhaseStory, life: Life, found: Findings): void {
  const last = life.versions.at(-1);
  const cancelled = life.versions.find(({ row }) => row.state === 'cancelled');
  if (!last || !cancelled || cancelled.step === life.end) return;
  found.judged += 1;
  const asked = phases.of(life.sessionId, 'cancelPhaseSession').filter(mayHave);
  if (asked.length > 0 || deletionsOf(phases, life.sessionId).length > 0) return;
  found.breach(
    `Session ${life.sessionId} was cancelled and stayed, though nobody asked for that.`,
    ...failures(phases, life),
    cancelled.event,
  );
}

/** A session that a start was answered with is there in the feed (PHASE-15). */
function judgeFailed(phases: PhaseStory, truth: PhaseTruth, found: Findings): void {
  for (const { wrong, message, events, answer } of phases.views) {
    if (answer.exchange.operation !== 'startPhase' && answer.exchange.operation !== 'replacePhaseSessions') continue;
    found.judged += 1;
    if (wrong === 'never') found.breach(message, ...events);
  }
  for (const { shown } of truth.entries)
    if (isStray(truth, shown)) found.breach('A session was deleted that was never started.', shown.event);
}

const isStray = (truth: PhaseTruth, { value }: Shown<PhaseFrame>) => !truth.lives.has(value.sessionId);

/** Answers to the starts in its phase that went wrong. */
function failures(phases: PhaseStory, { slot }: Life): number[] {
  const answers = phases.wishesFor(slot).flatMap(({ exchange }) => answersOf(exchange));
  return answers.filter(({ status }) => status >= 400).map(({ index }) => index);
}
