import { describe, expect, test } from 'vitest';
import type { RunReport, ScenarioReport } from '../contracts/trace/index.ts';
import { junit } from './junit.ts';
import { readXml } from './markup-reader.ts';
import { everyStatus, failedScenario, sampleReport, sampleScenario } from './sample-report.ts';

const read = (report: RunReport) => readXml(junit.render(report, {}));
const attributesOf = (report: RunReport, name: string) =>
  read(report)
    .elements.filter((element) => element.name === name)
    .map(({ attributes }) => Object.fromEntries(attributes));

/** What the cases of a scenario have in `<system-out>`. */
const outputs = (scenario: ScenarioReport) =>
  [...junit.render(sampleReport([scenario]), {}).matchAll(/<system-out>([^<]*)<\/system-out>/g)].map(
    ([, text = '']) => text,
  );

describe('The JUnit reporter, as GitLab and Jenkins read it', () => {
  test('has a suite for each family, with its numbers and the sum of its seconds', () => {
    expect(attributesOf(sampleReport(everyStatus), 'testsuite')).toEqual([
      { name: 'retries', tests: '2', failures: '0', errors: '0', skipped: '0', time: '0.240' },
      { name: 'duplicate-creation', tests: '3', failures: '1', errors: '1', skipped: '1', time: '0.360' },
      { name: 'live', tests: '2', failures: '0', errors: '0', skipped: '2', time: '0.240' },
    ]);
  });

  test('has a case for each scenario, with class, name and seconds', () => {
    expect(attributesOf(sampleReport([sampleScenario({ duration: 1234.5678 })]), 'testcase')).toEqual([
      { classname: 'retries', name: 'retries/batch-after-503', time: '1.235' },
    ]);
  });

  test('writes seconds as plain numbers, however short or long', () => {
    const times = [0, 1e-9, 86_400_000].map((duration) => sampleScenario({ id: `retries/${duration}`, duration }));
    expect(attributesOf(sampleReport(times), 'testcase').map(({ time }) => time)).toEqual([
      '0.000',
      '0.000',
      '86400.000',
    ]);
  });

  test('says of a failure what was found in its message, and the whole account in its body', () => {
    const report = sampleReport([failedScenario()]);
    expect(attributesOf(report, 'failure')).toEqual([
      { message: 'Task t1 has two sessions: s1 and s2.', type: 'TASK-1' },
    ]);
    const body = read(report).texts.find((text) => text.includes('What happened'));
    expect(body).toMatch(/^Two tabs that submit at once make one task\n\nMUST one-session \(TASK-1\)/);
    expect(body).toContain('rehearse run duplicate-creation/two-tabs --seed 1');
  });

  test('says why something was skipped', () => {
    const skipped = sampleScenario({ status: 'skipped', reason: 'The target does not offer live.', checks: [] });
    expect(attributesOf(sampleReport([skipped]), 'skipped')).toEqual([{ message: 'The target does not offer live.' }]);
    expect(attributesOf(sampleReport([sampleScenario()]), 'skipped')).toEqual([]);
  });

  test('says of what passed in part that it did, beside what only should hold', () => {
    const inPart = ['the target does not promise idempotency: key'];
    const [first, second] = [sampleScenario({ inPart }), everyStatus[1]];
    if (!second) throw new Error('There is one with a warning.');
    const said = 'Passed in part: the target does not promise idempotency: key';
    const warning = 'SHOULD backs-off: It tried again after 1 ms.';
    expect(outputs(first)).toEqual([said]);
    expect(outputs({ ...second, inPart })).toEqual([`${said}\n${warning}`]);
    expect(outputs(sampleScenario())).toEqual([]);
    expect(outputs(failedScenario({ inPart })).join()).not.toContain('Passed in part');
  });

  test('says why a failure was expected', () => {
    const baseline = [{ check: null, reason: 'fixed with the new outbox', stale: false }];
    const known = failedScenario({ status: 'expected-failure', baseline });
    expect(attributesOf(sampleReport([known]), 'skipped')).toEqual([
      { message: 'Expected failure: Task t1 has two sessions: s1 and s2. (known: fixed with the new outbox)' },
    ]);
  });

  test('fails a scenario whose entry in the baseline is stale, and says that it is', () => {
    const reason = 'It held, but the baseline has it as a known failure. Stale: remove it from the baseline.';
    const stale = sampleScenario({ status: 'failed', reason, baseline: [{ check: null, reason: null, stale: true }] });
    expect(attributesOf(sampleReport([stale]), 'failure')[0]?.message).toBe(reason);
  });

  test('names seed, target and shard in the properties of every suite, before its cases', () => {
    const report = sampleReport([sampleScenario(), failedScenario()], { seed: 7, target: 'http://a', shard: '1/3' });
    const properties = attributesOf(report, 'property').map(({ name, value }) => `${name}=${value}`);
    const each = ['seed=7', 'target=http://a', 'version=0.1.0', 'mutant=none', 'shard=1/3'];
    expect(properties).toEqual([...each, ...each]);
    const order = read(report).elements.map(({ name }) => name);
    expect(order.indexOf('properties')).toBe(order.indexOf('testsuite') + 1);
  });
});
