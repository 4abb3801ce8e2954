import { join } from 'node:path';
import type { RunReport, ScenarioReport } from '../contracts/trace/index.ts';
import { accountOf, headline, isFailure, warnings } from './account.ts';
import type { ReportContext } from './reporter.ts';
import { count, oneLine } from './text.ts';

/** How many annotations of a level GitHub shows of one step. */
const shownOfAStep = 10;

/**
 * Commands that make GitHub show what failed as errors, and what is not as it should be as warnings, beside the run. The
 * file of an annotation is the trace, where there is one. Where more failed than GitHub shows, the last error says so.
 * Empty where there is nothing to show.
 */
export function annotations(report: RunReport, context: ReportContext = {}): string {
  const unfinished = report.complete
    ? []
    : [command('error', 'The run was not finished', [oneLine(report.reason ?? 'No reason was given.')])];
  const failures = report.scenarios.filter(isFailure).map((scenario) => failure(scenario, context));
  const notes = warnings(report).map(({ scenario, check }) =>
    command('warning', `${scenario.id}: ${check.id}`, [oneLine(check.message)], fileOf(scenario, context)),
  );
  const lines = [...shown('error', [...unfinished, ...failures]), ...shown('warning', notes)];
  return lines.map((line) => `${line}\n`).join('');
}

type Level = 'error' | 'warning';

function failure(scenario: ScenarioReport, context: ReportContext): string {
  const { promised, reproduce } = accountOf(scenario, context);
  const found = promised.flatMap(({ heading, message }) => [heading, ...message]);
  const lines = [headline(scenario), '', ...found, '', `Play it again: ${reproduce}`];
  return command('error', `${scenario.id} ${scenario.status}`, lines, fileOf(scenario, context));
}

function fileOf({ trace }: ScenarioReport, { out }: ReportContext): string | null {
  return trace === null || out === undefined ? null : join(out, trace).replaceAll('\\', '/');
}

function shown(level: Level, commands: readonly string[]): string[] {
  if (commands.length <= shownOfAStep) return [...commands];
  const first = commands.slice(0, shownOfAStep - 1);
  const rest = commands.length - first.length;
  return [...first, command(level, `${count(rest, level)} more`, ['GitHub shows no more of a step. See the summary.'])];
}

function command(level: Level, title: string, message: readonly string[], file: string | null = null): string {
  const properties = [`title=${escapeProperty(oneLine(title))}`];
  if (file !== null) properties.push(`file=${escapeProperty(oneLine(file))}`);
  return `::${level} ${properties.join(',')}::${escapeData(message.join('\n'))}`;
}

/** As GitHub's own toolkit writes the message of a command. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
