import { judgeLive, type LiveHistoryBuilder } from '../testing.ts';
import { reconnectReplays } from './reconnect-replays.ts';
import { senderSubscribed } from './sender-subscribed.ts';
import { suspendLosesNothing } from './suspend-loses-nothing.ts';
import { switchSubscribes } from './switch-subscribes.ts';

const start = {
  type: 'message_start',
  sessionId: 's1',
  messageId: 'r-c1',
  clientMsgId: 'c1',
  run: 1,
  text: '',
  index: 0,
};
const chunk = (index: number) => ({ type: 'chunk', sessionId: 's1', messageId: 'r-c1', index, text: 'x' });
const reconnects = (h: LiveHistoryBuilder, lastSeq: number, status: string, seq: number) => {
  const line = h.live();
  line.says({ type: 'reconnect', sessions: [{ sessionId: 's1', lastSeq }] });
  const sessions = [{ sessionId: 's1', status, seq, running: true }];
  return { line, answer: line.hears({ type: 'reconnected', sessions }) };
};

judgeLive(switchSubscribes, [
  [
    'passes what comes after the cursor, and live events with their chunks',
    (h) => {
      h.begun();
      const line = h.live();
      line.switches('s1', { seq: 4 }, 2);
      for (const event of h.stored.get('s1')?.slice(2) ?? []) line.hears(event);
      line.hears(start);
      line.hears(chunk(0));
      h.wait(100);
      line.hears(h.complete('c1'));
      h.observeLive();
    },
  ],
  [
    'passes a socket that broke before the event was stored, and one that switched away',
    (h) => {
      h.begun();
      const [gone, away] = [h.live(), h.live('caller:b')];
      gone.switches('s1', { seq: 4 });
      away.switches('s1', { seq: 4 });
      gone.close();
      away.says({ type: 'switch_session', sessionId: null, after: null });
      away.hears({ type: 'session_cleared' });
      const kept = h.live('caller:c');
      kept.switches('s1', { seq: 4 });
      h.wait(5_000);
      kept.hears(h.complete('c1'));
      h.observeLive();
    },
  ],
  [
    'fails when the switch did not subscribe',
    (h) => {
      h.begun();
      const line = h.live();
      const switched = line.switches('s1', { seq: 4 });
      h.wait(100);
      h.complete('c1');
      return [switched, h.observeLive().s1 ?? -1];
    },
    /watched since its switch_session, but was never sent message_complete \(event 5\)/,
  ],
  [
    'fails when an event before the cursor is sent, and one twice',
    (h) => {
      h.begun();
      const line = h.live();
      line.switches('s1', { seq: 4 }, 3);
      const [, , third, fourth] = h.stored.get('s1') ?? [];
      const sent = [third, fourth, fourth].map((event) => line.hears({ ...event }));
      return [sent[0] ?? -1, sent[2] ?? -1];
    },
    /was sent event 3 of session s1 though it had all up to 3. \(and 1 more\)/,
  ],
  [
    'fails when a chunk is left out, and when one comes of a reply that never began',
    (h) => {
      h.begun();
      const line = h.live();
      line.switches('s1', { seq: 4 });
      line.hears(start);
      return [line.hears(chunk(1)), line.hears({ ...chunk(0), messageId: 'r9' })];
    },
    /was sent chunk 1 of reply r-c1, where chunk 0 comes next/,
  ],
  [
    'fails when nothing follows a cursor that is ahead',
    (h) => {
      h.begun();
      return [h.live().switches('s1', { seq: 4 }, 9), h.observeLive().s1 ?? -1];
    },
    /was never sent session_state \(event 1\) of session s1 and 3 more/,
  ],
]);

judgeLive(senderSubscribed, [
  [
    'passes when the first frames of the loop reach the sender, before its answer too',
    (h) => {
      h.make();
      h.state('CREATED', 0);
      const line = h.live();
      line.says({ type: 'send', sessionId: 's1', clientMsgId: 'c1', prompt: 'Hi', resume: false });
      line.hears(h.user('c1', 'Hi'));
      line.hears({ type: 'accepted', sessionId: 's1', clientMsgId: 'c1', messageId: 'm-c1', seq: 2, status: 'stored' });
      line.hears(h.state('STARTING'));
      h.observeLive();
    },
  ],
  [
    'fails when the watch comes after the send',
    (h) => {
      h.make();
      h.state('CREATED', 0);
      const line = h.live();
      h.user('c1', 'Hi');
      h.state('STARTING');
      const accepted = line.prompts('s1', 'c1', 'Hi', { seq: 2 });
      h.wait(100);
      line.hears(h.state('ACTIVE'));
      h.observeLive();
      return [accepted];
    },
    /watched since its send, but was never sent user_message \(event 2\) of session s1 and 1 more/,
  ],
  [
    'leaves out a sender that was watching, and one that was refused',
    (h) => {
      h.idle();
      const line = h.live();
      line.switches('s1', { seq: 5 });
      line.hears(h.user('c2'));
      line.prompts('s1', 'c2', 'say c2', { seq: 6 });
      const other = h.live('caller:b');
      other.says({ type: 'send', sessionId: 's1', clientMsgId: 'c3', prompt: 'x', resume: false });
      other.hears({ type: 'error', code: 'resume_required', detail: '', sessionId: 's1', clientMsgId: 'c3' });
      h.observeLive();
    },
    'left out',
  ],
]);

judgeLive(reconnectReplays, [
  [
    'passes a replay, and everything from the first where the cursor is ahead',
    (h) => {
      h.idle();
      const one = reconnects(h, 3, 'replayed', 5);
      for (const event of h.stored.get('s1')?.slice(3) ?? []) one.line.hears(event);
      const two = reconnects(h, 9, 'cursor_invalid', 5);
      for (const event of h.stored.get('s1') ?? []) two.line.hears(event);
      h.observeLive();
    },
  ],
  [
    'fails when a session that is there is not found',
    (h) => {
      h.idle();
      const { answer } = reconnects(h, 3, 'not_found', 0);
      h.observeLive();
      return [answer];
    },
    /A reconnect to session s1, which is there, was answered not_found/,
  ],
  [
    'fails when all is replayed from zero',
    (h) => {
      h.idle();
      const { line, answer } = reconnects(h, 3, 'replayed', 5);
      const sent = (h.stored.get('s1') ?? []).map((event) => line.hears(event));
      return [answer, sent[2] ?? -1];
    },
    /was sent event 1 of session s1 though it had all up to 3/,
  ],
  [
    'fails when the end of a reply is skipped',
    (h) => {
      h.idle();
      const { line, answer } = reconnects(h, 3, 'replayed', 5);
      line.hears({ ...h.stored.get('s1')?.[3] });
      h.observeLive();
      return [answer];
    },
    /watched since its reconnect, but was never sent message_complete/,
  ],
  [
    'fails when a cursor that is ahead is taken, and when one that is not is refused',
    (h) => {
      h.idle();
      return [reconnects(h, 9, 'replayed', 5).answer, reconnects(h, 5, 'cursor_invalid', 5).answer];
    },
    /stood at 5; a reconnect after 9 was answered replayed instead of cursor_invalid/,
  ],
  ['leaves out a session that is not found', (h) => void reconnects(h, 1, 'not_found', 0), 'left out'],
]);

const suspends = (h: LiveHistoryBuilder) => {
  h.begun();
  const line = h.live();
  line.switches('s1', { seq: 4 });
  const sessions = [{ sessionId: 's1', lastSeq: 4 }];
  line.says({ type: 'suspend', sessions });
  line.hears({ type: 'suspended', sessions: [{ sessionId: 's1' }] });
  return line;
};
const resumes = (line: ReturnType<typeof suspends>, seq: number) => {
  line.says({ type: 'resume', sessions: [{ sessionId: 's1', lastSeq: 4 }] });
  return line.hears({ type: 'resumed', sessions: [{ sessionId: 's1', status: 'replayed', seq, running: true }] });
};

judgeLive(suspendLosesNothing, [
  [
    'passes when all that was missed follows the resume',
    (h) => {
      const line = suspends(h);
      h.wait(100);
      const event = h.complete('c1');
      resumes(line, 5);
      line.hears(event);
      h.observeLive();
    },
  ],
  [
    'fails when something is sent while suspended',
    (h) => {
      const line = suspends(h);
      return [line.hears(h.complete('c1'))];
    },
    /was sent message_complete of session s1, which it had suspended/,
  ],
  [
    'fails when what was missed is lost',
    (h) => {
      const line = suspends(h);
      h.complete('c1');
      const resumed = resumes(line, 5);
      h.observeLive();
      return [resumed];
    },
    /watched since its resume, but was never sent message_complete/,
  ],
  [
    'leaves out who never suspended',
    (h) => {
      h.begun();
      h.live().switches('s1', { seq: 4 });
      h.observeLive();
    },
    'left out',
  ],
]);
