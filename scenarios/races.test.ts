import { afterAll, beforeAll, expect, test } from 'vitest';
import { embeddedTarget, type TargetLane } from '../simulators/stage/targets.ts';
import { loadCatalogue, select } from './play/catalogue.ts';
import { mutants } from './play/mutants.ts';
import { play } from './play/play.ts';
import type { Scenario } from './play/scenario.ts';

/** Steps at once are a race indeed: the seed decides its order, and a race that is there is found. */
let lane: TargetLane;
let catalogue: Scenario[];

beforeAll(async () => {
  lane = await embeddedTarget(1).lane();
  catalogue = await loadCatalogue();
});

afterAll(() => lane.stop());

const options = { mutant: null, target: 'embedded', guarantees: null, timeout: 60_000 };

test('steps at once are all inside the target before the first is answered, in more than one order', async () => {
  const [scenario] = select(catalogue, ['duplicate-creation/two-tabs-one-key']);
  if (!scenario) throw new Error('The scenario is gone.');
  const orders = new Set<string>();
  for (let seed = 1; seed <= 20; seed += 1) {
    const { history } = await play(scenario, lane, { ...options, seed });
    const begin = history.findIndex((event) => event.kind === 'at-once' && event.phase === 'begin');
    const arrived = history.findIndex((event) => event.kind === 'at-once' && event.phase === 'arrived');
    const between = history.slice(begin, arrived);
    const expected = history.find((event) => event.kind === 'at-once')?.operations;
    const inside = between.filter((event) => event.kind === 'deliver' && event.message.type === 'request');
    expect(inside).toHaveLength(expected ?? 0);
    expect(between.filter((event) => event.kind === 'send' && event.message.type === 'response')).toEqual([]);
    const senders = new Map(between.flatMap((event) => (event.kind === 'send' ? [[event.op, event.actor]] : [])));
    orders.add(inside.map((event) => ('op' in event ? senders.get(Number(event.op)) : '')).join(' '));
  }
  expect(orders.size).toBeGreaterThan(1);
}, 60_000);

test('check-then-insert is caught by the family of overlapping batches on at least 90 of 100 seeds', async () => {
  const mutant = mutants.find(({ id }) => id === 'check-then-insert') ?? null;
  // One scenario of the family is enough, so it is the only one that is asked.
  const [scenario] = select(catalogue, ['overlapping-batches/every-two-overlap']);
  if (!scenario) throw new Error('The scenario is gone.');
  let caught = 0;
  for (let seed = 1; seed <= 100; seed += 1) {
    const { report } = await play(scenario, lane, { ...options, seed, mutant });
    caught += Number(
      report.checks.some(({ status, requirements }) => status === 'failed' && requirements.includes('TASK-10')),
    );
  }
  expect(caught).toBeGreaterThanOrEqual(90);
}, 240_000);
