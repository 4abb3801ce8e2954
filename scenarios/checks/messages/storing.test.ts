import { judgeCases } from '../cases.testing.ts';
import { type HistoryBuilder, result, session, stored, written } from '../testing.ts';
import { answeredPerMessage } from './answered-per-message.ts';
import { conflictKeepsFirst } from './conflict-keeps-first.ts';
import { idsScopedToSession } from './ids-scoped-to-session.ts';
import { nothingAcknowledgedLost } from './nothing-acknowledged-lost.ts';
import { shownAsSent } from './shown-as-sent.ts';
import { storedOnce } from './stored-once.ts';

const [m2, m3] = [written('m2'), written('m3')];
const params = { sessionId: 's1' };
/** A batch and its answer, which does not arrive. */
const unheard = (h: HistoryBuilder, messages: unknown[], status: number, body: unknown) => {
  const step = h.send('vm-agent', 'appendMessages', { params, body: { messages } });
  step.arrive();
  const answered = step.answer(status, body);
  step.giveUp();
  return answered;
};
const read = (h: HistoryBuilder, messages: unknown[], query?: string, nextAfter: number | null = null) =>
  h.call('frontend', 'listMessages', { params, query }, 200, { messages, nextAfter });

judgeCases(answeredPerMessage, [
  [
    'passes a bad message among good ones',
    (h) => {
      h.submit();
      h.append('vm-agent', 's1', [m2, { messageId: 'm9' }, m3], ['stored', 'malformed_message', 'stored']);
    },
  ],
  [
    'fails when the answer only counts',
    (h) => [unheard(h, [m2, m3], 200, { stored: 2, duplicates: 0 })],
    /2 messages was answered with 0 results/,
  ],
  [
    'fails when one bad message fails the whole batch',
    (h) => {
      h.submit();
      return [unheard(h, [m2, { messageId: 'm9' }], 400, { code: 'malformed_request' })];
    },
    /refused as a whole \(malformed_request\)/,
  ],
  [
    'fails when results are in another order',
    (h) => [unheard(h, [m2, m3], 200, { results: [result('m3', 'stored'), result('m2', 'stored')] })],
    /at the place of message m2 is about m3/,
  ],
  [
    'fails when a malformed message is stored',
    (h) => [unheard(h, [written('m2', 'a\0b')], 200, { results: [result('m2', 'stored')] })],
    /Message m2 is malformed, but was answered stored/,
  ],
  [
    'does not judge a refusal of what is no batch, is nested, or goes nowhere',
    (h) => {
      h.append('vm-agent', 's1', [m2], ['stored']);
      unheard(h, [m2], 400, { code: 'malformed_request' });
      h.submit();
      unheard(h, [], 400, { code: 'malformed_request' });
      unheard(h, [{ ...m2, content: [[[[]]]] }], 400, { code: 'malformed_request' });
      unheard(h, [m2], 413, { code: 'body_too_large' });
    },
  ],
]);

judgeCases(nothingAcknowledgedLost, [
  [
    'passes acknowledged messages that are read later, page by page',
    (h) => {
      h.append('vm-agent', 's1', [m2, m3], ['stored', 'stored']);
      read(h, [stored('m1', 1), stored('m2', 2)], 'limit=2', 2);
      read(h, [stored('m3', 3)], 'limit=2&after=2');
    },
  ],
  [
    'fails when a buffer acknowledged what it then lost, also where the answer never arrived',
    (h) => [
      unheard(h, [m2], 200, { results: [result('m2', 'stored')] }),
      h.observe({ histories: { s1: [stored('m1', 1)] } }).histories.s1 ?? -1,
    ],
    /Message m2 of session s1 was acknowledged, but is not in the history read later, at seq 2/,
  ],
  [
    'fails when the content changed',
    (h) => [h.append('vm-agent', 's1', [m2], ['stored']), read(h, [stored('m2', 2, { content: 'Else' })])],
    /another content or role/,
  ],
  [
    'fails when the whole session is gone',
    (h) => {
      const answered = h.append('vm-agent', 's1', [m2], ['duplicate']);
      h.observe({});
      return [answered, h.call('observer', 'listMessages', { params }, 404, { code: 'not_found' })];
    },
    /the history cannot be read/,
  ],
  [
    'does not judge a reading that was asked for before, or a page of another part',
    (h) => {
      const early = h.send('frontend', 'listMessages', { params });
      h.append('vm-agent', 's1', [m2], ['stored']);
      early.answer(200, { messages: [], nextAfter: null });
      read(h, [stored('m1', 1)], 'limit=1', 1);
      read(h, [stored('m2', 2)], 'after=1');
    },
  ],
]);

judgeCases(conflictKeepsFirst, [
  [
    'passes a duplicate and a conflict',
    (h) => {
      h.append('vm-agent', 's1', [m2], ['stored']);
      h.append('vm-agent', 's1', [m2], ['duplicate']);
      h.append('vm-agent', 's1', [written('m2', 'Else')], ['message_conflict']);
    },
  ],
  [
    'fails when other content is called a duplicate',
    (h) => [
      h.append('vm-agent', 's1', [m2], ['stored']),
      h.append('vm-agent', 's1', [written('m2', 'Else')], ['duplicate']),
    ],
    /called a duplicate, not a conflict/,
  ],
  [
    'fails when the first is overwritten',
    (h) => [read(h, [stored('m2', 2)]), read(h, [stored('m2', 2, { content: 'Else' })])],
    /has two contents or roles/,
  ],
  [
    'fails when the same is called a conflict',
    (h) => [h.append('vm-agent', 's1', [m2], ['stored']), h.append('vm-agent', 's1', [m2], ['message_conflict'])],
    /rejected as a conflict/,
  ],
  [
    'passes a conflict with what a lost request may have stored, and an id in another session',
    (h) => {
      h.send('vm-agent', 'appendMessages', { params, body: { messages: [written('m2', 'Else')] } }).arrive();
      h.append('vm-agent', 's1', [m2], ['message_conflict']);
      h.append('vm-agent', 's2', [m2], ['stored']);
      h.append('vm-agent', 's2', [m2], ['duplicate']);
    },
  ],
]);

judgeCases(idsScopedToSession, [
  [
    'passes an id that is stored in two sessions',
    (h) => {
      h.append('vm-agent', 's1', [m2], ['stored']);
      h.append('vm-agent', 's2', [m2], ['stored']);
    },
  ],
  [
    'fails when ids are global to the project',
    (h) => {
      const first = h.append('vm-agent', 's1', [m2], ['stored']);
      return [first - 1, h.append('vm-agent', 's2', [m2], ['duplicate'])];
    },
    /Message m2 is new to session s2, but was called duplicate/,
  ],
  [
    'passes duplicates of what came twice, or with the submit',
    (h) => {
      h.append('vm-agent', 's1', [m2, written('m1')], ['stored', 'duplicate']);
      const twice = h.send('vm-agent', 'appendMessages', { params: { sessionId: 's2' }, body: { messages: [m2] } });
      twice.arrive();
      twice.arrive();
      twice.answer(200, { results: [result('m2', 'duplicate')] });
      h.submit({ session: 's3' });
      h.append('vm-agent', 's3', [written('m1')], ['duplicate']);
      h.append('vm-agent', 's4', [written('m1')], ['stored']);
    },
  ],
]);

judgeCases(shownAsSent, [
  [
    'passes what is shown as it was sent, by whichever of two senders, and what nobody sent in a batch',
    (h) => {
      h.append('vm-agent', 's1', [m2], ['stored']);
      h.observe({ histories: { s1: [stored('m1', 1), stored('m2', 2)], s2: [stored('m2', 1)] } });
    },
  ],
  [
    'fails for a content that was changed, whatever was answered, and says where',
    (h) => {
      unheard(h, [{ ...m2, content: `${'a'.repeat(300)}b` }], 200, {});
      return [
        0,
        h.observe({ histories: { s1: [{ ...stored('m2', 1), content: `${'a'.repeat(300)}c` }] } }).histories.s1 ?? -1,
      ];
    },
    /Message m2 of session s1 is shown as nobody sent it: after 300 characters "b" has become "c"/,
  ],
]);

judgeCases(storedOnce, [
  [
    'passes a message that is sent twice and stored once',
    (h) => {
      unheard(h, [m2], 200, { results: [result('m2', 'stored')] });
      h.append('vm-agent', 's1', [m2], ['duplicate']);
      h.observe({ histories: { s1: [stored('m1', 1), stored('m2', 2)] } });
    },
  ],
  [
    'fails when overlapping batches both store it',
    (h) => [h.append('vm-agent', 's1', [m2], ['stored']), h.append('vm-agent', 's1', [m2], ['stored'])],
    /answered stored twice/,
  ],
  [
    'fails when a history has it twice',
    (h) => [h.observe({ histories: { s1: [stored('m2', 1), stored('m2', 2)] } }).histories.s1 ?? -1],
    /m2 of session s1 has seq 1 and seq 2/,
  ],
  [
    'passes one id in two sessions',
    (h) => {
      h.append('vm-agent', 's1', [m2], ['stored']);
      h.append('vm-agent', 's2', [m2], ['stored'], 5);
      h.call('frontend', 'getSession', { params }, 200, session());
    },
  ],
]);
