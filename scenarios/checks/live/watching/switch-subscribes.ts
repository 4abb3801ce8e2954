import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { judgeWatches } from './judge-watches.ts';

/** Switching subscribes before it answers (LIVE-3). */
export const switchSubscribes = check({
  id: 'switch-subscribes',
  level: 'MUST',
  requirements: ['LIVE-3'],
  sentence:
    'Whoever switched to a session, or watches it, is sent all that happens in it from then on, once and in order.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end(observed) {
        judgeWatches(observed, found, ['switch_session', 'watch']);
        return found;
      },
    };
  },
});
