import { join } from 'node:path';
import pc from 'picocolors';
import type { RunReport, ScenarioReport, ScenarioStatus } from '../contracts/trace/index.ts';
import {
  type Account,
  accountOf,
  families,
  headline,
  isFailure,
  passedInPart,
  skippedByReason,
  warnings,
} from './account.ts';
import { coverageLine, missingLines } from './coverage.ts';
import type { ReportContext, Reporter } from './reporter.ts';
import { count, oneLine, seconds } from './text.ts';

type Colours = ReturnType<typeof pc.createColors>;

/** For people: a line per family, an account of every failure, the totals last, where the eye is. */
export const terminal: Reporter = {
  file: null,
  render(report, context) {
    const colours = pc.createColors(context.colour === 'on');
    const sections = [
      familyLines(report, colours),
      ...report.scenarios.filter(isFailure).map((scenario) => failure(scenario, context, colours)),
      section('Not as it should be', notes(report), colours),
      section('Skipped', skipped(report), colours),
      section('Requirements this target cannot meet', unmet(report), colours),
      section('Not exercised', notExercised(report, context), colours),
      summary(report, context, colours),
    ];
    return `${sections
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n')}\n`;
  },
};

const words: Record<ScenarioStatus, string> = {
  passed: 'passed',
  failed: 'failed',
  inconclusive: 'inconclusive',
  skipped: 'skipped',
  'expected-failure': 'expected to fail',
};

function paint(status: ScenarioStatus, text: string, colours: Colours): string {
  if (status === 'failed') return colours.red(text);
  if (status === 'passed') return colours.green(text);
  return status === 'skipped' ? colours.dim(text) : colours.yellow(text);
}

function familyLines(report: RunReport, colours: Colours): string[] {
  const groups = families(report);
  const width = Math.max(0, ...groups.map(({ family }) => oneLine(family).length));
  return groups.flatMap(({ family, scenarios }) => {
    const counts = (Object.keys(words) as ScenarioStatus[]).flatMap((status) => {
      const number = scenarios.filter((scenario) => scenario.status === status).length;
      return number === 0 ? [] : [paint(status, `${number} ${words[status]}`, colours)];
    });
    const time = seconds(scenarios.reduce((sum, scenario) => sum + scenario.duration, 0));
    return [
      `${oneLine(family).padEnd(width)}  ${counts.join(', ')}  ${colours.dim(time)}`,
      ...scenarios.filter((scenario) => isFailure(scenario) || scenario.status === 'expected-failure').map(line),
    ];

    function line(scenario: ScenarioReport): string {
      const label = paint(scenario.status, words[scenario.status].toUpperCase(), colours);
      return `  ${label}  ${oneLine(scenario.id)}: ${headline(scenario)}`;
    }
  });
}

function failure(scenario: ScenarioReport, context: ReportContext, colours: Colours): string[] {
  const account: Account = accountOf(scenario, context);
  const lines = [
    `${paint(scenario.status, colours.bold(words[scenario.status].toUpperCase()), colours)}  ${colours.bold(oneLine(scenario.id))}`,
    `  ${oneLine(scenario.title)}`,
  ];
  for (const { heading, message } of account.promised) {
    lines.push(
      '',
      `  ${colours.bold(heading)}`,
      ...message.map((text) => `    ${paint(scenario.status, text, colours)}`),
    );
  }
  const part = (title: string, content: readonly string[]) => {
    if (content.length > 0) lines.push('', `  ${colours.bold(title)}`, ...content.map((text) => `    ${text}`));
  };
  part('What happened', account.happened);
  part('Where the contract says so', account.contract);
  part('Play it again', [
    colours.cyan(account.reproduce),
    ...(scenario.trace !== null && context.out !== undefined
      ? [colours.dim(`trace: ${oneLine(join(context.out, scenario.trace))}`)]
      : []),
  ]);
  return lines;
}

function notes(report: RunReport): string[] {
  return warnings(report).map(
    ({ scenario, check }) => `${oneLine(scenario.id)}, ${oneLine(check.id)}: ${oneLine(check.message)}`,
  );
}

function skipped(report: RunReport): string[] {
  return skippedByReason(report).map(({ reason, ids }) => `${ids.length} × ${reason} (${ids.join(', ')})`);
}

function unmet(report: RunReport): string[] {
  return report.unmet.map(({ requirement, reason }) => `${oneLine(requirement)}: ${oneLine(reason)}`);
}

function notExercised({ coverage }: RunReport, context: ReportContext): string[] {
  return coverage !== undefined && context.coverage === 'listed' ? missingLines(coverage) : [];
}

function section(title: string, lines: readonly string[], colours: Colours): string[] {
  return lines.length === 0 ? [] : [colours.bold(title), ...lines.map((line) => `  ${line}`)];
}

function inPart(report: RunReport, colours: Colours): string[] {
  const { scenarios, reasons } = passedInPart(report);
  return scenarios === 0 ? [] : [colours.yellow(`${scenarios} of them passed in part: ${reasons.join('; ')}`)];
}

function summary(report: RunReport, context: ReportContext, colours: Colours): string[] {
  const { passed, failed, inconclusive, skipped, expectedFailure } = report.totals;
  const numbers: [ScenarioStatus, number][] = [
    ['passed', passed],
    ['failed', failed],
    ['inconclusive', inconclusive],
    ['skipped', skipped],
    ['expected-failure', expectedFailure],
  ];
  const totals = numbers.flatMap(([status, number]) =>
    number === 0 && status !== 'passed' && status !== 'failed'
      ? []
      : [number === 0 ? `0 ${words[status]}` : paint(status, `${number} ${words[status]}`, colours)],
  );
  const shard = report.shard === null ? '' : `, shard ${oneLine(report.shard)}`;
  const mutant = report.mutant === null ? '' : `, mutant ${oneLine(report.mutant)}`;
  const lines = [
    `${totals.join(', ')} of ${count(report.scenarios.length, 'scenario')} in ${seconds(report.duration)}`,
    ...inPart(report, colours),
    colours.dim(`target ${oneLine(report.target)}, seed ${report.seed}${shard}${mutant}`),
  ];
  if (report.coverage !== undefined) lines.push(colours.dim(coverageLine(report.coverage)));
  if (context.out !== undefined) lines.push(colours.dim(`report and traces in ${oneLine(context.out)}`));
  if (!report.complete) lines.push(colours.red(`Not finished: ${oneLine(report.reason ?? 'no reason was given')}`));
  return lines;
}
