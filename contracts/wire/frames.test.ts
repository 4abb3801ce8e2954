import { describe, expect, test } from 'vitest';
import { frameExamples } from './documents/examples.ts';
import { clientFrame, serverFrame } from './frames.ts';

const sessionId = '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d';

describe('what a subscriber may send', () => {
  test.each([
    { type: 'subscribe', sessionId, after: null },
    { type: 'subscribe', sessionId: null, after: 0 },
    { type: 'unsubscribe', sessionId: null },
    { type: 'ping' },
  ])('%j is a frame', (frame) => {
    expect(clientFrame.parse(frame)).toEqual(frame);
  });

  test.each([
    { type: 'subscribe', sessionId },
    { type: 'subscribe', after: 0 },
    { type: 'subscribe', sessionId, after: -1 },
    { type: 'subscribe', sessionId, after: '1' },
    { type: 'subscribe', sessionId: 'mine', after: 0 },
    { type: 'unsubscribe', sessionId, after: 0 },
    { type: 'shout' },
    {},
    null,
    'ping',
  ])('%j is malformed', (frame) => {
    expect(clientFrame.safeParse(frame).success).toBe(false);
  });
});

describe('what a provider may send', () => {
  const entry = frameExamples.events['message.new'] as object;

  test('an entry of the feed may have more fields, and none fewer', () => {
    expect(serverFrame.safeParse({ ...entry, later: true }).success).toBe(true);
    expect(serverFrame.safeParse({ ...entry, cursor: undefined }).success).toBe(false);
  });

  test('an error has one of the codes of the contract', () => {
    const error = { type: 'error', detail: 'for this reason' };
    expect(serverFrame.safeParse({ ...error, code: 'not_found' }).success).toBe(true);
    expect(serverFrame.safeParse({ ...error, code: 'oops' }).success).toBe(false);
  });

  test('a frame of a client is none of a provider', () => {
    expect(serverFrame.safeParse({ type: 'ping' }).success).toBe(false);
  });
});
