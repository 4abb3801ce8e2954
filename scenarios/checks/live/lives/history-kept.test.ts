import { judgeLive, type LiveHistoryBuilder } from '../testing.ts';
import { idleEnded } from './idle-ended.ts';

const resumed = (h: LiveHistoryBuilder) => {
  h.idle();
  h.state('ENDED');
  h.state('CREATED', 1);
  h.user('c2');
  h.state('STARTING', 2);
  h.complete('c2', 2);
};

judgeLive(idleEnded, [
  [
    'passes a history that has all from before it was resumed',
    (h) => {
      resumed(h);
      h.observeLive();
    },
  ],
  [
    'fails when what was told before is gone',
    (h) => {
      resumed(h);
      const line = h.live();
      const events = h.stored.get('s1') ?? [];
      const told = events.slice(0, 5).map((event) => line.hears(event));
      h.stored.set('s1', events.slice(6));
      return [told[0] ?? -1, h.observeLive().s1 ?? -1];
    },
    /After session s1 was resumed, session_state \(event 1\) and 4 more was gone from its history/,
  ],
]);
