import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fault, type FaultPlanInput, faultPlan } from '../../../contracts/trace/index.ts';
import { notesLane, TalkPlay } from './testing.ts';

/** An object that talks over sockets and ticks by timers: what a fault of a frame really does to it. */
let notes: Awaited<ReturnType<typeof notesLane>>;
beforeAll(async () => {
  notes = await notesLane();
});
afterAll(() => notes.stop());

const projects = Array.from({ length: 50 }, (_, index) => `6f1d3c52-0b8e-4a57-9c1e-${String(index).padStart(12, '0')}`);

/** Plays a story in a project of its own. */
async function play<T>(plan: FaultPlanInput, story: (it: TalkPlay, project: string) => Promise<T>): Promise<T> {
  const it = new TalkPlay(notes.lane, notes.transport, faultPlan.parse(plan), 1);
  await it.inside.begin(it.network);
  const result = await it.scheduler.play(story(it, projects.pop() ?? ''));
  for (const socket of it.network.sockets) socket.terminate();
  expect(await it.inside.end(5000)).toBe(true);
  return result;
}

const atFrame = (frame: string, fault: Fault): FaultPlanInput => [
  { where: { actor: 'frontend', operation: 'live', frame, nth: 1 }, fault },
];

describe('a fault of a frame strikes the object that takes it', () => {
  const cases: { fault: Fault; stored: boolean }[] = [
    { fault: { kind: 'object-reset', call: 1 }, stored: false },
    { fault: { kind: 'storage-write-failed', call: 1 }, stored: false },
    { fault: { kind: 'answer-lost-after-commit', call: 1 }, stored: true },
  ];

  test.each(cases)('$fault.kind: sockets and memory gone, nothing said, stored: $stored', async ({ fault, stored }) => {
    await play(atFrame('note', fault), async (it, project) => {
      const [tab, other] = [await it.tab(project).open(), await it.tab(project, 'other').open()];
      await other.say({ type: 'tick', sessionId: 's1' });
      const before = other.frames.length;
      expect(await tab.say({ type: 'note' })).toEqual([]);
      expect([tab.closed, other.closed]).toEqual([[1006], [1006]]);
      await it.scheduler.advance(1000);
      expect(other.frames.length).toBe(before);
      const [now] = await (await it.tab(project, 'later').open()).say({ type: 'standing' });
      expect(now).toMatchObject({ notes: stored ? 1 : 0, ticking: [], sockets: 1 });
      expect(it.faults.fired).toEqual([0]);
    });
  });

  test('object-evicted: memory and timers gone, sockets and storage kept', async () => {
    await play(atFrame('note', { kind: 'object-evicted' }), async (it, project) => {
      const [tab, other] = [await it.tab(project).open(), await it.tab(project, 'other').open()];
      await other.say({ type: 'note' });
      await other.say({ type: 'tick', sessionId: 's1' });
      await it.scheduler.advance(250);
      expect(other.frames.slice(-2)).toEqual([
        { type: 'ticked', count: 1 },
        { type: 'ticked', count: 2 },
      ]);
      expect(await tab.say({ type: 'note' })).toMatchObject([{ notes: 2, ticking: [], sockets: 2 }]);
      const known = other.frames.length;
      await it.scheduler.advance(1000);
      expect([other.frames.length, tab.closed, other.closed]).toEqual([known, [], []]);
      expect(it.faults.fired).toEqual([0]);
    });
  });

  test.each([
    [false, 'did not run'],
    [true, 'connection to the database was lost'],
  ])('database-failed (committed: %s): the call made for the frame fails', async (committed, message) => {
    await play(atFrame('look', { kind: 'database-failed', call: 1, committed }), async (it, project) => {
      const tab = await it.tab(project).open();
      expect(await tab.say({ type: 'look' })).toMatchObject([{ looked: expect.stringContaining(message) }]);
      expect(await tab.say({ type: 'look' })).toMatchObject([{ looked: 'seen' }]);
    });
  });

  const ends: Fault[] = [
    { kind: 'object-crashed', on: 'database', call: 1, when: 'before' },
    { kind: 'object-crashed', on: 'database', call: 1, when: 'after' },
    { kind: 'process-killed', on: 'database', call: 1, when: 'before' },
  ];

  test.each(ends)('$kind ($when): at a call made for the frame', async (fault) => {
    await play(atFrame('look', fault), async (it, project) => {
      const tab = await it.tab(project).open();
      await tab.say({ type: 'note' });
      expect(await tab.say({ type: 'look' })).toEqual([]);
      expect(tab.closed).toEqual([1006]);
      const [now] = await (await it.tab(project, 'later').open()).say({ type: 'standing' });
      expect(now).toMatchObject({ notes: 1, sockets: 1 });
      expect(it.faults.fired).toEqual([0]);
    });
  });

  test.each(ends)('$kind ($when): at a call made later, by a timer that the frame set', async (fault) => {
    await play(atFrame('later', fault), async (it, project) => {
      const tab = await it.tab(project).open();
      expect(await tab.say({ type: 'later' })).toMatchObject([{ type: 'later done', notes: 0 }]);
      await it.scheduler.advance(100);
      expect(tab.closed).toEqual([1006]);
      const [now] = await (await it.tab(project, 'later').open()).say({ type: 'standing' });
      expect(now).toMatchObject({ notes: 0 });
      expect(it.faults.fired).toEqual([0]);
    });
  });

  test.each([
    ['lost', ['s3']],
    ['stale', ['s1', 's2', 's3', 's4']],
  ] as const)('registry-diverged (%s): for the sessions that the frame names', async (how, ticking) => {
    await play(atFrame('standing', { kind: 'registry-diverged', how }), async (it, project) => {
      const tab = await it.tab(project).open();
      for (const sessionId of ['s1', 's2', 's3']) await tab.say({ type: 'tick', sessionId });
      const named = { sessionId: 's1', sessions: [{ sessionId: 's2' }, { sessionId: 's4' }] };
      expect(await tab.say({ type: 'standing', ...named })).toMatchObject([{ ticking }]);
      expect(it.faults.fired).toEqual([0]);
    });
  });

  test('registry-diverged fires also where nothing was registered', async () => {
    await play(atFrame('standing', { kind: 'registry-diverged', how: 'lost' }), async (it, project) => {
      const tab = await it.tab(project).open();
      expect(await tab.say({ type: 'standing' })).toMatchObject([{ ticking: [] }]);
      expect(it.faults.fired).toEqual([0]);
    });
  });

  test('a fault inside that names a frame of the target never fires', async () => {
    await play(atFrame('note done', { kind: 'object-reset', call: 1 }), async (it, project) => {
      const tab = await it.tab(project).open();
      expect(await tab.say({ type: 'note' })).toMatchObject([{ notes: 1 }]);
      expect(it.faults.fired).toEqual([]);
    });
  });
});

describe('quiet', () => {
  test('comes after every frame of timers that fall due, in virtual time', async () => {
    await play([], async (it, project) => {
      const tab = await it.tab(project).open();
      await tab.say({ type: 'tick', sessionId: 's1' });
      await it.scheduler.advance(1000);
      expect(tab.frames.filter(({ type }) => type === 'ticked').map(({ count }) => count)).toEqual(
        Array.from({ length: 10 }, (_, index) => index + 1),
      );
    });
  });

  test.each([
    ['the client', 1000],
    ['the client, without a word,', 1006],
    ['the object', 4401],
  ])('comes after the end of a socket that %s closed is handled', async (_who, code) => {
    const plan: FaultPlanInput =
      code === 1006 ? [{ where: { actor: 'leaving', frame: 'standing' }, fault: { kind: 'socket-dropped' } }] : [];
    await play(plan, async (it, project) => {
      const [tab, leaving] = [await it.tab(project).open(), await it.tab(project, 'leaving').open()];
      if (code === 1000) await leaving.close(code);
      else await leaving.say({ type: code === 1006 ? 'standing' : 'leave' });
      expect(leaving.closed).toEqual([code]);
      expect(await tab.say({ type: 'standing' })).toMatchObject([{ notes: 1, last: `closed ${code}`, sockets: 1 }]);
    });
  });

  test('comes after the sockets that a play leaves open are handled, and its timers are gone', async () => {
    const [project = ''] = projects;
    await play([], async (it) => {
      await (await it.tab(project).open()).say({ type: 'tick', sessionId: 's1' });
    });
    await play([], async (it) => {
      const tab = await it.tab(project).open();
      expect(await tab.say({ type: 'standing' })).toMatchObject([{ notes: 1, last: 'closed 1006', sockets: 1 }]);
      const known = tab.frames.length;
      await it.scheduler.advance(1000);
      expect(tab.frames.length).toBe(known);
    });
  });
});
