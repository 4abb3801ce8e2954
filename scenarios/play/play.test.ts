import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedTarget, type TargetLane } from '../../simulators/stage/targets.ts';
import { type PlayOptions, play } from './play.ts';
import { scenario } from './scenario.ts';
import { traceText } from './trace.ts';

let lane: TargetLane;
beforeAll(async () => {
  lane = await embeddedTarget(1).lane();
});
afterAll(() => lane.stop());

const options: PlayOptions = { seed: 1, mutant: null, target: 'embedded', guarantees: null, timeout: 60_000 };
const sample = { title: 'A task is submitted.', requirements: ['TASK-1'], needs: ['tasks'], checks: [] } as const;
const short = scenario('sample/short', { ...sample, play: async (world) => void (await world.startTask('Hello.')) });

async function traceOf(): Promise<string> {
  const { report, history, choices } = await play(short, lane, options);
  expect(report).toMatchObject({ status: 'passed', reason: null });
  const { id, seed, faultPlan } = report;
  const about = { format: 1, tool: 'dress-rehearsal', version: '0', target: 'embedded', mutant: null } as const;
  return traceText({ ...about, scenario: id, seed, faultPlan, choices: [...choices] }, history);
}

describe('play', () => {
  test('says which scenario ran out of time, and the lane plays the next as if it had not been', async () => {
    const endless = scenario('sample/endless', {
      ...sample,
      async play(world) {
        for (;;) await world.clock.advance('1 second');
      },
    });
    const before = await traceOf();
    const { report } = await play(endless, lane, { ...options, timeout: 100 });
    expect(report).toMatchObject({ status: 'failed', reason: 'It did not end within 0.1 s of real time.' });
    expect(await traceOf()).toBe(before);
  });

  test('keeps the history of what ran out of time, so that it can be seen how far it came', async () => {
    const hanging = scenario('sample/hanging', {
      ...sample,
      async play(world) {
        await world.startTask('Hello.');
        for (;;) await world.clock.advance('1 second');
      },
    });
    const { report, history } = await play(hanging, lane, { ...options, timeout: 1000 });
    expect(report).toMatchObject({ status: 'failed', reason: 'It did not end within 1 s of real time.' });
    expect(history.some((event) => event.kind === 'send' && event.operation === 'submitTask')).toBe(true);
    expect(report.story.length).toBeGreaterThan(0);
  });

  test('gives up when it is told to, without a verdict, and the lane plays the next as if it had not been', async () => {
    const deadline = new AbortController();
    const endless = scenario('sample/given-up', {
      ...sample,
      async play(world) {
        await world.startTask('Hello.');
        deadline.abort();
        for (;;) await world.clock.advance('1 second');
      },
    });
    const before = await traceOf();
    expect(await play(endless, lane, { ...options, giveUp: deadline.signal })).toMatchObject({ givenUp: true });
    expect(await traceOf()).toBe(before);
    const inTime = await play(short, lane, { ...options, giveUp: new AbortController().signal });
    expect([inTime.givenUp, inTime.report.status]).toEqual([undefined, 'passed']);
  });

  test('leaves nothing that listens where it is given up before the world is made', async () => {
    const listening = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
    const before = listening();
    expect(await play(short, lane, { ...options, giveUp: AbortSignal.abort() })).toMatchObject({ givenUp: true });
    const late = await play(short, lane, { ...options, timeout: 1 });
    expect(late.report.reason).toBe('It did not end within 0.001 s of real time.');
    await traceOf();
    expect(listening()).toBe(before);
  });

  test('observes and judges a scenario that stands still, and says that it does', async () => {
    const stuck = scenario('sample/stuck', {
      ...sample,
      async play(world) {
        await world.startTask('Hello.');
        await new Promise<never>(() => {});
      },
    });
    const before = await traceOf();
    const { report, history } = await play(stuck, lane, options);
    expect(report).toMatchObject({ status: 'failed', reason: expect.stringContaining('never comes') });
    expect(history.filter((event) => event.kind === 'phase').map(({ phase }) => phase)).toEqual([
      'play',
      'observe',
      'end',
    ]);
    expect(report.checks.some(({ judged }) => judged > 0)).toBe(true);
    expect(await traceOf()).toBe(before);
  });

  test('says why it judged in part only, where the target promises less than the checks that are named need', async () => {
    const keyed = scenario('sample/keyed', {
      ...sample,
      checks: ['one-task-per-key', 'one-session-per-task'],
      async play(world) {
        const task = { message: 'Hello.' };
        await world.frontend.submit(task);
      },
    });
    const guarantees = { seq: 'gapless', ack: 'message', feed: 'resumable', idempotency: 'none' } as const;
    const { report } = await play(keyed, lane, { ...options, guarantees });
    expect([report.status, report.inPart]).toEqual(['passed', ['the target does not promise idempotency: key']]);
    const whole = await play(keyed, lane, { ...options, guarantees: { ...guarantees, idempotency: 'key' } });
    expect([whole.report.status, whole.report.inPart]).toEqual(['passed', undefined]);
    const unnamed = await play(short, lane, { ...options, guarantees });
    expect(unnamed.report.inPart).toBeUndefined();
  });

  test('fails a scenario that throws, with its reason, and the lane plays on', async () => {
    const thrown = scenario('sample/thrown', {
      ...sample,
      async play(world) {
        void world.frontend.submit({ message: 'On its way.' });
        throw new Error('There is no such button.');
      },
    });
    const before = await traceOf();
    const { report } = await play(thrown, lane, options);
    expect(report).toMatchObject({ status: 'failed', reason: 'There is no such button.' });
    expect(await traceOf()).toBe(before);
  });
});
