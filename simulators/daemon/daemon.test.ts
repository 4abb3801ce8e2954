import { describe, expect, test } from 'vitest';
import { problem } from '../../contracts/wire/index.ts';
import { LinkError } from '../ports.ts';
import { answered, settle, uuid } from '../testing.ts';
import { MachineDisk } from './disk.ts';
import { runtimeId, stagedDaemon, startedDaemon, task, taskId } from './testing.ts';
import { daemonVerbs } from './verbs.ts';

const whole = ['startAgentTask', 'pinSession', 'appendTaskMessages', 'appendTaskMessages', 'completeTask'];

describe('A daemon that starts', () => {
  test('registers its runtime and asks for a task, and does not speak of orphans the first time', async () => {
    const { daemon, link, said } = await startedDaemon();
    expect(said()).toEqual(['registerRuntime', 'claimTask']);
    expect(link.calls[0]).toMatchObject({ token: 'its-token', body: { name: runtimeId, provider: 'cli' } });
    expect(daemon.state).toBe('idle');
  });

  test('says that nothing runs when its disk says that it ran before', async () => {
    const disk = new MachineDisk();
    const first = await startedDaemon([], { disk });
    first.daemon.stop();
    const { said, journal } = await startedDaemon([], { disk });
    expect(said()).toEqual(['registerRuntime', 'recoverOrphans', 'claimTask']);
    expect(journal.of('recovered')).toEqual([{ recovered: [], failed: [] }]);
  });

  test('goes on trying until it is registered', async () => {
    const { provider, daemon, clock, said } = stagedDaemon();
    provider.instead.push(...Array(8).fill({ operation: 'registerRuntime', answer: answered(503) }));
    const up = daemon.start();
    await clock.advance(1_000);
    expect(daemon.state).toBe('starting');
    await clock.advance(400_000);
    await up;
    expect(said().filter((operation) => operation === 'registerRuntime')).toHaveLength(9);
    expect(daemon.state).toBe('idle');
  });

  test('stays down when its runtime was removed, and says so', async () => {
    const { provider, daemon, clock, said, journal } = stagedDaemon();
    provider.instead.push({ operation: 'registerRuntime', answer: answered(409, problem('runtime_removed', '')) });
    await daemon.start();
    await clock.advance(600_000);
    expect(said()).toEqual(['registerRuntime']);
    expect(daemon.state).toBe('refused');
    expect(journal.of('refused')).toEqual([{ operation: 'registerRuntime', status: 409, code: 'runtime_removed' }]);
  });

  test('says every 15 seconds that it lives, also when that is not answered', async () => {
    const { provider, link, clock } = await startedDaemon();
    provider.instead.push({ operation: 'heartbeat', answer: new LinkError('timeout') });
    await clock.advance(60_000);
    const beats = link.calls.filter(({ operation }) => operation === 'heartbeat');
    expect(beats.map(({ at }) => at - (link.calls[0]?.at ?? 0))).toEqual([15_000, 30_000, 45_000, 60_000]);
  });

  test('asks for nothing more once a heartbeat is refused', async () => {
    const { provider, daemon, clock, link } = await startedDaemon();
    provider.instead.push({ operation: 'heartbeat', answer: answered(409, problem('runtime_removed', '')) });
    await clock.advance(600_000);
    expect(link.calls.map(({ operation }) => operation)).toEqual(['registerRuntime', 'claimTask', 'heartbeat']);
    expect(daemon.state).toBe('refused');
  });
});

describe('A daemon that asks for tasks', () => {
  test('asks every 30 seconds with another key, and at once when it is told to', async () => {
    const { daemon, clock, bodies, provider } = await startedDaemon();
    await clock.advance(30_000);
    expect(bodies('claimTask')).toHaveLength(2);
    expect(await daemon.poll()).toBeNull();
    provider.tasks.push(task());
    expect(await daemon.poll()).toBe(taskId);
    expect(new Set(bodies('claimTask').map(({ claimKey }) => claimKey)).size).toBe(4);
  });

  test('asks at once with the same key when the answer was lost, and gets the task that it claimed', async () => {
    const { provider, daemon, bodies } = stagedDaemon([task(), task({ taskId: uuid(2) })]);
    provider.instead.push({ operation: 'claimTask', answer: 'lost' });
    await daemon.start();
    expect((await daemon.claimed()).taskId).toBe(taskId);
    const [first, second] = bodies('claimTask');
    expect(second).toEqual(first);
    expect(provider.tasks).toHaveLength(1);
  });

  test('keeps the key when it is told to come later', async () => {
    const { provider, daemon, clock, bodies } = stagedDaemon();
    provider.instead.push({ operation: 'claimTask', answer: answered(429) });
    await daemon.start();
    await clock.advance(3_999);
    expect(bodies('claimTask')).toHaveLength(1);
    await clock.advance(1);
    const [first, second] = bodies('claimTask');
    expect(second).toEqual(first);
  });

  test('runs one task after the other', async () => {
    const { daemon, clock, said } = await startedDaemon([task(), task({ taskId: uuid(2) })]);
    expect(daemon.state).toBe('running');
    expect(daemon.running?.taskId).toBe(taskId);
    await clock.advance(2_000);
    await daemon.idle();
    expect(said()).toEqual(['registerRuntime', 'claimTask', ...whole, 'claimTask', ...whole, 'claimTask']);
    expect(daemon.done.map((done) => done.taskId)).toEqual([taskId, uuid(2)]);
    expect([(await daemon.claimed()).taskId, (await daemon.claimed()).taskId]).toEqual([taskId, uuid(2)]);
  });
});

describe('A crash', () => {
  test('leaves nothing that goes on, and the disk', async () => {
    const { daemon, clock, said, journal } = await startedDaemon([task()]);
    daemon.crash();
    expect(daemon.state).toBe('crashed');
    expect(daemon.running).toBeNull();
    expect(clock.armed).toBe(0);
    await clock.advance(600_000);
    expect(said()).not.toContain('completeTask');
    expect([...daemon.disk.directories.keys()]).toEqual([`/work/${taskId}`]);
    expect(journal.of('crashed')).toEqual([{ taskId }]);
  });

  test('while a claim is under way forgets its key', async () => {
    const { daemon, link, bodies } = stagedDaemon([task()]);
    await daemon.start();
    daemon.crash();
    await settle();
    expect(daemon.done).toEqual([]);
    await daemon.comeBack();
    await settle();
    expect(link.calls.map(({ operation }) => operation)).toContain('recoverOrphans');
    const [first, second] = bodies('claimTask');
    expect(second?.claimKey).not.toBe(first?.claimKey);
  });

  test('by the prompt comes once the session is pinned, and is over on the second attempt', async () => {
    const prompt = 'Fix it. /crash';
    const { daemon, provider, said, clock, bodies } = await startedDaemon([task({ prompt })]);
    expect(daemon.state).toBe('crashed');
    expect(said().at(-1)).toBe('pinSession');
    const { sessionId = '', workDir = '' } = bodies('pinSession')[0] as { sessionId?: string; workDir?: string };
    provider.tasks.push(task({ prompt, attempt: 2, priorSessionId: sessionId, priorWorkDir: workDir }));
    await daemon.comeBack();
    await clock.advance(1_000);
    expect(await daemon.finished(taskId)).toEqual({ taskId, attempt: 2, outcome: 'completed', tries: 1 });
    expect(bodies('completeTask')).toMatchObject([{ sessionId, workDir }]);
  });
});

describe('Verbs', () => {
  test('that are not enabled are journaled with the reason and do nothing', async () => {
    const { daemon, journal, said } = stagedDaemon();
    daemon.crash();
    await daemon.comeBack();
    expect(await daemon.poll()).toBeNull();
    expect(journal.verbs.map(({ refused }) => refused)).toEqual(Array(3).fill('it is off'));
    await daemon.start();
    await daemon.start();
    expect(said().filter((operation) => operation === 'registerRuntime')).toHaveLength(1);
  });

  test('move the machine to another runtime, with its directories, and never show a token', async () => {
    const { daemon, link, journal, clock, said } = await startedDaemon([task()]);
    await daemon.moveTo({ runtimeId: 'mac-2', token: 'second-token' });
    expect(journal.verbs.at(-1)?.refused).toBe('it runs a task');
    await clock.advance(1_000);
    await daemon.moveTo({ runtimeId: 'mac-2', token: 'second-token' });
    await settle();
    expect(daemon.runtimeId).toBe('mac-2');
    expect(link.calls.at(-1)).toMatchObject({ operation: 'claimTask', params: { runtimeId: 'mac-2' } });
    expect(link.calls.at(-1)?.token).toBe('second-token');
    expect(said()).not.toContain('recoverOrphans');
    expect(daemon.disk.directories.size).toBe(1);
    expect(JSON.stringify(journal)).not.toContain('second-token');
  });

  test('are each listed under their own name', () => {
    for (const [name, verb] of Object.entries(daemonVerbs)) expect(verb.name).toBe(name);
  });
});
