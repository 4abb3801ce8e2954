import { describe, expect, test } from 'vitest';
import { colourFor } from './colour.ts';
import { liveProgress } from './progress.ts';
import { failedScenario, sampleScenario } from './sample-report.ts';

function show(terminal: { isTTY?: boolean; columns?: number }): string {
  let text = '';
  const live = liveProgress({ ...terminal, write: (part) => (text += part) });
  live.on({ type: 'begin', total: 2, target: 'embedded', lanes: 1, seed: 5 });
  live.on({ type: 'finished', scenario: sampleScenario(), done: 1, total: 2 });
  live.on({ type: 'finished', scenario: failedScenario(), done: 2, total: 2 });
  live.end();
  return text;
}

describe('Progress', () => {
  test('is plain lines where nobody watches: the beginning, and what failed', () => {
    expect(show({})).toBe('Playing 2 scenarios on embedded, 1 lane, seed 5\n2/2 failed: duplicate-creation/two-tabs\n');
  });

  test('is one line on a terminal, as wide as it at most, and gone at the end', () => {
    const frames = show({ isTTY: true, columns: 40 }).split('\r\u001b[K');
    expect(frames).toEqual([
      '',
      'Playing 2 scenarios on embedded, 1 lane',
      '1/2  retries/batch-after-503',
      '2/2, 1 failed  duplicate-creation/two-t',
      '',
    ]);
  });
});

describe('Colour is given to', () => {
  test.each([
    ['a terminal', { isTTY: true }, {}, 'on'],
    ['no pipe', {}, {}, 'off'],
    ['no CI log', {}, { CI: 'true' }, 'off'],
    ['no dumb terminal', { isTTY: true }, { TERM: 'dumb' }, 'off'],
    ['nobody under NO_COLOR', { isTTY: true }, { NO_COLOR: '1', FORCE_COLOR: '1' }, 'off'],
    ['a terminal when NO_COLOR is empty', { isTTY: true }, { NO_COLOR: '' }, 'on'],
    ['a pipe under FORCE_COLOR', {}, { FORCE_COLOR: '1' }, 'on'],
    ['nobody under FORCE_COLOR=0', { isTTY: true }, { FORCE_COLOR: '0' }, 'off'],
  ] as const)('%s', (_who, output, env, expected) => {
    expect(colourFor({ ...output, write: () => true }, env)).toBe(expected);
  });
});
