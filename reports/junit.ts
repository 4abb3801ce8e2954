import type { RunReport, ScenarioReport } from '../contracts/trace/index.ts';
import { accountLines, accountOf, families, headline } from './account.ts';
import type { ReportContext, Reporter } from './reporter.ts';
import { escapeXml, xmlAttributes, xmlSeconds } from './text.ts';

/**
 * JUnit XML as GitLab and Jenkins read it: a suite per family, a case per scenario. Inconclusive is an `error`;
 * an expected failure is `skipped`, because neither of them knows anything nearer.
 */
export const junit: Reporter = {
  file: 'junit.xml',
  render(report, context) {
    const suites = families(report).map(({ family, scenarios }) => {
      const cases = scenarios.map((scenario) => testCase(scenario, context));
      return suite(family, report, cases, scenarios);
    });
    if (!report.complete) suites.push(unfinished(report));
    const { passed, failed, inconclusive, skipped, expectedFailure } = report.totals;
    const extra = report.complete ? 0 : 1;
    const counts = xmlAttributes({
      name: 'dress-rehearsal',
      tests: passed + failed + inconclusive + skipped + expectedFailure + extra,
      failures: failed,
      errors: inconclusive + extra,
      skipped: skipped + expectedFailure,
      time: xmlSeconds(report.duration),
    });
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites${counts}>`,
      ...suites.flat(),
      '</testsuites>',
      '',
    ].join('\n');
  },
};

function suite(name: string, report: RunReport, cases: string[][], scenarios: readonly ScenarioReport[]): string[] {
  const having = (...statuses: ScenarioReport['status'][]) =>
    scenarios.filter((scenario) => statuses.includes(scenario.status)).length;
  const counts = xmlAttributes({
    name,
    tests: cases.length,
    failures: having('failed'),
    errors: having('inconclusive'),
    skipped: having('skipped', 'expected-failure'),
    time: xmlSeconds(scenarios.reduce((sum, scenario) => sum + scenario.duration, 0)),
  });
  return [`  <testsuite${counts}>`, ...properties(report), ...cases.flat(), '  </testsuite>'];
}

/** Without it an aborted run, whose finished scenarios all passed, would be a green one. */
function unfinished(report: RunReport): string[] {
  const counts = xmlAttributes({
    name: 'rehearsal',
    tests: 1,
    failures: 0,
    errors: 1,
    skipped: 0,
    time: xmlSeconds(0),
  });
  return [
    `  <testsuite${counts}>`,
    ...properties(report),
    `    <testcase${xmlAttributes({ classname: 'rehearsal', name: 'The run was finished', time: xmlSeconds(0) })}>`,
    `      <error${xmlAttributes({ message: report.reason ?? 'The run was not finished.', type: 'unfinished' })}/>`,
    '    </testcase>',
    '  </testsuite>',
  ];
}

function properties(report: RunReport): string[] {
  const { seed, target, version, mutant, shard } = report;
  const values = { seed, target, version, mutant: mutant ?? 'none', shard: shard ?? 'none' };
  return [
    '    <properties>',
    ...Object.entries(values).map(([name, value]) => `      <property${xmlAttributes({ name, value })}/>`),
    '    </properties>',
  ];
}

function testCase(scenario: ScenarioReport, context: ReportContext): string[] {
  const start = `    <testcase${xmlAttributes({
    classname: scenario.family,
    name: scenario.id,
    time: xmlSeconds(scenario.duration),
  })}`;
  const content = contentOf(scenario, context);
  return content === null ? [`${start}/>`] : [`${start}>`, `      ${content}`, '    </testcase>'];
}

function contentOf(scenario: ScenarioReport, context: ReportContext): string | null {
  const message = headline(scenario);
  const type = scenario.requirements.join(' ');
  const text = () => escapeXml([scenario.title, '', ...accountLines(accountOf(scenario, context))].join('\n'));
  switch (scenario.status) {
    case 'failed':
      return `<failure${xmlAttributes({ message, type })}>${text()}</failure>`;
    case 'inconclusive':
      return `<error${xmlAttributes({ message, type: `inconclusive ${type}`.trim() })}>${text()}</error>`;
    case 'expected-failure':
      return `<skipped${xmlAttributes({ message: `Expected failure: ${message}` })}/>`;
    case 'skipped':
      return `<skipped${xmlAttributes({ message: scenario.reason ?? 'No reason was given.' })}/>`;
    case 'passed': {
      const notes = scenario.checks.filter((check) => check.status === 'failed');
      const lines = [
        ...(scenario.inPart ?? []).map((reason) => `Passed in part: ${reason}`),
        ...notes.map((check) => `${check.level} ${check.id}: ${check.message}`),
      ];
      if (lines.length === 0) return null;
      return `<system-out>${escapeXml(lines.join('\n'))}</system-out>`;
    }
  }
}
