import { describe, expect, test } from 'vitest';
import { answered, uuid } from '../../testing.ts';
import { correctRules } from '../rules.ts';
import { type FakeProvider, stagedDaemon, task, taskId } from '../testing.ts';
import { daemonMutants } from './index.ts';

type Trouble = FakeProvider['instead'][number];

/** What was said and reported in an hour: a run that is offered something, another, and a third in which the daemon crashed. */
async function playedWith(trouble: Trouble[], mutantId: string | null) {
  const rules = { ...correctRules, ...daemonMutants.find(({ id }) => id === mutantId)?.rules };
  const offered = { priorSessionId: 'cli-1', priorWorkDir: '/work/before' };
  const tasks = [task(offered), task({ taskId: uuid(2) }), task({ taskId: uuid(3), prompt: '/crash' })];
  const { daemon, provider, clock, link, journal } = stagedDaemon(tasks, { rules });
  daemon.disk.enter('/work/before').files.push('a.txt');
  daemon.disk.sessions.set('cli-1', { runtimeId: daemon.runtimeId, workDir: '/work/before' });
  provider.instead.push(...trouble);
  await daemon.start();
  await clock.advance(1_800_000);
  await daemon.comeBack();
  await clock.advance(1_800_000);
  const said = link.calls.map(({ operation, params, body }) => JSON.stringify({ operation, params, body }));
  return [...said, ...journal.of('run').map((run) => JSON.stringify(run))];
}

const troubles: Record<string, Trouble[]> = {
  'daemon-ignores-session': [],
  'daemon-ignores-work-dir': [],
  'daemon-retries-400': [{ operation: 'completeTask', answer: answered(400) }],
  'daemon-gives-up-on-503': [{ operation: 'completeTask', answer: answered(503) }],
  'daemon-says-less-on-retry': [{ operation: 'completeTask', answer: 'lost' }],
  'daemon-session-of-run-before': [],
  'daemon-new-key-after-lost-claim': [{ operation: 'claimTask', answer: 'lost' }],
  'daemon-never-pins': [],
  'daemon-leaves-orphans': [],
  'daemon-empties-directory': [],
  'daemon-beats-when-idle': [503, 503, 503].map((status) => ({ operation: 'completeTask', answer: answered(status) })),
};

describe('Mutants of the daemon', () => {
  test('Each has an id of its own', () => {
    expect(daemonMutants.map(({ id }) => id).sort()).toEqual(Object.keys(troubles).sort());
  });

  test.each(daemonMutants.map(({ id, title }) => [title, id]))('%s, and it can be seen', async (_, id) => {
    const trouble = troubles[id] ?? [];
    const [correct, mutated] = [await playedWith(trouble, null), await playedWith(trouble, id)];
    expect(correct.filter((call) => call.includes('completeTask') && call.includes(taskId))).not.toEqual([]);
    expect(mutated).not.toEqual(correct);
  });
});
