import { check, type Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { together } from '../../web/together.ts';
import { goesOn } from './goes-on.ts';
import { judgeCursors, judgeWatches } from './judge-watches.ts';

/** Suspend and resume lose and repeat nothing (LIVE-15). */
export const suspendLosesNothing = check({
  id: 'suspend-loses-nothing',
  level: 'MUST',
  requirements: ['LIVE-15'],
  sentence:
    'Nothing is sent of a suspended session until a client resumes it after the last event it has, and then all that follows, once and in order.',
  start: () => together(losesNothing(), goesOn('resume')),
});

function losesNothing(): Judge {
  const found = new Findings();
  return {
    on() {},
    end(observed) {
      judgeCursors(observed, found, 'resume');
      judgeWatches(observed, found, ['resume']);
      for (const { asked } of observed.live.sockets.all.values()) {
        found.judged += asked.filter(({ answer }) => answer?.frame.type === 'suspended').length;
      }
      for (const { socket, sessionId, said, why } of observed.live.watches.strays) {
        if (why !== 'suspended') continue;
        found.breach(
          `${socket.actor} was sent ${said.type} of session ${sessionId}, which it had suspended.`,
          said.index,
        );
      }
      return found;
    },
  };
}
