import type { RunReport, ScenarioReport } from '../contracts/trace/index.ts';
import {
  accountLines,
  accountOf,
  families,
  headline,
  isFailure,
  nothingPlayed,
  passedInPart,
  skippedByReason,
  warnings,
} from './account.ts';
import { coverageLine, missingGroups } from './coverage.ts';
import type { ReportContext, Reporter } from './reporter.ts';
import { codeBlock, codeSpan, count, escapeXml, oneLine, seconds } from './text.ts';

/**
 * The summary of a pull request. What comes from a scenario or a target stands in code, where nothing is markup
 * and nobody is mentioned by accident.
 */
export const markdown: Reporter = {
  file: 'summary.md',
  render(report, context) {
    return `${[
      [`## Dress rehearsal: ${verdict(report)}`],
      [
        [
          `Target ${codeSpan(report.target)}`,
          `seed ${report.seed}`,
          ...(report.mutant === null ? [] : [`mutant ${codeSpan(report.mutant)}`]),
          ...(report.shard === null ? [] : [`shard ${codeSpan(report.shard)}`]),
          count(report.scenarios.length, 'scenario'),
          seconds(report.duration),
        ].join(' · '),
      ],
      report.complete ? [] : [`**Not finished:** ${codeSpan(report.reason ?? 'no reason was given')}`],
      totals(report),
      inPart(report),
      failures(report, context),
      items('Expected failures', expected(report)),
      items('Not as it should be', notes(report)),
      items('Skipped', skipped(report)),
      items('Requirements this target cannot meet', unmet(report)),
      coverage(report),
    ]
      .filter((section) => section.length > 0)
      .map((section) => section.join('\n').trimEnd())
      .join('\n\n')}\n`;
  },
};

function verdict(report: RunReport): string {
  if (!report.complete) return 'not finished';
  if (nothingPlayed(report) !== null) return 'nothing was played';
  return report.totals.failed + report.totals.inconclusive > 0 ? 'failed' : 'passed';
}

const columns = ['passed', 'failed', 'inconclusive', 'skipped', 'expected-failure'] as const;

function totals(report: RunReport): string[] {
  const row = (name: string, cells: readonly number[]) => `| ${name} | ${cells.join(' | ')} |`;
  const { passed, failed, inconclusive, skipped, expectedFailure } = report.totals;
  return [
    '| Family | Passed | Failed | Inconclusive | Skipped | Expected failures |',
    '| :-- | --: | --: | --: | --: | --: |',
    ...families(report).map(({ family, scenarios }) =>
      row(
        codeSpan(family),
        columns.map((status) => scenarios.filter((scenario) => scenario.status === status).length),
      ),
    ),
    row('**Total**', [passed, failed, inconclusive, skipped, expectedFailure]),
  ];
}

function inPart(report: RunReport): string[] {
  const { scenarios, reasons } = passedInPart(report);
  return scenarios === 0 ? [] : [`${scenarios} of them passed in part: ${reasons.map(codeSpan).join('; ')}`];
}

function failures(report: RunReport, context: ReportContext): string[] {
  const failed = report.scenarios.filter(isFailure);
  return failed.length === 0 ? [] : ['### Failures', '', ...failed.flatMap((scenario) => details(scenario, context))];
}

function details(scenario: ScenarioReport, context: ReportContext): string[] {
  const summary = `<code>${html(scenario.id)}</code> ${scenario.status}: <code>${html(headline(scenario))}</code>`;
  return [
    `<details><summary>${summary}</summary>`,
    '',
    codeBlock([scenario.title, '', ...accountLines(accountOf(scenario, context))], 'text'),
    '',
    '</details>',
    '',
  ];
}

function expected(report: RunReport): string[] {
  return report.scenarios
    .filter((scenario) => scenario.status === 'expected-failure')
    .map((scenario) => `${codeSpan(scenario.id)}: ${codeSpan(headline(scenario))}`);
}

function notes(report: RunReport): string[] {
  return warnings(report).map(
    ({ scenario, check }) => `${codeSpan(scenario.id)}, ${codeSpan(check.id)}: ${codeSpan(check.message)}`,
  );
}

function skipped(report: RunReport): string[] {
  return skippedByReason(report).map(
    ({ reason, ids }) => `${ids.length} × ${codeSpan(reason)}: ${ids.map(codeSpan).join(', ')}`,
  );
}

function unmet(report: RunReport): string[] {
  return report.unmet.map(({ requirement, reason }) => `${codeSpan(requirement)}: ${codeSpan(reason)}`);
}

/** Folded: with one operation more it would be longer than all the rest. */
function coverage({ coverage }: RunReport): string[] {
  if (coverage === undefined) return [];
  const summary = html(coverageLine(coverage));
  const groups = missingGroups(coverage);
  if (groups.length === 0) return [`<p>${summary}</p>`];
  return [
    `<details><summary>${summary}</summary>`,
    '',
    ...groups.map(({ what, items }) => `- ${codeSpan(what)}: ${items.map(codeSpan).join(', ')}`),
    '',
    '</details>',
  ];
}

function items(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`### ${heading}`, '', ...lines.map((line) => `- ${line}`)];
}

/** On one line, so that no blank line ends the HTML block and lets Markdown in again. */
function html(text: string): string {
  return escapeXml(oneLine(text));
}
