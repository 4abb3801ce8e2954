import { judgeCases } from '../cases.testing.ts';
import { type HistoryBuilder, written } from '../testing.ts';
import { batchesBounded } from './batches-bounded.ts';

const request = (messages: unknown[]) => ({ params: { sessionId: 's1' }, body: { messages } });
const sending = (h: HistoryBuilder, messages: unknown[]) => h.send('vm-agent', 'appendMessages', request(messages));
const many = (count: number) => Array.from({ length: count }, (_, place) => written(`m${place}`, 'x'));

judgeCases(batchesBounded, [
  [
    'passes 50 messages, 64 KiB, and one message of any size',
    (h) => {
      sending(h, many(50));
      sending(h, [written('m2', 'x'.repeat(32_768)), written('m3', 'ü'.repeat(16_384))]);
      sending(h, [written('m4', 'x'.repeat(100_000))]);
      h.call('caller', 'appendMessages', request(many(51)), 413, {});
    },
  ],
  ['fails for 51 messages', (h) => [sending(h, many(51)).sent], /sent 51 messages with 51 bytes at once to session s1/],
  [
    'fails for more than 64 KiB of UTF-8',
    (h) => [sending(h, [written('m2', 'ü'.repeat(30_000)), written('m3', 'ü'.repeat(3_000))]).sent],
    /sent 2 messages with 66000 bytes/,
  ],
]);
