import { describe, expect, test } from 'vitest';
import { fault, faultPlan, insideKinds, nodeKinds } from './fault-plan.ts';

describe('a fault plan', () => {
  const where = { actor: 'vm-agent', operation: 'appendMessages', nth: 2 };

  test.each([
    [{ kind: 'object-unavailable' }, { call: 1 }],
    [{ kind: 'database-failed' }, { call: 1, committed: false }],
    [
      { kind: 'database-failed', committed: true },
      { call: 1, committed: true },
    ],
    [
      { kind: 'process-killed', on: 'outbound' },
      { call: 1, when: 'after' },
    ],
    [
      { kind: 'object-crashed', on: 'database', call: 2 },
      { call: 2, when: 'after' },
    ],
    [{ kind: 'lost' }, {}],
  ])('%j written by hand means the first call and the end of it', (written, meant) => {
    expect(faultPlan.parse([{ where, fault: written }])).toEqual([{ where, fault: { ...written, ...meant } }]);
  });

  test.each([
    { kind: 'gremlin' },
    { kind: 'status', status: 200 },
    { kind: 'delay' },
    { kind: 'delay', ms: 0 },
    { kind: 'lost', ms: 5 },
    { kind: 'process-killed' },
    { kind: 'object-reset', call: 0 },
  ])('%j is no fault', (entry) => {
    expect(fault.safeParse(entry).success).toBe(false);
  });

  test('a place counts from one and names nothing unknown', () => {
    expect(faultPlan.safeParse([{ where: { nth: 0 }, fault: { kind: 'lost' } }]).success).toBe(false);
    expect(faultPlan.safeParse([{ where: { who: 'me' }, fault: { kind: 'lost' } }]).success).toBe(false);
    expect(faultPlan.safeParse([{ where: {}, fault: { kind: 'lost' } }]).success).toBe(true);
  });

  test('a parsed plan parses to itself, as a trace that is played again needs', () => {
    const plan = faultPlan.parse([{ where, fault: { kind: 'database-failed' } }]);
    expect(faultPlan.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
  });

  test('every kind is carried out in exactly one place: on the way, inside, or by the node', () => {
    const kinds = fault.options.map((option) => option.shape.kind.value);
    expect(new Set(kinds).size).toBe(kinds.length);
    const elsewhere = kinds.filter((kind) => !insideKinds.has(kind) && !nodeKinds.has(kind));
    expect(insideKinds.size + nodeKinds.size + elsewhere.length).toBe(kinds.length);
    expect(elsewhere).toContain('answer-lost');
    expect([...insideKinds]).toContain('answer-lost-after-commit');
    expect([...nodeKinds]).toEqual(['node-refuses', 'node-silent']);
  });
});
