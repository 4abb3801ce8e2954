import { judgeLive } from '../../live/testing.ts';
import type { HistoryBuilder } from '../../testing.ts';
import {
  accepted,
  completed,
  connect,
  connected,
  creates,
  hello,
  prompted,
  reads,
  record,
  refusal,
  send,
  socketOf,
  switched,
} from '../testing.ts';
import { emptySessionsVanish } from './empty-sessions-vanish.ts';
import { metadataKept } from './metadata-kept.ts';
import { oneRecordPerId } from './one-record-per-id.ts';
import { seesOnlyItsOwn } from './sees-only-its-own.ts';

const lists = (h: HistoryBuilder, ...sessionIds: string[]) => {
  const sessions = sessionIds.map((sessionId) => record({ sessionId }));
  return h.call('frontend', 'listLiveSessions', {}, 200, { sessions, nextCursor: null });
};
const gets = (h: HistoryBuilder, status = 200, fields = {}, token = 'token-of-frontend') =>
  h.call(
    'frontend',
    'getLiveSession',
    { params: { sessionId: 's1' }, token },
    status,
    status === 200 ? record(fields) : { code: 'not_found' },
  );
const tenMinutes = 600_000;

judgeLive(emptySessionsVanish, [
  [
    'passes lists without it, and its removal',
    (h) => {
      creates(h);
      lists(h);
      gets(h);
      h.wait(tenMinutes + 5000);
      gets(h, 404);
      creates(h, 's2');
      connect(h).says(send('a', false, 'one', 's2'));
      lists(h, 's2');
    },
  ],
  [
    'fails when an empty session is listed',
    (h) => [creates(h), lists(h, 's1')],
    /Session s1 is in a list, though it has no message/,
  ],
  [
    'fails when it stays',
    (h) => {
      const made = creates(h);
      h.wait(tenMinutes + 5000);
      return [made, gets(h)];
    },
    /Session s1 has no message and is still there 605 s after it was made/,
  ],
  [
    'fails when its history stays',
    (h) => {
      const made = creates(h);
      h.wait(tenMinutes + 5000);
      return [made, reads(h, [])];
    },
    /still there 605 s/,
  ],
  [
    'leaves out a session with a message, a young one, and late alarms',
    (h) => {
      creates(h);
      gets(h);
      h.fault('alarm-late');
      h.wait(tenMinutes + 5000);
      gets(h);
    },
    'left out',
  ],
]);

const meta = (
  totalTokens: number,
  messageCount: number,
  lastMessageAt: number | null,
  firstMessagePreview = 'one',
) => ({
  metadata: { totalTokens, messageCount, lastMessageAt, firstMessagePreview },
});
const first = prompted(1, 'a', 'one');
const reply = (more = meta(2, 2, 2)) => completed(2, 'a', 'Echo: one', more);

judgeLive(metadataKept, [
  [
    'passes what counts right, in replies and in the record until the next change',
    (h) => {
      reads(h, [first, reply(), prompted(3, 'b'), completed(4, 'b', 'Echo: b', meta(4, 4, 4))]);
      gets(h, 200, { seq: 2, ...meta(2, 2, 2) });
      gets(h, 200, { seq: 3, ...meta(2, 3, 3) });
      gets(h, 200, { seq: 4, ...meta(4, 4, 4) });
    },
  ],
  [
    'fails when a reply counts wrong',
    (h) => [reads(h, [first, reply(meta(2, 1, 2))])],
    /A reply of session s1 \(seq 2\) counts 1 messages instead of 2/,
  ],
  [
    'fails when tokens do not grow',
    (h) => [reads(h, [first, reply(), prompted(3, 'b'), completed(4, 'b', 'Echo: b', meta(2, 4, 4))])],
    /has 2 tokens after 2/,
  ],
  [
    'fails when the last message time is old',
    (h) => [
      reads(h, [
        { ...first, at: 1 },
        { ...reply(meta(2, 2, 1)), at: 500 },
      ]),
    ],
    /does not have its own time as the last/,
  ],
  [
    'fails when the preview is of another prompt',
    (h) => [reads(h, [first, reply(meta(2, 2, 2, 'two'))])],
    /has another preview than the first prompt/,
  ],
  [
    'fails when the record has other counts',
    (h) => {
      reads(h, [first, reply()]);
      return [gets(h, 200, { seq: 2, ...meta(2, 1, 2) })];
    },
    /The record of session s1 \(seq 2\) counts 1 messages instead of 2/,
  ],
  [
    'fails when the record has other tokens',
    (h) => {
      reads(h, [first, reply()]);
      return [gets(h, 200, { seq: 2, ...meta(7, 2, 2) })];
    },
    /has other tokens than its last reply said/,
  ],
  [
    'fails when the record has another time',
    (h) => {
      reads(h, [first, reply()]);
      return [gets(h, 200, { seq: 2, ...meta(2, 2, 1) })];
    },
    /has another last message time/,
  ],
  [
    'fails when the database fails a reply',
    (h) => {
      const fault = h.fault('database-failed');
      const failed = { ...reply(), type: 'message_failed', detail: '' };
      return [fault, reads(h, [first, failed])];
    },
    /A reply of session s1 failed with the database/,
  ],
  [
    'leaves out a history with gaps, what a fault may have kept from the record, and a reply told to fail',
    (h) => {
      reads(h, [prompted(3, 'a'), completed(4, 'a', 'Echo', meta(0, 0, null))]);
      h.fault('database-failed');
      const failed = { ...completed(2, 'z', '', {}, 's2'), type: 'message_failed', detail: '' };
      reads(h, [prompted(1, 'z', '/fail', 's2'), failed], 's2');
      gets(h, 200, { seq: 4 });
    },
    'left out',
  ],
]);

/** A token for a user. */
const holds = (h: HistoryBuilder, userId: string, token: string) => {
  const body = { projectId: 'p1', expiresInSeconds: 6000, role: 'user', userId };
  h.call('harness', 'createToken', { body }, 201, { token });
};
const both = (h: HistoryBuilder) => {
  holds(h, 'alice', 'token-of-frontend');
  holds(h, 'bob', 'token-of-caller:bob');
};

judgeLive(oneRecordPerId, [
  [
    'passes the same again, another user who is refused, what is no UUID, and a second life',
    (h) => {
      both(h);
      creates(h);
      creates(h, 's1', 'frontend', 200);
      creates(h, 's1', 'caller:bob', 409);
      creates(h, 'not an id', 'frontend', 400);
      h.wait(tenMinutes + 5000);
      creates(h);
    },
  ],
  [
    'fails when it makes a second record',
    (h) => {
      both(h);
      return [creates(h), creates(h)];
    },
    /Making session s1 again made another record/,
  ],
  [
    'fails when it is refused to its own user',
    (h) => {
      both(h);
      return [creates(h), creates(h, 's1', 'frontend', 409)];
    },
    /again was refused, though it is of the same user/,
  ],
  [
    'fails when another user gets it',
    (h) => {
      both(h);
      return [creates(h), creates(h, 's1', 'caller:bob', 200)];
    },
    /Making session s1 of another user was not refused/,
  ],
  [
    'fails when any text is an id',
    (h) => [creates(h, 'not an id')],
    /Making session not an id under an id that is no UUID was answered 201/,
  ],
  [
    'fails when it is known before it was made',
    (h) => [creates(h, 's1', 'frontend', 200)],
    /was answered 200, though nobody made it/,
  ],
  [
    'fails when a list has it twice',
    (h) => {
      creates(h);
      return [lists(h, 's1', 's1')];
    },
    /Session s1 is in a list twice/,
  ],
  [
    'fails when something of it changes',
    (h) => [creates(h), gets(h, 200, { createdAt: 7 })],
    /has another createdAt than when it was made/,
  ],
  [
    'leaves out records that were made by nobody in this history',
    (h) => {
      gets(h);
    },
    'left out',
  ],
]);

const bob = (h: HistoryBuilder) => connect(h, null, 'caller:bob');

judgeLive(seesOnlyItsOwn, [
  [
    'passes what its user is told, and others who find nothing',
    (h) => {
      both(h);
      creates(h);
      gets(h);
      lists(h, 's1');
      const line = connect(h, 's1');
      line.hears(switched(0));
      const other = bob(h);
      other.says({ type: 'switch_session', sessionId: 's1', after: 0 });
      other.hears(refusal('not_found'));
      other.hears({
        type: 'reconnected',
        sessions: [{ sessionId: 's1', status: 'not_found', seq: 0, running: false }],
      });
      h.call('caller:bob', 'liveHistory', { params: { sessionId: 's1' } }, 404, {});
    },
  ],
  [
    'fails when another user may watch',
    (h) => {
      both(h);
      creates(h);
      return [bob(h).hears(switched(0))];
    },
    /bob of p1 was told session_switched of session s1, which is alice of p1's/,
  ],
  [
    'fails when another user gets an event',
    (h) => {
      both(h);
      creates(h);
      return [bob(h).hears(prompted(1, 'a'))];
    },
    /bob of p1 was told user_message/,
  ],
  [
    'fails when a reconnect replays to another user',
    (h) => {
      both(h);
      creates(h);
      const sessions = [{ sessionId: 's1', status: 'replayed', seq: 0, running: false }];
      return [bob(h).hears({ type: 'reconnected', sessions })];
    },
    /bob of p1 was told reconnected/,
  ],
  [
    'fails when an error shows that it exists',
    (h) => {
      both(h);
      creates(h);
      return [bob(h).hears(refusal('resume_required', 'a'))];
    },
    /bob of p1 was told error of session s1/,
  ],
  [
    'fails when another user may read it',
    (h) => {
      both(h);
      creates(h);
      return [reads(h, [], 's1', 'caller:bob'), gets(h, 200, {}, 'token-of-caller:bob')];
    },
    /bob of p1 was told liveHistory/,
  ],
  [
    'fails when a list shows it',
    (h) => {
      both(h);
      creates(h);
      const sessions = [record()];
      return [h.call('caller:bob', 'listLiveSessions', {}, 200, { sessions, nextCursor: null })];
    },
    /bob of p1 was told listLiveSessions/,
  ],
  [
    'fails when anything is told before hello is answered',
    (h) => {
      both(h);
      creates(h);
      const line = socketOf(h, 'frontend');
      line.says(hello());
      return [line.hears(accepted('a'))];
    },
    /sent frontend accepted before it was connected/,
  ],
  [
    'leaves out sessions and tokens of which it is not known whose they are',
    (h) => {
      holds(h, 'alice', 'alice');
      creates(h);
      const line = socketOf(h, 'caller:x');
      line.says(hello(null, 'unknown'));
      line.hears(connected());
      line.hears(prompted(1, 'a'));
    },
  ],
]);
