import { describe, expect, test } from 'vitest';
import { type Entry, Outbox } from './outbox.ts';
import { correctChatRules } from './rules.ts';
import { sessionId as session } from './testing.ts';

const given = (text: string, more: Partial<Entry> = {}) => ({
  sessionId: session,
  clientMsgId: text,
  kind: 'send' as const,
  text,
  waits: false,
  ...more,
});
function outboxWith(...entries: Partial<Entry>[]): Outbox {
  const outbox = new Outbox(correctChatRules);
  for (const [index, more] of entries.entries()) Object.assign(outbox.add(given(`m${index}`, more)), more);
  return outbox;
}
const texts = (entries: readonly Entry[]) => entries.map(({ text }) => text);

describe('What may be sent', () => {
  test.each<[string, Partial<Entry>[], { firstSent: boolean; running: boolean }, string[]]>([
    ['all, in order', [{}, {}, {}], { firstSent: true, running: false }, ['m0', 'm1', 'm2']],
    ['the first message alone', [{}, {}], { firstSent: false, running: false }, ['m0']],
    ['nothing behind a first that is under way', [{ status: 'sent' }, {}], { firstSent: false, running: false }, []],
    ['what does not wait, while a reply runs', [{ waits: true }, {}], { firstSent: true, running: true }, ['m1']],
    [
      'one at a time of those that wait',
      [{ waits: true }, { waits: true }],
      { firstSent: true, running: false },
      ['m0'],
    ],
    ['nothing behind one that rests', [{ status: 'sent', rests: true }, {}], { firstSent: true, running: false }, []],
    ['nothing that was refused', [{ status: 'refused' }, {}], { firstSent: true, running: false }, ['m1']],
    ['nothing of another session', [{ sessionId: 'other' }, {}], { firstSent: true, running: false }, ['m1']],
  ])('%s', (_, entries, readiness, expected) => {
    expect(texts(outboxWith(...entries).sendable(session, readiness))).toEqual(expected);
  });
});

describe('The queue', () => {
  test('It holds a hundred; the next is refused and its text kept', () => {
    const outbox = outboxWith(...Array.from({ length: 100 }, () => ({})));
    const last = outbox.add(given('too many'));
    expect([last.status, last.kept]).toEqual(['refused', true]);
    expect(outbox.sendable(session, { firstSent: true, running: false })).toHaveLength(100);
  });

  test('What was sent takes no place in it', () => {
    const outbox = outboxWith(...Array.from({ length: 100 }, () => ({ status: 'sent' as const })));
    expect(outbox.add(given('next')).status).toBe('queued');
    expect(outbox.unacknowledged).toHaveLength(100);
  });
});

describe('What was refused', () => {
  test('It is kept until it is tried again, or something else is typed', () => {
    const outbox = outboxWith({}, {});
    for (const entry of outbox.of(session)) outbox.refuse(entry);
    expect(texts(outbox.kept(session))).toEqual(['m0', 'm1']);
    outbox.retry(session);
    expect(outbox.kept(session)).toEqual([]);
    expect(texts(outbox.sendable(session, { firstSent: true, running: false }))).toEqual(['m0', 'm1']);
    for (const entry of outbox.of(session)) outbox.refuse(entry);
    outbox.letGo(session);
    expect(outbox.kept(session)).toEqual([]);
  });
});
