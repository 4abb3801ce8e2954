import { limits } from '../../../contracts/wire/index.ts';
import { judgeCases } from '../cases.testing.ts';
import { type HistoryBuilder, result, session, task } from '../testing.ts';
import { limitsKept } from './limits-kept.ts';
import { listsComplete } from './lists-complete.ts';

const uuid = '4a6c8e0f-1b3d-4f57-a9c2-5e7d9b1f3a68';
const message = (content = 'x') => ({ messageId: uuid, role: 'assistant', content, createdAt: 0 });
const many = (count: number) => Array.from({ length: count }, () => message());
const append = (h: HistoryBuilder, messages: unknown[], status: number, body: unknown) =>
  h.call('vm-agent', 'appendMessages', { params: { sessionId: 's1' }, body: { messages } }, status, body);
const submit = (h: HistoryBuilder, text: string, status: number, code?: string) =>
  h.call('frontend', 'submitTask', { headers: { 'idempotency-key': 'k1' }, body: { message: text } }, status, { code });
const stored = (count: number) => ({ results: Array.from({ length: count }, () => result(uuid, 'stored')) });
/** In bytes of UTF-8 over the limit, in characters under it. */
const large = 'ü'.repeat(limits.messageBytes / 2 + 1);

judgeCases(limitsKept, [
  [
    'passes each limit with its code',
    (h) => {
      append(h, many(101), 413, { code: 'batch_too_large' });
      append(h, [message(large)], 200, { results: [result(uuid, 'message_too_large')] });
      append(
        h,
        Array.from({ length: 11 }, () => message('x'.repeat(limits.messageBytes))),
        413,
        { code: 'body_too_large' },
      );
      submit(h, large, 413, 'message_too_large');
      append(h, many(100), 200, stored(100));
    },
  ],
  [
    'fails when 101 messages are stored',
    (h) => [append(h, many(101), 200, stored(101))],
    /answered 200 .*instead of 413 batch_too_large/,
  ],
  [
    'fails when bytes are counted as characters',
    (h) => [append(h, [message(large)], 200, stored(1))],
    /over 100 KiB and was stored/,
  ],
  [
    'fails when a large prompt is called malformed',
    (h) => [submit(h, large, 400, 'malformed_request')],
    /instead of 413 message_too_large/,
  ],
  [
    'fails when what is within a limit is refused',
    (h) => [append(h, many(100), 413, { code: 'batch_too_large' })],
    /within the limits was refused with 413 batch_too_large/,
  ],
  [
    'fails for a 17th subscription, and for a 16th that is refused',
    (h) => {
      const line = h.socket('frontend');
      const ask = (place: number) => line.says({ type: 'subscribe', sessionId: `s${place}`, after: null });
      const take = (place: number) => line.hears({ type: 'subscribed', sessionId: `s${place}`, cursor: 0 });
      for (let place = 1; place <= 15; place += 1) void [ask(place), take(place)];
      ask(16);
      const refused = line.hears({ type: 'error', code: 'too_many_subscriptions', detail: '', sessionId: 's16' });
      void [ask(16), take(16), ask(17)];
      return [refused, take(17)];
    },
    /frontend was refused a subscription beside 15 others. \(and 1 more\)/,
  ],
  [
    'fails for a page longer than asked',
    (h) => [h.call('frontend', 'listTasks', { query: 'limit=1' }, 200, { tasks: [task(), task()], nextCursor: null })],
    /page of 2 rows was answered where 1/,
  ],
  [
    'does not judge refusals for another reason',
    (h) => {
      append(h, many(101), 401, { code: 'unauthenticated' });
      append(h, many(101), 503, { code: 'unavailable' });
      append(h, many(101), 409, { code: 'session_stopped' });
      h.call('caller', 'appendMessages', { params: { sessionId: 's1' }, body: { messages: many(1) } }, 413, {
        code: 'body_too_large',
      });
    },
  ],
]);

const page = (h: HistoryBuilder, ids: string[], nextCursor: string | null, query?: string) =>
  h.call('frontend', 'listTasks', { query }, 200, { tasks: ids.map((taskId) => task({ taskId })), nextCursor });

judgeCases(listsComplete, [
  [
    'passes pages that have every row',
    (h) => {
      h.submit();
      h.submit({ key: 'k2', task: 't2', session: 's2' });
      page(h, ['t2'], 'c1', 'limit=1');
      page(h, ['t1'], null, 'cursor=c1&limit=1');
    },
  ],
  [
    'fails when a tie in time loses a row between pages',
    (h) => {
      h.submit();
      const made = h.submit({ key: 'k2', task: 't2', session: 's2' });
      h.submit({ key: 'k3', task: 't3', session: 's3' });
      return [made, page(h, ['t3'], 'c1'), page(h, ['t1'], null, 'cursor=c1')];
    },
    /listTasks ended after 2 rows without t2/,
  ],
  [
    'fails when a list is cut short in silence',
    (h) => {
      const made = h.submit();
      return [made, h.call('frontend', 'listSessions', {}, 200, { sessions: [], nextCursor: null })];
    },
    /listSessions ended after 0 rows without s1/,
  ],
  [
    'fails when older rows come first',
    (h) => {
      const tasks = [task({ createdAt: 1 }), task({ taskId: 't2', createdAt: 2 })];
      return [h.call('frontend', 'listTasks', {}, 200, { tasks, nextCursor: null })];
    },
    /listTasks shows t2 after an older one/,
  ],
  [
    'fails when the next page of a history begins too late',
    (h) => {
      const messages = [{ sessionId: 's1', messageId: 'm1', seq: 1 }];
      return [h.call('frontend', 'listMessages', { params: { sessionId: 's1' } }, 200, { messages, nextAfter: 2 })];
    },
    /ends with seq 1, but says that the next one begins after 2/,
  ],
  [
    'passes a row that came while the list was read, and one of another project',
    (h) => {
      h.call('frontend', 'submitTask', { params: { projectId: 'p2' }, body: { message: 'x' } }, 201, {
        taskId: 't9',
        sessionId: 's9',
      });
      const read = h.send('frontend', 'listSessions');
      h.submit();
      read.answer(200, { sessions: [], nextCursor: null });
      h.call('frontend', 'listSessions', {}, 200, { sessions: [session()], nextCursor: null });
    },
  ],
]);
