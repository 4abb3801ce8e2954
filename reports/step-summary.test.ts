import { describe, expect, test } from 'vitest';
import { markdown } from './markdown.ts';
import { everyStatus, failedScenario, sampleCheck, sampleReport } from './sample-report.ts';
import { stepSummary } from './step-summary.ts';

const many = (changes: Parameters<typeof failedScenario>[0]) =>
  sampleReport(Array.from({ length: 100 }, (_, index) => failedScenario({ id: `retries/${index}`, ...changes })));
const long = 'x'.repeat(20_000);

describe('The summary of a step', () => {
  test('is the Markdown report', () => {
    const report = sampleReport(everyStatus);
    expect(stepSummary(report, { out: 'o' })).toBe(markdown.render(report, { out: 'o' }));
  });

  test('leaves the stories out where GitHub would refuse it for its length, and says so', () => {
    const text = stepSummary(many({ story: [{ event: 1, time: 0, text: long }] }), { out: 'o' });
    expect(text.length).toBeLessThan(1024 * 1024);
    expect(text).toContain('retries/99');
    expect(text).toMatch(/The whole summary is too long for GitHub: see the report of `o`\.\n$/);
  });

  test('is its totals where nothing else helps', () => {
    const text = stepSummary(many({ checks: [sampleCheck({ status: 'failed', message: long })] }), {});
    expect(text).toBe(
      '## Dress rehearsal: 0 passed, 100 failed, 0 inconclusive\n\nThe whole summary is too long for GitHub: see the report.\n',
    );
  });
});
