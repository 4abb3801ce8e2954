import { describe, expect, test } from 'vitest';
import { problem } from '../../contracts/wire/index.ts';
import { LinkError } from '../ports.ts';
import { answered, settle, uuid } from '../testing.ts';
import { MachineDisk } from './disk.ts';
import { runtimeId, startedDaemon, task, taskId } from './testing.ts';

const workDir = `/work/${taskId}`;
type Change = Parameters<typeof task>[0];

/** What came of one task, in as long as anything may take. */
async function ran(change: Change = {}, disk = new MachineDisk()) {
  const staged = await startedDaemon([task(change)], { disk });
  await staged.clock.advance(600_000);
  const [run] = staged.journal.of('run');
  return { ...staged, done: staged.daemon.done[0], run };
}

/** A machine on which a session was made. */
function machineWith(sessionId: string, madeOn = runtimeId): MachineDisk {
  const disk = new MachineDisk();
  disk.sessions.set(sessionId, { runtimeId: madeOn, workDir: '/work/before' });
  disk.enter('/work/before').files.push('a.txt', 'b.txt');
  return disk;
}

describe('A run', () => {
  test('that is offered nothing begins anew in a directory of its own, and pins both before it says anything', async () => {
    const { bodies, run, journal, said } = await ran();
    const sessionId = bodies('pinSession')[0]?.sessionId;
    expect(sessionId).toMatch(/^cli-/);
    expect(run).toEqual({ taskId, attempt: 1, sessionId, resumed: false, workDir, files: 0, carried: false });
    const claimKey = bodies('claimTask')[0]?.claimKey;
    expect(bodies('pinSession')).toEqual([{ claimKey, sessionId, workDir }]);
    expect(bodies('completeTask')).toEqual([{ claimKey, output: 'Done: Fix it.', sessionId, workDir }]);
    expect(said().indexOf('pinSession')).toBeLessThan(said().indexOf('appendTaskMessages'));
    expect(journal.of('outcome')).toEqual([{ taskId, attempt: 1, outcome: 'completed', tries: 1 }]);
  });

  test('counts its messages from 1', async () => {
    const { bodies } = await ran();
    const messages = bodies('appendTaskMessages').flatMap((body) => body.messages as { seq: number }[]);
    expect(messages.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  test('resumes the session that is offered, in the directory with its files', async () => {
    const offered = { priorSessionId: 'cli-1', priorWorkDir: '/work/before' };
    const { run, bodies, journal } = await ran(offered, machineWith('cli-1'));
    expect(run).toMatchObject({ sessionId: 'cli-1', resumed: true, workDir: '/work/before', files: 2, carried: false });
    expect(bodies('completeTask')).toMatchObject([{ sessionId: 'cli-1', workDir: '/work/before' }]);
    expect(journal.of('resume-failed')).toEqual([]);
  });

  test.each([
    ['another machine', new MachineDisk()],
    ['another runtime of its machine', machineWith('cli-1', 'mac-2')],
  ])('cannot resume a session that was made on %s, and goes on with a new one', async (_, disk) => {
    const { run, done, journal } = await ran({ priorSessionId: 'cli-1' }, disk);
    const detail = 'session not found on this runtime';
    expect(journal.of('resume-failed')).toEqual([{ taskId, attempt: 1, sessionId: 'cli-1', detail }]);
    expect(run).toMatchObject({ sessionId: expect.stringMatching(/^cli-0/), resumed: false });
    expect(done).toMatchObject({ outcome: 'completed' });
  });

  test('on a machine that has not its directory makes it, empty, and says so', async () => {
    const { run, daemon } = await ran({ priorWorkDir: '/work/before' });
    expect(run).toMatchObject({ workDir: '/work/before', files: 0, carried: true });
    expect(daemon.disk.directories.get('/work/before')).toEqual([`${taskId}-1.txt`]);
  });

  test('may fail, or end without a session, or without a word of its directory', async () => {
    const failed = await ran({ prompt: '/fail' });
    const pinned = failed.bodies('pinSession')[0];
    expect(failed.bodies('failTask')).toEqual([
      { error: 'The agent was told to fail.', reason: 'agent_error', ...pinned },
    ]);
    expect(failed.done).toMatchObject({ outcome: 'failed', tries: 1 });
    const { bodies } = await ran({ prompt: '/nosession' });
    expect(bodies('pinSession')).toMatchObject([{ workDir }]);
    expect(Object.keys(bodies('completeTask')[0] ?? {})).toEqual(['claimKey', 'output', 'workDir']);
    const silent = await ran({ prompt: '/nosession /nodir' });
    expect(silent.bodies('pinSession')).toEqual([]);
    expect(Object.keys(silent.bodies('completeTask')[0] ?? {})).toEqual(['claimKey', 'output']);
  });

  test('takes as long as it is told, and is heard of every minute', async () => {
    const { daemon, clock, bodies } = await startedDaemon([task({ prompt: '/long 90s' })]);
    await clock.advance(89_999);
    expect(daemon.state).toBe('running');
    expect(bodies('appendTaskMessages')).toHaveLength(2);
    await clock.advance(1);
    expect(daemon.done).toHaveLength(1);
  });

  test('that is held ends when it is released, and not before its time', async () => {
    const { daemon, clock } = await startedDaemon([task({ prompt: '/long 2m' }), task({ taskId: uuid(2) })]);
    daemon.hold();
    await clock.advance(600_000);
    expect(daemon.running?.taskId).toBe(taskId);
    daemon.release();
    await daemon.finished(taskId);
    await settle();
    daemon.hold();
    daemon.release();
    await settle();
    expect(daemon.running?.taskId).toBe(uuid(2));
    await clock.advance(1_000);
    expect(daemon.running).toBeNull();
  });
});

describe('The end of a run', () => {
  test.each([
    ['503', answered(503)],
    ['408', answered(408)],
    ['429', answered(429)],
    ['a lost connection', new LinkError('connection-lost')],
    ['a timeout', new LinkError('timeout')],
  ])(
    'After %s it is said again, unchanged, after 4, 8, 16, 32 and 64 seconds, and then given up',
    async (_, failure) => {
      const { daemon, provider, clock, link, journal } = await startedDaemon([task()]);
      provider.instead.push(...Array(7).fill({ operation: 'completeTask', answer: failure }));
      await clock.advance(600_000);
      const calls = link.calls.filter(({ operation }) => operation === 'completeTask');
      expect(new Set(calls.map(({ body }) => JSON.stringify(body))).size).toBe(1);
      const gaps = calls.slice(1).map(({ at }, index) => at - (calls[index]?.at ?? 0));
      expect(gaps).toEqual([4_000, 8_000, 16_000, 32_000, 64_000]);
      expect(journal.of('retry')).toMatchObject(gaps.map((delay, index) => ({ taskId, tries: index + 1, delay })));
      expect(daemon.done).toMatchObject([{ taskId, outcome: 'given-up', tries: 6 }]);
      expect(journal.of('given-up')).toMatchObject([{ taskId, operation: 'completeTask', tries: 6 }]);
      expect(daemon.state).toBe('idle');
    },
  );

  test('counts how often it was said', async () => {
    const { daemon, provider, clock, journal } = await startedDaemon([task({ prompt: '/fail' })]);
    provider.instead.push({ operation: 'failTask', answer: 'lost' }, { operation: 'failTask', answer: answered(500) });
    await clock.advance(60_000);
    expect(await daemon.finished(taskId)).toMatchObject({ outcome: 'failed', tries: 3 });
    expect(journal.of('outcome')).toMatchObject([{ outcome: 'failed', tries: 3 }]);
  });

  test.each([400, 401, 403, 404, 409, 413])('that is refused with %i is not said again', async (status) => {
    const { daemon, provider, clock, bodies } = await startedDaemon([task()]);
    provider.instead.push({ operation: 'completeTask', answer: answered(status) });
    await clock.advance(600_000);
    expect(bodies('completeTask')).toHaveLength(1);
    expect(daemon.done).toMatchObject([{ outcome: 'given-up', tries: 1, status }]);
  });
});

describe('A task that nobody wants any more', () => {
  test.each([
    ['startAgentTask', 'claim_lost', []],
    ['appendTaskMessages', 'task_ended', ['startAgentTask', 'pinSession']],
  ] as const)('is left when %s is answered with %s', async (operation, code, before) => {
    const { daemon, provider, said, clock } = await startedDaemon();
    provider.instead.push({ operation, answer: answered(409, problem(code, '')) });
    provider.tasks.push(task());
    await daemon.poll();
    await clock.advance(29_999);
    expect(said().slice(3)).toEqual([...before, operation]);
    await clock.advance(1);
    expect(said().at(-1)).toBe('claimTask');
    expect(await daemon.finished(taskId)).toMatchObject({ outcome: 'given-up', status: 409, code });
  });

  test('is heard of within a minute', async () => {
    const { daemon, provider, clock } = await startedDaemon([task({ prompt: '/long 1h' })]);
    provider.instead.push({ operation: 'appendTaskMessages', answer: answered(409, problem('task_ended', '')) });
    await clock.advance(60_000);
    expect(daemon.done).toMatchObject([{ outcome: 'given-up', code: 'task_ended' }]);
  });

  test('is not meant by a message that is refused for itself', async () => {
    const { daemon, provider, clock, journal } = await startedDaemon();
    provider.instead.push({ operation: 'appendTaskMessages', answer: answered(413) });
    provider.tasks.push(task());
    await daemon.poll();
    await clock.advance(10_000);
    expect(daemon.done).toMatchObject([{ outcome: 'completed' }]);
    expect(journal.of('given-up')).toMatchObject([{ operation: 'appendTaskMessages', status: 413 }]);
  });
});
