import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { judgeCursors, judgeWatches } from './judge-watches.ts';

/** Who comes back gets what it missed (LIVE-9). */
export const reconnectReplays = check({
  id: 'reconnect-replays',
  level: 'MUST',
  requirements: ['LIVE-9'],
  sentence:
    'A reconnect is sent what follows its cursor, once and in order, the ends of replies too; a cursor that is ahead is invalid, and all follows from the first.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end(observed) {
        judgeCursors(observed, found, 'reconnect');
        judgeWatches(observed, found, ['reconnect']);
        return found;
      },
    };
  },
});
