import { describe, expect, test } from 'vitest';
import { type ContractCoverage, percentOf, type RunReport, runReport } from '../contracts/trace/index.ts';
import { mergeReports } from './merge.ts';
import { failedScenario, sampleCoverage, sampleReport, sampleScenario } from './sample-report.ts';

const one = sampleReport([sampleScenario({ id: 'retries/b' })], { shard: '1/2', duration: 50 });
const two = sampleReport([failedScenario({ id: 'retries/a' })], { shard: '2/2', duration: 70 });
const merge = (...reports: RunReport[]) =>
  mergeReports(reports.map((report, index) => ({ name: `${index + 1}.json`, report })));

describe('Merged reports', () => {
  test('are one report of all scenarios in order, whose totals are theirs', () => {
    const merged = merge(one, two);
    expect(merged.scenarios.map(({ id }) => id)).toEqual(['retries/a', 'retries/b']);
    expect(merged.totals).toEqual({ passed: 1, failed: 1, inconclusive: 0, skipped: 0, expectedFailure: 0 });
    expect(merged).toMatchObject({ complete: true, reason: null, shard: null, duration: 70 });
    expect(runReport.safeParse(JSON.parse(JSON.stringify(merged))).success).toBe(true);
  });

  test('may be of no shards, such as of one family each', () => {
    const [first, second] = [one, two].map((report) => ({ ...report, shard: null }));
    if (!first || !second) throw new Error('There are two.');
    const ofFamilies = merge({ ...first, select: ['retries'] }, { ...second, select: ['limits', 'retries'] });
    expect([ofFamilies.complete, ofFamilies.select]).toEqual([true, ['retries', 'limits']]);
    expect(merge(first, { ...second, select: ['limits'] }).select).toBeNull();
  });

  test('have to be shards of one selection, in whatever order it was given', () => {
    const both = { ...one, select: ['limits', 'retries'] };
    expect(merge(both, { ...two, select: ['retries', 'limits', 'retries'] })).toMatchObject({
      complete: true,
      select: ['limits', 'retries'],
    });
    expect(() => merge(both, { ...two, select: ['retries'] })).toThrow(
      'the selection of 1.json is limits retries, that of 2.json is retries. Give the reports of one run.',
    );
  });

  test('are what was merged where there is one', () => {
    const whole = sampleReport([sampleScenario()], { coverage: sampleCoverage({ percent: 66.6 }) });
    expect(merge(whole)).toEqual({ ...whole, coverage: { ...whole.coverage, percent: 66.6 } });
  });

  test('have the requirements that the target cannot meet once', () => {
    const unmet = [{ requirement: 'TASK-10', reason: 'seq is only ordered' }];
    expect(merge({ ...one, unmet }, { ...two, unmet }).unmet).toEqual(unmet);
  });

  test.each([
    [{ version: '0.2.0' }, 'the version of 1.json is 0.1.0, that of 2.json is 0.2.0'],
    [{ target: 'http://a' }, 'the target of 1.json is embedded, that of 2.json is http://a'],
    [{ mutant: 'bug' }, 'the mutant of 1.json is none, that of 2.json is bug'],
    [{ seed: 2 }, 'the seed of 1.json is 1, that of 2.json is 2'],
    [{ select: ['retries', 'limits'] }, 'the selection of 1.json is all, that of 2.json is limits retries'],
  ])('have to be of one run, and not with %j', (changes, reason) => {
    expect(() => merge(one, { ...two, ...changes })).toThrow(
      `Failed to merge the reports: ${reason}. Give the reports of one run.`,
    );
  });

  test.each([
    [{ ...one, shard: '2/2' }, 'retries/b is in 1.json and in 2.json'],
    [{ ...two, shard: '1/2' }, '1.json and 2.json are the same shard'],
    [{ ...two, shard: '2/3' }, '1.json is one of 2 shards, 2.json is one of 3 shards'],
    [{ ...two, shard: null }, '1.json is one of 2 shards, 2.json is no shard'],
  ])('have to be different parts of one whole', (other, reason) => {
    expect(() => merge(one, other)).toThrow(`Failed to merge the reports: ${reason}.`);
  });

  test('are not complete where shards are missing, and say which', () => {
    expect(merge(two)).toMatchObject({ complete: false, reason: 'Shard 1/2 is missing.' });
    const second = { ...one, shard: '2/4' };
    expect(merge(second).reason).toBe('Shards 1/4, 3/4, 4/4 are missing.');
  });

  test('are not complete where one of them is not', () => {
    const cut = { ...two, complete: false, reason: 'It was interrupted.' };
    expect(merge(one, cut)).toMatchObject({ complete: false, reason: 'Shard 2/2: It was interrupted.' });
  });
});

describe('Merged coverage', () => {
  const frame = (type: string) => ({ socket: 'live', from: 'client' as const, type, code: null });
  const wanting = (wants: string) => ({ consumer: 'frontend', description: wants, states: [], wants });
  const asked = 'live client frame ask';
  const told = 'live client frame tell';
  const all = ['getTask', 'listTasks', 'submitTask'];
  /** Of three operations, two frames and an interaction that wants both. */
  const covering = (operations: readonly string[], frames: readonly string[], wants = `${asked} and ${told}`) => {
    const part = <Entry>(total: number, missing: Entry[]) => ({ covered: total - missing.length, total, missing });
    const unseen = ['ask', 'tell'].filter((type) => !frames.includes(type)).map(frame);
    const parts = {
      operations: part(
        3,
        all.filter((name) => !operations.includes(name)),
      ),
      answers: part<ContractCoverage['answers']['missing'][number]>(0, []),
      frames: part(2, unseen),
      interactions: part(1, unseen.length === 0 ? [] : [wanting(wants)]),
    };
    return { percent: percentOf(Object.values(parts)), ...parts };
  };
  const of = (...coverages: (ContractCoverage | undefined)[]) =>
    merge(...[one, two].map((report, index) => ({ ...report, coverage: coverages[index] }))).coverage;

  test('lacks what all lack', () => {
    const coverage = of(covering(['getTask'], ['ask']), covering(['listTasks'], ['ask']));
    expect(coverage?.operations).toEqual({ covered: 2, total: 3, missing: ['submitTask'] });
    expect(coverage?.frames).toEqual({ covered: 1, total: 2, missing: [frame('tell')] });
    expect(coverage?.interactions.covered).toBe(0);
    expect(coverage?.percent).toBe(50);
  });

  test('has an interaction whose frames were exchanged in different shards, as one run would', () => {
    const coverage = of(covering(all, ['ask']), covering([], ['tell']));
    expect(coverage).toEqual(covering(all, ['ask', 'tell']));
  });

  test('lacks an interaction that wants what is no part of the contract', () => {
    const wants = `${asked} and live client frame unheard-of`;
    expect(of(covering([], ['ask'], wants), covering([], ['tell'], wants))?.interactions.covered).toBe(0);
    expect(of(covering([], []), covering([], []))?.interactions.covered).toBe(0);
  });

  test('is left out where one of them does not say', () => {
    expect(of(covering(all, []), undefined)).toBeUndefined();
  });
});
