import { judgeLive } from '../../live/testing.ts';
import { tabsIndependent } from '../chat/tabs-independent.ts';

judgeLive(tabsIndependent, [
  [
    'passes a tab that is sent on what it watches while another switches',
    (h) => {
      h.idle();
      const line = h.live('frontend', 'token');
      line.switches('s1', { seq: 5 });
      h.wait(100);
      h.live('frontend:b', 'token').says({ type: 'switch_session', sessionId: null, after: null });
      h.wait(100);
      line.hears(h.user('c2'));
      h.observeLive();
    },
  ],
  [
    'fails when a switch of another tab ends what this one watches',
    (h) => {
      h.idle();
      const watched = h.live('frontend', 'token').switches('s1', { seq: 5 });
      h.wait(100);
      const left = h.live('frontend:b', 'token').says({ type: 'switch_session', sessionId: null, after: null });
      h.wait(2_000);
      h.user('c2');
      h.wait(2_000);
      return [watched, left, h.observeLive().s1 ?? -1];
    },
    /frontend was not sent user_message \(event 6\) of session s1, which it watched, after frontend:b switched/,
  ],
  [
    'leaves out who loses its own watch, and the switches of another user',
    (h) => {
      h.idle();
      h.live('frontend', 'token').switches('s1', { seq: 5 });
      h.wait(100);
      h.live('frontend:b', 'another').says({ type: 'switch_session', sessionId: null, after: null });
      h.wait(2_000);
      h.user('c2');
      h.wait(2_000);
      h.observeLive();
    },
    'left out',
  ],
]);
