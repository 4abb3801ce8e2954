import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { judgeWatches } from './judge-watches.ts';

/** Sending subscribes before it routes (LIVE-16). */
export const senderSubscribed = check({
  id: 'sender-subscribed',
  level: 'MUST',
  requirements: ['LIVE-16'],
  sentence: 'Whoever sends in a session is sent all that comes of it, from its own message on, once and in order.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end(observed) {
        judgeWatches(observed, found, ['send', 'interrupt']);
        return found;
      },
    };
  },
});
