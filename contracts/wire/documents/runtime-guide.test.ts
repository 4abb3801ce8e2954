import { describe, expect, test } from 'vitest';
import {
  agentTaskStates,
  agentTaskTransitions,
  failureReasons,
  migrationRules,
  resumeRules,
} from '../runtimes/index.ts';
import { runtimeGuide } from './runtime-guide.ts';

const guide = runtimeGuide();
const rows = guide
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.slice(2, -2).replaceAll('`', '').split(' | '));

describe('the guide of runtimes', () => {
  test('says what may follow every state of a task', () => {
    for (const state of agentTaskStates) {
      const then = rows.find((row) => row[0] === state)?.[2];
      expect(then).toBe(agentTaskTransitions[state].join(', ') || 'nothing');
    }
  });

  test('has every rule of resuming and migrating, and every reason of a failure', () => {
    const all = { ...resumeRules, ...migrationRules, ...failureReasons };
    for (const [name, text] of Object.entries(all)) {
      expect(guide.split('\n').filter((line) => line === `| \`${name}\` | ${text} |`)).toHaveLength(1);
    }
  });

  test('names every requirement of the group', () => {
    for (let number = 1; number <= 10; number += 1) expect(guide).toContain(`RUN-${number}`);
  });
});
