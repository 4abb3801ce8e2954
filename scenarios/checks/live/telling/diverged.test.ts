import { judgeLive } from '../testing.ts';
import { routedByTheTable } from './routed-by-the-table.ts';

judgeLive(routedByTheTable, [
  [
    'passes what a session that lost its loop is due: it is ended',
    (h) => {
      h.begun();
      h.wait(100);
      const line = h.live();
      line.says({ type: 'switch_session', sessionId: 's1', after: null });
      h.fault('registry-diverged', line.op, 'lost');
      h.interrupted('c1');
      h.state('ENDED');
      line.hears({ type: 'session_switched', sessionId: 's1', seq: 6, state: 'ENDED', running: false });
      h.observeLive();
    },
  ],
  [
    'fails when a session that lost its loop is left as it was',
    (h) => {
      h.begun();
      h.wait(100);
      const line = h.live();
      line.says({ type: 'switch_session', sessionId: 's1', after: null });
      h.fault('registry-diverged', line.op, 'lost');
      const switched = line.hears({
        type: 'session_switched',
        sessionId: 's1',
        seq: 4,
        state: 'ACTIVE',
        running: false,
      });
      h.observeLive();
      return [switched];
    },
    /which was ACTIVE, should end-and-answer, but the session was not ended/,
  ],
  [
    'fails when a look ends a session that has its loop',
    (h) => {
      h.begun();
      h.wait(100);
      const line = h.live();
      line.says({ type: 'switch_session', sessionId: 's1', after: null });
      h.interrupted('c1');
      h.state('ENDED');
      const switched = line.hears({ type: 'session_switched', sessionId: 's1', seq: 6, state: 'ENDED', running: true });
      h.observeLive();
      return [switched];
    },
    /should answer-running, but the session was ended/,
  ],
  [
    'passes a prompt to a loop that is registered for a session still CREATED: its first run begins',
    (h) => {
      h.make();
      h.state('CREATED', 0);
      h.wait(100);
      const line = h.live();
      line.says({ type: 'send', sessionId: 's1', clientMsgId: 'c1', prompt: 'say c1', resume: false });
      h.fault('registry-diverged', line.op, 'stale');
      const { seq } = h.user('c1');
      line.hears({ type: 'accepted', sessionId: 's1', clientMsgId: 'c1', messageId: 'm-c1', status: 'stored', seq });
      h.state('STARTING', 1);
      h.wait(100);
      h.complete('c1');
      h.observeLive();
    },
  ],
]);
