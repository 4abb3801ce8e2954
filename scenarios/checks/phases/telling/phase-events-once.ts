import { check } from '../../check.ts';
import { judgeArrivals } from '../../feed/arrivals.ts';
import { Subscriptions } from '../../feed/subscriptions.ts';
import { Findings } from '../../findings.ts';

/** Whoever watches is told of every change (PHASE-12, PHASE-18). */
export const phaseEventsOnce = check({
  id: 'phase-events-once',
  level: 'MUST',
  requirements: ['PHASE-12', 'PHASE-18'],
  sentence: 'Every start, change and deletion of a phase session reaches every subscriber once and in order.',
  needs: { guarantee: 'feed', atLeast: 'resumable' },
  start() {
    const found = new Findings();
    const subscriptions = new Subscriptions();
    return {
      on(event, exchange) {
        subscriptions.on(event, exchange);
      },
      end(observed) {
        // Without sessions of phases there is nothing to be told of.
        if (!observed.phases.truth?.entries.length) return found;
        judgeArrivals(subscriptions, observed, found, (type) => type.startsWith('phase.'));
        return found;
      },
    };
  },
});
