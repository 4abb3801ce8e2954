import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { documents } from './index.ts';
import { danglingRefs } from './walk.testing.ts';

const made = documents();
const committed = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

describe('the generated documents', () => {
  test.each(Object.keys(made))('%s is up to date', (path) => {
    const fresh = committed(path) === made[path];
    expect(fresh, `${path} is stale. Run: npm run documents`).toBe(true);
  });

  test('are the same when they are made again', () => {
    expect(documents()).toEqual(made);
  });

  test.each(Object.entries(made).filter(([path]) => path.endsWith('.json')))(
    '%s refers to nothing that is not there',
    (_path, text) => {
      expect(danglingRefs(JSON.parse(text))).toEqual([]);
      expect(text.endsWith('}\n')).toBe(true);
    },
  );

  test('a reference to nothing is found', () => {
    const document = { a: { $ref: '#/b/c~1d' }, e: { $ref: '#/b/c' }, f: [{ $ref: 'other.json' }], b: { 'c/d': {} } };
    expect(danglingRefs(document)).toEqual(['#/b/c', 'other.json']);
  });
});

describe('the schemas of the formats on disk', () => {
  const validator = (name: string) =>
    new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(
      JSON.parse(made[`contracts/trace/${name}.schema.json`] ?? '') as object,
    );

  test('a fault plan may leave its defaults out, and may not invent a kind or a field', () => {
    const valid = validator('fault-plan');
    const lost = { where: { operation: 'submitTask' }, fault: { kind: 'answer-lost-after-commit' } };
    expect(valid([lost])).toBe(true);
    expect(valid([{ ...lost, fault: { kind: 'gremlin' } }])).toBe(false);
    expect(valid([{ ...lost, when: 'soon' }])).toBe(false);
  });

  test('a line of a trace is a header or an event', () => {
    const valid = validator('trace');
    const header = {
      format: 1,
      tool: 'dress-rehearsal',
      version: '0.1.0',
      scenario: 'a/b',
      seed: 1,
      target: 'embedded',
    };
    expect(valid({ ...header, mutant: null, faultPlan: [], choices: [] })).toBe(true);
    expect(valid({ index: 0, time: 0, actor: 'harness', kind: 'phase', phase: 'play' })).toBe(true);
    expect(valid({ index: 0, time: 0, actor: 'harness', kind: 'phase', phase: 'lunch' })).toBe(false);
    expect(valid(header)).toBe(false);
  });

  test('a report says what it counted', () => {
    const valid = validator('report');
    const totals = { passed: 0, failed: 0, inconclusive: 0, skipped: 0, expectedFailure: 0 };
    const report = {
      format: 1,
      tool: 'dress-rehearsal',
      version: '0.1.0',
      target: 'embedded',
      mutant: null,
      seed: 1,
      select: null,
      shard: null,
      duration: 0,
      complete: true,
      reason: null,
      unmet: [],
      scenarios: [],
    };
    expect(valid({ ...report, totals })).toBe(true);
    expect(valid(report)).toBe(false);
  });
});
