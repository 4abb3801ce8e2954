import { expect, test } from 'vitest';
import { Recorder } from './recorder.ts';
import { Stuck, VirtualScheduler } from './virtual-scheduler.ts';

const minute = 60_000;

function schedulerAt(start: number): VirtualScheduler {
  const recorder = new Recorder(() => 0);
  const pace = { quiet: async () => {}, tell: async () => {} };
  return new VirtualScheduler({ seed: 1, start, pace, recorder: () => recorder });
}

/** Something that tries again every minute, for ever. */
function tryForEver(scheduler: VirtualScheduler): { attempts: number } {
  const count = { attempts: 0 };
  const again = () => {
    count.attempts += 1;
    scheduler.after('again', minute, again);
  };
  again();
  return count;
}

test('a play that waits for what nothing brings is stuck after an hour, though timers go on for ever', async () => {
  const scheduler = schedulerAt(0);
  const count = tryForEver(scheduler);
  await expect(scheduler.play(new Promise(() => {}))).rejects.toThrow(Stuck);
  expect(scheduler.now()).toBe(60 * minute);
  expect(count.attempts).toBe(61);
});

test('a play may ask for any time to pass, and then has an hour again', async () => {
  const scheduler = schedulerAt(0);
  const end = { time: 0 };
  const whole = async () => {
    await scheduler.advance(100 * minute);
    await new Promise<void>((resolve) => scheduler.after('bell', 59 * minute, resolve));
    end.time = scheduler.now();
  };
  await scheduler.play(whole());
  expect(end.time).toBe(159 * minute);
});

test('a play that waits with no timer set is stuck at once', async () => {
  const scheduler = schedulerAt(0);
  await expect(scheduler.play(new Promise(() => {}))).rejects.toThrow('never comes');
  expect(scheduler.now()).toBe(0);
});
