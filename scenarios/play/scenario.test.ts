import { expect, test } from 'vitest';
import type { FaultPlanInput } from '../../contracts/trace/index.ts';
import { scenario } from './scenario.ts';

const declare = (faults: FaultPlanInput) =>
  scenario('small/one', { title: 'It holds.', requirements: [], needs: [], checks: [], faults, play: async () => {} });

test('a scenario whose plan breaks the inside of a target needs one that lets it', () => {
  const where = { operation: 'live', frame: 'send' };
  expect(declare([{ where, fault: { kind: 'registry-diverged', how: 'lost' } }]).needs).toEqual(['inside']);
  expect(declare([{ where, fault: { kind: 'duplicate' } }]).needs).toEqual([]);
});

test('a scenario cannot have the upgrade to a socket twice', () => {
  expect(() => declare([{ where: { operation: 'live' }, fault: { kind: 'duplicate' } }])).toThrow(
    'Failed to declare the scenario small/one: the upgrade live cannot be duplicated. Name a frame of its socket.',
  );
});

test('a scenario with a fault that there is not says where', () => {
  const misspelt = [{ where: {}, fault: { kind: 'answer-lots' } }] as unknown as FaultPlanInput;
  expect(() => declare(misspelt)).toThrow(
    /^Failed to declare the scenario small\/one: its plan is wrong at 0\.fault\.kind \(.*\)\. See fault-plan\.schema\.json\.$/,
  );
});
