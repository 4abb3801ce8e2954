import { describe, expect, test } from 'vitest';
import { type RequirementId, requirement, requirements } from './requirements.ts';

const count = { TASK: 20, LIVE: 18, WEB: 20, PHASE: 18, RUN: 10, PACT: 3, SAFE: 4 };

describe('the registry of requirements', () => {
  test('has every number of every family once, in order', () => {
    const expected = Object.entries(count).flatMap(([family, last]) =>
      Array.from({ length: last }, (_, index) => ({ family, id: `${family}-${index + 1}` })),
    );
    expect(requirements.map(({ family, id }) => ({ family, id }))).toEqual(expected);
  });

  test('says each in one sentence of its own', () => {
    for (const { id, text } of requirements) expect(text, id).toMatch(/^[A-Z].*[^.]\.$/);
    for (const { id, text } of requirements) expect(text, id).not.toMatch(/\. [A-Z]/);
    expect(new Set(requirements.map(({ text }) => text)).size).toBe(requirements.length);
  });

  test('finds one by its id, and nothing by an id that is none', () => {
    expect(requirement('TASK-14')).toMatchObject({ id: 'TASK-14', family: 'TASK', level: 'MUST', built: true });
    expect(requirement('SAFE-3').built).toBe(true);
    expect(requirement('PHASE-1').built).toBe(true);
    expect(requirement('PHASE-11').built).toBe(false);
    expect(requirement('RUN-10').built).toBe(true);
    expect(() => requirement('TASK-21' as RequirementId)).toThrow('Failed to find the requirement TASK-21');
  });
});
