import { describe, expect, test } from 'vitest';
import { type RoutingOutcome, routes } from '../../../../contracts/wire/index.ts';
import { stepsOfOutcomes } from './steps.ts';

const outcomes = Object.entries(stepsOfOutcomes) as [RoutingOutcome, (typeof stepsOfOutcomes)[RoutingOutcome]][];
const count = (steps: readonly string[], ...wanted: string[]) => steps.filter((step) => wanted.includes(step)).length;

describe('an outcome of the routing table', () => {
  test.each(outcomes)('%s aborts, ends and refuses where its name says so', (outcome, steps) => {
    expect(count(steps, 'abort')).toBe(outcome.startsWith('abort') ? 1 : 0);
    expect(count(steps, 'refuse')).toBe(outcome.endsWith('refuse') ? 1 : 0);
    expect(steps.includes('recreate')).toBe(outcome.endsWith('resume'));
  });

  test.each(routes)('$outcome of $operation in $state with $registered keeps a prompt once, or answers', (cell) => {
    const steps = stepsOfOutcomes[cell.outcome];
    const isPrompt = cell.operation === 'send' || cell.operation === 'interrupt';
    const kept = isPrompt && cell.state !== 'unknown' ? 1 : 0;
    expect(count(steps, 'store')).toBe(kept);
    expect(count(steps, 'start', 'last', 'next')).toBe(kept);
    // A new loop is only ever started where none is left.
    if (steps.includes('start')) expect(cell.registered === 'no loop' || steps[0] === 'abort').toBe(true);
  });
});
