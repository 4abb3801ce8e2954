import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';

/** What was answered is what is found from then on (PHASE-4, PHASE-8). */
export const replacedIsGone = check({
  id: 'replaced-is-gone',
  level: 'MUST',
  requirements: ['PHASE-8', 'PHASE-4'],
  sentence:
    'Once a replacement, a deletion or a change was told, no lookup, list or reading that begins later shows a session as it was before.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ phases }) {
        for (const { wrong, message, events, life } of phases.views) {
          if (life && life.frames.length > 1) found.judged += 1;
          if (wrong === 'gone' || wrong === 'stale') found.breach(message, ...events);
        }
        return found;
      },
    };
  },
});
