import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EchoLoop } from './loop.ts';
import { Loops } from './loops.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const prompt = { messageId: 'm', clientMsgId: 'c', text: 'hi' };

test('A loop rings at the last time it was told, once', () => {
  const ring = vi.fn();
  const loop = new EchoLoop('s', ring);
  loop.wake(100);
  loop.wake(200);
  vi.advanceTimersByTime(150);
  expect(ring).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(ring).toHaveBeenCalledExactlyOnceWith(loop);
});

test('A loop that is lost never rings again, and has nothing left', () => {
  const ring = vi.fn();
  const loops = new Loops(ring);
  const loop = loops.open('s');
  loop.queue.push(prompt);
  loop.wake(100);
  loops.lose('s');
  loop.wake(100);
  vi.advanceTimersByTime(1000);
  expect([ring.mock.calls.length, loop.busy, loops.registered('s')]).toEqual([0, false, 'no loop']);
});

test('A loop started behind the store leaves one that is there alone', () => {
  const loops = new Loops(() => {});
  const loop = loops.open('s');
  loops.start('s');
  loops.start('other');
  expect([loops.find('s') === loop, loops.registered('other'), loops.find('other')?.busy]).toEqual([
    true,
    'loop',
    false,
  ]);
});
