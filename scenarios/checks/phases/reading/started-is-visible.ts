import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';

/** A start that was answered is seen at once by everybody (PHASE-15). */
export const startedIsVisible = check({
  id: 'started-is-visible',
  level: 'MUST',
  requirements: ['PHASE-15'],
  sentence:
    'A session that somebody was told of is found by every lookup and reading and is in every list that begins later, until it is deleted; what never was is never shown.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ phases }) {
        for (const { wrong, message, events, life } of phases.views) {
          if (life) found.judged += 1;
          if (wrong === 'missing' || wrong === 'never') found.breach(message, ...events);
        }
        return found;
      },
    };
  },
});
