import { describe, expect, test } from 'vitest';
import type { NewMessage } from '../../../contracts/wire/index.ts';
import { uuid } from '../../testing.ts';
import { readResults, readStatus } from './answer.ts';
import { batchSize } from './batch.ts';
import { retryAfter, retryDelay } from './retry.ts';

const messages = (...contents: string[]): NewMessage[] =>
  contents.map((content, index) => ({ messageId: uuid(index), role: 'assistant', content, createdAt: 0 }));
const small = (count: number) => messages(...Array.from({ length: count }, () => 'x'));

describe('The delay before a retry', () => {
  test.each([
    [1, 0, 1_000],
    [1, 0.5, 1_250],
    [2, 0, 2_000],
    [3, 0, 4_000],
    [5, 0, 16_000],
    [5, 0.999, 23_992],
    [6, 0, 30_000],
    [1_000, 0, 30_000],
    [1_000, 0.999, 44_985],
  ])('After attempt %i with chance %d it is %i ms', (attempt, fraction, delay) => {
    expect(retryDelay(attempt, fraction)).toBe(delay);
  });

  test('It grows strictly up to the cap even when chance is worst', () => {
    for (const attempt of [1, 2, 3, 4, 5]) {
      expect(retryDelay(attempt, 0.999_999)).toBeLessThan(retryDelay(attempt + 1, 0));
    }
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 1);
  test.each([
    [{}, 0],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': ' 120 ' }, 120_000],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Wed, 31 Dec 2025 23:59:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, 0],
    [{ 'retry-after': '-5' }, 0],
    [{ 'retry-after': '1.5' }, 0],
  ])('%j asks for %i ms', (headers: Record<string, string>, wait) => {
    expect(retryAfter(headers, now)).toBe(wait);
  });
});

describe('The size of a batch', () => {
  const kib = (count: number) => 'x'.repeat(count * 1024);
  test.each([
    ['nothing', messages(), 0, 0],
    ['a few', small(3), 0, 3],
    ['fifty', small(50), 0, 50],
    ['more than fifty', small(51), 0, 50],
    ['exactly 64 KiB', messages(kib(32), kib(32), 'x'), 0, 2],
    ['one byte over 64 KiB', messages(kib(32), `${kib(32)}x`), 0, 1],
    ['one alone over 64 KiB', messages(kib(99), 'x'), 0, 1],
    ['bytes and not characters', messages('€'.repeat(11_000), '€'.repeat(11_000)), 0, 1],
    ['half of eight suspects', small(10), 8, 4],
    ['half of three suspects', small(10), 3, 2],
    ['half of two suspects', small(10), 2, 1],
    ['one suspect', small(10), 1, 1],
  ])('Of %s', (_, outbox, suspects, size) => {
    expect(batchSize(outbox, suspects)).toBe(size);
  });
});

describe('The meaning of a status', () => {
  test.each([
    [null, null, 'retry'],
    [408, null, 'retry'],
    [429, 'rate_limited', 'retry'],
    [500, 'internal_error', 'retry'],
    [503, 'unavailable', 'retry'],
    [599, null, 'retry'],
    [401, 'token_expired', 'wait-for-token'],
    [403, 'forbidden', 'wait-for-token'],
    [400, 'malformed_request', 'halve'],
    [413, 'body_too_large', 'halve'],
    [422, null, 'halve'],
    [409, 'session_stopped', 'stop'],
    [409, 'workspace_conflict', 'final'],
    [409, null, 'final'],
    [404, 'not_found', 'final'],
    [405, null, 'final'],
    [302, null, 'final'],
  ])('%s %s: %s, and the batch is kept', (status, code, next) => {
    expect(readStatus(status, code)).toEqual({ next, keep: true });
  });
});

describe('The results of a batch', () => {
  const batch = small(3);
  const stored = (number: number) => ({ status: 'stored', messageId: uuid(number), seq: 1 });
  const rejected = { status: 'rejected', messageId: uuid(1), code: 'message_conflict', detail: '' };
  test.each<[string, unknown, number[], number[]]>([
    ['all stored', { results: [stored(0), stored(1), stored(2)] }, [0, 1, 2], []],
    ['a duplicate is acknowledged', { results: [{ ...stored(1), status: 'duplicate' }] }, [1], []],
    ['one rejected', { results: [stored(0), rejected, stored(2)] }, [0, 2], [1]],
    ['in another order', { results: [stored(2), stored(0)] }, [2, 0], []],
    ['of a message that was not sent', { results: [stored(9)] }, [], []],
    ['said twice', { results: [rejected, stored(1)] }, [], [1]],
    ['one unreadable among others', { results: [{ status: 'what' }, stored(1)] }, [1], []],
    ['counters only', { stored: 3 }, [], []],
    ['no body', undefined, [], []],
    ['text', 'ok', [], []],
  ])('%s', (_, body, acknowledged, refused) => {
    const results = readResults(batch, body);
    expect(results.acknowledged).toEqual(acknowledged.map(uuid));
    expect(results.rejected).toEqual(refused.map((number) => ({ messageId: uuid(number), code: 'message_conflict' })));
  });
});
