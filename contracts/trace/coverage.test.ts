import { describe, expect, test } from 'vitest';
import { contractCoverage, percentOf } from './coverage.ts';

const none = { covered: 0, total: 0, missing: [] };
const coverage = {
  percent: 50,
  operations: { covered: 1, total: 2, missing: ['listTasks'] },
  answers: { covered: 0, total: 1, missing: [{ operation: null, status: 404, code: 'not_found' }] },
  frames: { covered: 1, total: 1, missing: [] },
  interactions: none,
};

describe('The coverage of the contract', () => {
  test('survives being written and read', () => {
    expect(contractCoverage.parse(JSON.parse(JSON.stringify(coverage)))).toEqual(coverage);
  });

  test.each([
    ['more than all', { percent: 101 }],
    ['a frame of nobody', { frames: { ...none, missing: [{ socket: 'live', from: 'both', type: 'x', code: null }] } }],
    ['no interactions', { interactions: undefined }],
  ])('is refused with %s', (_what, change) => {
    expect(contractCoverage.safeParse({ ...coverage, ...change }).success).toBe(false);
  });
});

describe('The percentage', () => {
  test.each([
    [[[1, 1]], 100],
    [[[0, 1]], 0],
    [
      [
        [1, 1],
        [0, 3],
      ],
      25,
    ],
    [[[2, 3]], 66.6],
    [[[1999, 2000]], 99.9],
    [[[0, 0]], 100],
  ])('of %j is %d: of all together, and never rounded up', (parts, percent) => {
    expect(percentOf(parts.map(([covered = 0, total = 0]) => ({ covered, total })))).toBe(percent);
  });
});
