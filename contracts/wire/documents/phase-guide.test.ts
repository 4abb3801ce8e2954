import { describe, expect, test } from 'vitest';
import { phaseMetrics, phaseStates, phaseTexts, phaseTransitions } from '../phases/index.ts';
import { phaseGuide } from './phase-guide.ts';

const guide = phaseGuide();
const rows = guide
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.slice(2, -2).replaceAll('`', '').split(' | '));

describe('the guide of phases', () => {
  test('says what may follow every state', () => {
    for (const state of phaseStates) {
      expect(rows.find((row) => row[0] === state)?.[2]).toBe(phaseTransitions[state].join(', ') || 'nothing');
    }
  });

  test('has every text word for word, and every counter', () => {
    for (const text of Object.values(phaseTexts)) expect(rows.filter((row) => row[1] === text)).toHaveLength(1);
    for (const name of Object.keys(phaseMetrics)) expect(rows.filter((row) => row[0] === name)).toHaveLength(1);
  });
});
