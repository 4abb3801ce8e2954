import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { Life } from '../story/truth.ts';

/** A task and phase has one visible session at most (PHASE-1, PHASE-2). */
export const oneVisibleSession = check({
  id: 'one-visible-session',
  level: 'MUST',
  requirements: ['PHASE-2', 'PHASE-1'],
  sentence:
    'At any time at most one session of a task and phase is visible: in the feed, in lists and to those who start one.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ phases }) {
        for (const [slot, lives] of phases.truth?.slots ?? []) judgeSlot(slot, lives, found);
        for (const { wrong, message, events } of phases.views) if (wrong === 'two') found.breach(message, ...events);
        return found;
      },
    };
  },
});

/** Lives are in order of their start. */
function judgeSlot(slot: string, lives: readonly Life[], found: Findings): void {
  let last: Life | undefined;
  for (const life of lives) {
    found.judged += 1;
    if (last && last.end > life.start) {
      const message = `Session ${life.sessionId} of ${slot} was started, though session ${last.sessionId} was visible and stayed so.`;
      found.breach(message, last.versions[0]?.event, life.versions[0]?.event);
    }
    if (!last || life.end > last.end) last = life;
  }
}
