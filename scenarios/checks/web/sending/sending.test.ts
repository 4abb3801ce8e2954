import { judgeLive } from '../../live/testing.ts';
import type { HistoryBuilder } from '../../testing.ts';
import {
  accepted,
  connect,
  connected,
  creates,
  ends,
  entry,
  hello,
  prompted,
  reads,
  refusal,
  says,
  send,
  shows,
  socketOf,
  transcript,
} from '../testing.ts';
import { createdOnce } from './created-once.ts';
import { firstWithoutResume } from './first-without-resume.ts';
import { laterWithResume } from './later-with-resume.ts';
import { nothingBeforeTheFirstMessage } from './nothing-before-the-first-message.ts';
import { rightSession } from './right-session.ts';

const anew = (h: HistoryBuilder) => h.verb('frontend', 'newSession', {});

judgeLive(nothingBeforeTheFirstMessage, [
  [
    'passes a new session that waits for its first message, and leaves the old one',
    (h) => {
      anew(h);
      says(h, 'one');
      creates(h);
      const line = connect(h);
      line.says(send('a', false, 'one'));
      anew(h);
      line.says({ type: 'switch_session', sessionId: null, after: null });
      ends(h);
    },
  ],
  [
    'fails when the record is made eagerly',
    (h) => [anew(h), creates(h) - 2],
    /frontend made the record of session s1 before anything was said/,
  ],
  [
    'fails when a socket is opened',
    (h) => {
      const at = anew(h);
      connect(h);
      return [at];
    },
    /opened a live socket before/,
  ],
  [
    'fails when the new session is watched',
    (h) => {
      const line = connect(h);
      const at = anew(h);
      return [at, line.says({ type: 'switch_session', sessionId: 's9', after: 0 })];
    },
    /sent switch_session of session s9/,
  ],
  [
    'fails when the history of the new session is asked for',
    (h) => [anew(h), reads(h, [], 's9') - 2],
    /asked for session s9/,
  ],
  [
    'leaves out a socket that is opened again after a loss, and another session that is opened',
    (h) => {
      connect(h, 's1').close();
      h.verb('frontend:b', 'open', { sessionId: 's1' });
      h.verb('frontend', 'open', { sessionId: 's1' });
      connect(h, 's1');
    },
    'left out',
  ],
]);

/** A record was made, and the tab is connected. */
const begun = (h: HistoryBuilder) => {
  creates(h);
  return connect(h);
};

judgeLive(firstWithoutResume, [
  [
    'passes a first message without resume, also after a refused one and after an empty history',
    (h) => {
      const line = begun(h);
      line.says(send('a', false));
      line.hears(refusal('prompt_too_large', 'a'));
      line.says(send('b', false));
      line.hears(accepted('b'));
      line.says(send('c', true));
      reads(h, [], 's2');
      line.says(send('d', false, 'x', 's2'));
    },
  ],
  [
    'fails when the first message resumes',
    (h) => [begun(h).says(send('a', true))],
    /sent the first message of session s1 with resume/,
  ],
  [
    'fails when the first message resumes after an empty history',
    (h) => {
      const line = connect(h);
      const read = reads(h, []);
      return [read + 1, line.says(send('a', true))];
    },
    /first message of session s1 with resume/,
  ],
  [
    'leaves out a session of which the tab knows nothing, and callers',
    (h) => {
      connect(h).says(send('a', true));
      creates(h, 's1', 'caller:x');
      connect(h, null, 'caller:x').says(send('b', true));
    },
    'left out',
  ],
]);

judgeLive(laterWithResume, [
  [
    'passes later messages with resume, one before the first is accepted, and a frame that is sent again as it was',
    (h) => {
      const line = begun(h);
      line.says(send('a', false));
      line.says(send('b', true));
      line.close();
      const again = connect(h);
      again.says(send('a', false));
      again.says(send('b', true));
    },
  ],
  [
    'passes what is known to be stored, or was answered, and is not sent again',
    (h) => {
      const line = begun(h);
      line.says(send('a', false));
      line.hears(prompted(2, 'a'));
      line.says(send('b', true));
      line.hears(refusal('prompt_too_large', 'b'));
      line.close();
      connect(h);
      h.wait(5000);
      ends(h);
    },
  ],
  [
    'fails when a message without an answer is not sent again on the next connection',
    (h) => {
      const line = begun(h);
      line.says(send('a', false));
      const lost = line.says(send('b', true));
      line.close();
      const again = connect(h);
      again.says(send('a', false));
      h.wait(5000);
      ends(h);
      return [lost];
    },
    /never sent message b of session s1 again, though it had no answer/,
  ],
  [
    'fails when the second message does not resume',
    (h) => {
      const line = begun(h);
      line.says(send('a', false));
      const heard = line.hears(accepted('a')) + 1;
      return [heard, line.says(send('b', false))];
    },
    /sent a later message of session s1 without resume/,
  ],
  [
    'fails when two before the first answer both begin',
    (h) => {
      const line = begun(h);
      const first = line.says(send('a', false));
      return [first, line.says(send('b', false))];
    },
    /later message of session s1 without resume/,
  ],
  [
    'fails when a loaded session is not resumed',
    (h) => {
      const line = connect(h);
      const read = reads(h, [prompted(1, 'z')]) + 1;
      return [read, line.says(send('b', false))];
    },
    /later message of session s1 without resume/,
  ],
  [
    'fails when a frame is sent again with resume',
    (h) => {
      const line = begun(h);
      const first = line.says(send('a', false));
      line.close();
      return [first, connect(h).says(send('a', true))];
    },
    /sent message a of session s1 again as another frame/,
  ],
  [
    'leaves out a frame that was refused for its resume, and what a reload forgot',
    (h) => {
      const line = begun(h);
      line.says(send('a', false));
      line.hears(refusal('nothing_to_resume', 'a'));
      h.verb('frontend', 'reload', {});
      connect(h).says(send('b', false));
    },
    'left out',
  ],
]);

judgeLive(createdOnce, [
  [
    'passes a creation that is tried again under its id, and one for each new session',
    (h) => {
      const first = h.send('frontend', 'createLiveSession', { params: { sessionId: 's1' }, body: {} });
      first.giveUp('timeout');
      creates(h, 's1', 'frontend', 503);
      creates(h);
      anew(h);
      creates(h, 's2');
    },
  ],
  [
    'passes a record that is made again after it was gone',
    (h) => {
      creates(h);
      connect(h, 's1').hears(refusal('not_found', 'a'));
      creates(h);
    },
  ],
  [
    'fails when a message goes to a record that is gone',
    (h) => {
      creates(h);
      const line = connect(h, 's1');
      line.says(send('a', false));
      const gone = line.hears(refusal('not_found', 'a'));
      return [gone + 1, line.says(send('a', false))];
    },
    /sent a message to session s1, which is gone, and did not make it again/,
  ],
  [
    "fails when another user's id is tried again",
    (h) => {
      const body = { code: 'session_id_taken' };
      const taken = h.call('frontend', 'createLiveSession', { params: { sessionId: 's1' }, body: {} }, 409, body);
      return [taken + 1, creates(h, 's1', 'frontend', 409) - 2];
    },
    /tried again under s1, an id that is another user's/,
  ],
  [
    'fails when two messages make two records',
    (h) => {
      const { sent } = h.send('frontend', 'createLiveSession', { params: { sessionId: 's1' }, body: {} });
      return [sent, creates(h, 's2') - 2];
    },
    /made a record again \(session s2\), before it was answered/,
  ],
  [
    'fails when a record is made again',
    (h) => {
      creates(h);
      return [creates(h) - 2];
    },
    /made a record again \(session s1\), though it had been made/,
  ],
  [
    'fails when it is tried again under another id',
    (h) => {
      creates(h, 's1', 'frontend', 503);
      return [creates(h, 's2') - 2];
    },
    /made the record again under another id, s2/,
  ],
  [
    'leaves out callers',
    (h) => {
      creates(h, 's1', 'caller:x');
      creates(h, 's1', 'caller:x');
    },
    'left out',
  ],
]);

/** The tab shows a session and is connected. */
const at = (h: HistoryBuilder, sessionId = 's1') => {
  h.verb('frontend', 'open', { sessionId });
  shows(h, 'ready', sessionId);
};

judgeLive(rightSession, [
  [
    'passes what is sent, stored and shown where it was typed',
    (h) => {
      says(h, 'one');
      creates(h);
      const line = connect(h);
      line.says(send('a', false, 'one'));
      line.hears(accepted('a'));
      line.hears(prompted(1, 'a', 'one'));
      transcript(h, [entry('user', 'one')]);
      h.verb('frontend', 'switchTo', { sessionId: 's2' });
      says(h, 'two');
      line.says(send('b', true, 'two', 's2'));
      line.hears(accepted('b', 1, 's2'));
      transcript(h, [entry('user', 'two')], 's2');
      h.verb('frontend', 'switchTo', { sessionId: 's1' });
      says(h, 'three');
      shows(h, 'ready', 's1', { draft: 'three' });
      h.verb('frontend', 'retry', {});
      line.says(send('c', true, 'three'));
      ends(h);
    },
  ],
  [
    'fails when a queue goes out into another session',
    (h) => {
      at(h);
      const typed = says(h, 'one');
      at(h, 's2');
      return [typed, connect(h).says(send('a', true, 'one', 's2'))];
    },
    /sent "one" to session s2, though it was typed in s1/,
  ],
  [
    'fails when a first message goes to a session that the tab did not make',
    (h) => {
      anew(h);
      const typed = says(h, 'one');
      return [typed, connect(h).says(send('a', true, 'one'))];
    },
    /sent "one" to session s1, though it was typed in a new one/,
  ],
  [
    'fails when the target accepts it for another session',
    (h) => {
      const line = connect(h);
      const sent = line.says(send('a', true));
      return [sent + 1, line.hears(accepted('a', 1, 's2'))];
    },
    /A prompt for session s1 was accepted for session s2/,
  ],
  [
    'fails when the target stores it in another session',
    (h) => {
      const sent = connect(h).says(send('a', true));
      return [sent + 1, reads(h, [prompted(1, 'a', 'prompt a', 's2')], 's2', 'observer')];
    },
    /A prompt for session s1 was stored in session s2/,
  ],
  [
    'fails when the target tells who does not watch',
    (h) => [connect(h).hears(prompted(1, 'a'))],
    /sent frontend user_message of session s1, which it does not watch/,
  ],
  [
    'fails when the transcript has a message of the session before',
    (h) => {
      const read = reads(h, [prompted(1, 'a', 'one')]);
      at(h, 's2');
      return [read, transcript(h, [entry('user', 'one')], 's2')];
    },
    /shows "one" of session s1 in session s2/,
  ],
  [
    'leaves out a reply that only begins like another, and prompts of callers',
    (h) => {
      reads(h, [prompted(1, 'a', 'one')]);
      at(h, 's2');
      transcript(h, [entry('user', 'one', 'streaming')], 's2');
      const line = socketOf(h, 'caller:x');
      line.says(hello());
      line.hears(connected());
      line.loses(send('z', true, 'three'));
    },
  ],
]);
