import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { History, RunReport } from '../contracts/trace/index.ts';
import { checks } from './checks/index.ts';
import { loadCatalogue } from './play/catalogue.ts';
import { mutants, requirementTable, run } from './play/index.ts';
import { operationsIn, operationsOfScenarios } from './play/operations-said.ts';
import type { Scenario } from './play/scenario.ts';
import { readTrace } from './play/trace.ts';

/** Laws that hold for the catalogue as a whole. */
let catalogue: Scenario[];
let folder: string;
let report: RunReport;

beforeAll(async () => {
  catalogue = await loadCatalogue();
  folder = await mkdtemp(join(tmpdir(), 'rehearse-catalogue-'));
  report = await run({ seed: 7, out: join(folder, 'a') });
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the catalogue', () => {
  test('passes on the embedded control plane, with nothing skipped', () => {
    const others = report.scenarios.filter(({ status }) => status !== 'passed');
    expect(
      others.map(({ id, reason, checks: all }) => [id, reason, all.filter(({ status }) => status === 'failed')]),
    ).toEqual([]);
    expect(report.totals.passed).toBeGreaterThanOrEqual(40);
  });

  test('has no fault that does not fire and no named check that judges nothing', () => {
    for (const scenario of report.scenarios) {
      expect([scenario.id, scenario.faultsFired]).toEqual([scenario.id, scenario.faultPlan.map((_, entry) => entry)]);
    }
    for (const { id, checks: named } of catalogue) {
      const judged = report.scenarios
        .find((entry) => entry.id === id)
        ?.checks.filter((entry) => named.includes(entry.id));
      expect([id, judged?.filter((entry) => entry.judged === 0).map((entry) => entry.id), judged?.length]).toEqual([
        id,
        [],
        named.length,
      ]);
    }
  });

  test('names only checks that exist, and every check is judged somewhere', () => {
    const known = new Set(checks.map(({ id }) => id));
    for (const { id, checks: named } of catalogue) {
      expect([id, named.filter((name) => !known.has(name))]).toEqual([id, []]);
    }
    const judged = new Set(
      report.scenarios.flatMap((entry) => entry.checks.filter((check) => check.judged > 0).map((check) => check.id)),
    );
    expect([...known].filter((id) => !judged.has(id))).toEqual([]);
  });

  test('has no two scenarios with the same operations, faults and requirements', async () => {
    const seen = new Map<string, string>();
    for (const { id, trace, faultPlan, requirements } of report.scenarios) {
      const { history } = await readTrace(join(folder, 'a', trace ?? ''));
      const fingerprint = JSON.stringify([operationsOf(history), faultPlan, [...requirements].sort()]);
      expect([id, seen.get(fingerprint)]).toEqual([id, undefined]);
      seen.set(fingerprint, id);
    }
  });

  test('says the operations that are written down', async () => {
    const known = operationsOfScenarios();
    for (const { id, trace } of report.scenarios) {
      const { history } = await readTrace(join(folder, 'a', trace ?? ''));
      expect([id, operationsIn(history)], 'npm run operations').toEqual([id, known.get(id)]);
    }
    expect(known.size).toBe(report.scenarios.length);
  });

  test('plays at least 60 % of itself on a target that is only a URL', () => {
    const playable = catalogue.filter(({ needs }) => !needs.includes('inside') && !needs.includes('time'));
    expect(playable.length / catalogue.length).toBeGreaterThanOrEqual(0.6);
  });

  test('exercises every requirement of a built family and breaks it with a mutant', async () => {
    const gaps = (await requirementTable()).filter(
      (row) => row.built && row.proofs.length === 0 && (row.scenarios.length === 0 || row.mutants.length === 0),
    );
    expect(gaps.map(({ id }) => id)).toEqual([]);
  });

  test('gives byte-identical traces for the same seed', async () => {
    const again = await run({ seed: 7, out: join(folder, 'b') });
    for (const { trace } of again.scenarios) {
      const [first, second] = await Promise.all(
        ['a', 'b'].map((part) => readFile(join(folder, part, trace ?? ''), 'utf8')),
      );
      expect(first === second ? 'same' : trace).toBe('same');
    }
  }, 240_000);
});

describe('the mutants', () => {
  test('are all caught, each by a check of the requirement it breaks', async () => {
    const verdicts = await mutants({ seed: 7, enough: 1 });
    expect(verdicts.filter(({ survived }) => survived).map(({ id, requirement }) => `${id} (${requirement})`)).toEqual(
      [],
    );
  }, 500_000);
});

/** Operations and frames of the play in order of sending, by actor, and what time passes; without what the observer reads. */
function operationsOf(history: History): string[] {
  return history.flatMap((event) => {
    if (event.kind === 'advance') return [`advance ${event.ms}`];
    if (event.kind !== 'send' || ['observer', 'target', 'network'].includes(event.actor)) return [];
    if (event.message.type === 'request') return [`${event.actor} ${event.operation}`];
    return event.message.type === 'frame' ? [`${event.actor} ${JSON.stringify(event.message.body)}`] : [];
  });
}
