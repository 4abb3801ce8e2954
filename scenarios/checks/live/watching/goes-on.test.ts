import { judgeLive, type LiveHistoryBuilder, type LiveLine } from '../testing.ts';
import { reconnectReplays } from './reconnect-replays.ts';
import { suspendLosesNothing } from './suspend-loses-nothing.ts';

const stored = (h: LiveHistoryBuilder) => h.stored.get('s1') ?? [];
const reads = (h: LiveHistoryBuilder) =>
  h.call('frontend', 'liveHistory', { params: { sessionId: 's1' } }, 200, { events: [...stored(h)], nextAfter: null });
/** Answers the event that sends it. */
const asks = (line: LiveLine, type: 'reconnect' | 'resume', lastSeq: number) =>
  line.says({ type, sessions: [{ sessionId: 's1', lastSeq }] }) - 1;
/** A tab that has the five events of a session, and lost its socket. */
const away = (h: LiveHistoryBuilder) => {
  h.idle();
  h.verb('frontend', 'open', { sessionId: 's1' });
  const read = reads(h);
  h.live().close();
  return read + 1;
};

judgeLive(reconnectReplays, [
  [
    'passes a tab that goes on after its last event, and one that misses an event before later ones',
    (h) => {
      away(h);
      asks(h.live(), 'reconnect', 5);
      h.verb('frontend', 'reload', {});
      const line = h.live();
      for (const event of [1, 2, 4].map((seq) => stored(h)[seq - 1])) line.hears({ ...event });
      line.close();
      asks(h.live(), 'reconnect', 2);
    },
  ],
  [
    'passes a tab that made the session and heard nothing yet, and one whose cursor was invalid',
    (h) => {
      h.verb('frontend', 'say', { text: 'say c1' });
      h.make();
      h.report('frontend', 'chat', { sessionId: 's1', state: 'connecting' });
      asks(h.live(), 'reconnect', 1);
      h.state('CREATED', 0);
      const line = h.live();
      line.hears({ ...h.user('c1') });
      asks(line, 'reconnect', 2);
      const sessions = [{ sessionId: 's1', status: 'cursor_invalid', seq: 1, running: false }];
      line.hears({ type: 'reconnected', sessions });
      line.close();
      asks(h.live(), 'reconnect', 0);
    },
  ],
  [
    'fails when a tab asks for all from the first event',
    (h) => [away(h), asks(h.live(), 'reconnect', 0)],
    /asked for what follows event 0 of session s1, though it had event 1 already/,
  ],
  [
    'fails when a tab leaves something out',
    (h) => [away(h), asks(h.live(), 'reconnect', 6)],
    /asked for what follows event 6 of session s1, though it never got event 6/,
  ],
  [
    'leaves out what a tab asks of a session that it does not show',
    (h) => {
      h.idle();
      h.verb('frontend', 'open', { sessionId: 's2' });
      asks(h.live(), 'reconnect', 3);
    },
    'left out',
  ],
]);

judgeLive(suspendLosesNothing, [
  [
    'passes a tab that is shown again after its last event',
    (h) => {
      away(h);
      asks(h.live(), 'resume', 5);
    },
  ],
  [
    'fails when a tab that is shown again asks for all',
    (h) => [away(h), asks(h.live(), 'resume', 2)],
    /asked for what follows event 2 of session s1, though it had event 3 already/,
  ],
]);
