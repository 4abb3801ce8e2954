import { describe, expect, test } from 'vitest';
import { breaches } from './directions.ts';

/** What is wrong with one file that imports these. */
const wrong = (file: string, ...imports: string[]) =>
  breaches([{ file, text: imports.map((from) => `import { a } from '${from}';`).join('\n') }]).map(
    (breach) => breach.imports,
  );

describe('the direction of dependencies', () => {
  test.each([
    ['contracts/wire/frames.ts', './ids.ts', '../trace/index.ts', 'zod'],
    ['simulators/vm-agent/outbox.ts', './retry.ts', '../ports.ts', '../verbs.ts', '../../contracts/wire/index.ts'],
    ['simulators/ports.ts', '../contracts/wire/index.ts', './verbs.ts'],
    ['simulators/control-plane/worker.ts', './rules/submit.ts', '../../contracts/wire/index.ts'],
    ['simulators/stage/link/link.ts', '../../ports.ts', '../../vm-agent/agent.ts', '../../../contracts/trace/index.ts'],
    ['scenarios/play/world.ts', '../checks/check.ts', '../../simulators/ports.ts', '../../contracts/wire/index.ts'],
    ['reports/junit.ts', './text.ts', '../contracts/trace/index.ts'],
    ['simulators/index.ts', './frontend/index.ts', './stage/tcp/index.ts', './ports.ts'],
    ['cli.ts', './scenarios/play/run.ts', './reports/junit.ts'],
    ['scripts/write-documents.ts', '../contracts/wire/index.ts'],
    ['simulators/vm-agent/agent.test.ts', '../stage/link/link.ts'],
    ['simulators/vm-agent/testing.ts', '../frontend/frontend.ts'],
  ])('%s may import what stands below it', (file, ...imports) => {
    expect(wrong(file, ...imports)).toEqual([]);
  });

  test.each([
    ['contracts/wire/frames.ts', '../../simulators/ports.ts'],
    ['contracts/wire/frames.ts', '../../cli.ts'],
    ['simulators/vm-agent/agent.ts', '../frontend/frontend.ts'],
    ['simulators/vm-agent/agent.ts', '../stage/clock.ts'],
    ['simulators/vm-agent/agent.ts', '../vm-agent-old/agent.ts'],
    ['simulators/ports.ts', './vm-agent/agent.ts'],
    ['simulators/control-plane/worker.ts', '../../contracts/trace/index.ts'],
    ['simulators/control-plane/worker.ts', '../ports.ts'],
    ['simulators/stage/link.ts', '../../scenarios/play/world.ts'],
    ['scenarios/play/run.ts', '../../reports/junit.ts'],
    ['scenarios/play/run.ts', '../../index.ts'],
    ['reports/junit.ts', '../scenarios/checks/check.ts'],
    ['reports/junit.ts', './junit.test.ts'],
  ])('%s may not import %s', (file, imported) => {
    expect(wrong(file, '../../contracts/wire/index.ts', imported)).toContain(imported);
  });

  test.each([
    ["import type { A } from '../scenarios/a.ts';"],
    ["import {\n  a,\n  type B,\n} from '../scenarios/a.ts';"],
    ["import * as a from '../scenarios/a.ts';"],
    ['import "../scenarios/a.ts";'],
    ["export * from '../scenarios/a.ts';"],
    ["export { a } from '../scenarios/a.ts';"],
    ["const a = await import('../scenarios/a.ts');"],
  ])('%j is an import', (text) => {
    expect(breaches([{ file: 'reports/a.ts', text }])).toEqual([
      { file: 'reports/a.ts', imports: '../scenarios/a.ts', rule: 'reports imports contracts and reports' },
    ]);
  });

  test('a word in a comment or a text is no import', () => {
    const text = "// taken from '../scenarios/a.ts'\nconst a = \"import from '../scenarios/a.ts'\";";
    expect(breaches([{ file: 'reports/a.ts', text }])).toEqual([]);
  });

  test('a file that no rule knows is a breach itself', () => {
    expect(breaches([{ file: 'elsewhere/a.ts', text: '' }])).toHaveLength(1);
    expect(breaches([{ file: 'simulators/helper.ts', text: '' }])).toHaveLength(1);
  });
});
