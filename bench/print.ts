import type { CatalogueFigures } from './catalogue.ts';
import type { CheckFigures } from './checks.ts';
import { shown } from './figures.ts';
import type { LinkFigures } from './link.ts';
import type { ScenarioFigures } from './scenarios.ts';

/** All that was measured; null: not asked for. */
export interface Figures {
  machine: { node: string; processors: number; load: number };
  catalogue: CatalogueFigures | null;
  scenarios: ScenarioFigures | null;
  link: LinkFigures | null;
  checks: CheckFigures[] | null;
}

/** The figures for reading, each beside its budget. */
export function textOf({ machine, catalogue, scenarios, link, checks }: Figures): string {
  const { node, processors, load } = machine;
  const parts = [
    [`Node ${node}, ${processors} processors, load ${shown(load)} when it began`],
    catalogue && catalogueLines(catalogue),
    scenarios && scenarioLines(scenarios),
    link && linkLines(link),
    checks && checkLines(checks),
  ];
  return parts
    .map((lines) => (lines ? `${lines.join('\n')}\n` : ''))
    .filter(Boolean)
    .join('\n');
}

function catalogueLines(figures: CatalogueFigures): string[] {
  const { totals } = figures;
  return [
    'The whole catalogue, cold (budget: 10 s, 300 MB in Node)',
    ...table([
      ['wall time', `${shown(figures.seconds)} s`, `middle of ${figures.runs}`],
      ['peak memory', `${shown(figures.peakMegabytes)} MB`, ''],
      ['scenarios', `${figures.scenarios ?? '–'}`, totals ? `${totals.passed} passed, ${totals.failed} failed` : ''],
      ['exit code', `${figures.exitCode}`, ''],
    ]),
    `  slowest: ${listed(figures.slowest, 's')}`,
  ];
}

function scenarioLines({ plain, atOnce, medianRatio, worst, leftOut }: ScenarioFigures): string[] {
  const row = (name: string, group: ScenarioFigures['plain']) => [
    name,
    ...[group.scenarios, group.requests, group.frames, group.events].map(shown),
    ...[group.playMs, group.bareMs].map((ms) => `${shown(ms / 1000)} s`),
    shown(group.ratio),
    shown(group.differences),
  ];
  return [
    'Playing and judging a scenario, to the same requests and frames sent bare (budget: 1.3)',
    ...table([
      ['', 'scenarios', 'requests', 'frames', 'events', 'played', 'bare', 'ratio', 'answered otherwise'],
      row('one step after the other', plain),
      row('with steps at once', atOnce),
    ]),
    `  middle ratio of the first: ${shown(medianRatio)}; highest: ${listed(worst, '')}`,
    `  left out: ${Object.entries(leftOut)
      .map(([why, count]) => `${why} ${count}`)
      .join(', ')}`,
  ];
}

function linkLines({ requests, frames, recorded }: LinkFigures): string[] {
  const rows = Object.entries({ requests, frames }).flatMap(([what, speeds]) =>
    speeds.map((speed) => [
      `${what}, ${speed.atATime} at a time`,
      `${shown(speed.recorded)}/s`,
      `${shown(speed.bare)}/s`,
      shown(speed.ratio),
    ]),
  );
  return [
    'Recording and checking on real time, to a bare loop; server in the same process (budget: 0.7)',
    ...table([['', 'recorded', 'bare', 'ratio'], ...rows]),
    `  ${shown(recorded.events)} events recorded, ${recorded.violations} violations`,
  ];
}

function checkLines(figures: CheckFigures[]): string[] {
  const rows = figures.map((one) => [
    ...[one.events, one.ms, one.microsecondsPerEvent, one.historyMegabytes, one.judgingMegabytes].map(shown),
    ...[one.passed, one.failed, one.judged].map(shown),
  ]);
  const slowest = figures.at(-1)?.slowest ?? {};
  return [
    `All ${figures[0]?.checks ?? 0} checks on long histories (budget: linear)`,
    ...table([['events', 'ms', 'µs/event', 'history MB', 'judging MB', 'passed', 'failed', 'judged'], ...rows]),
    `  slowest alone on the longest: ${listed(slowest, 'ms')}`,
  ];
}

function listed(figures: Record<string, number>, unit: string): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${shown(value)} ${unit}`.trim())
    .join(', ');
}

function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const cell = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return rows.map((row) => `  ${row.map(cell).join('  ')}`.trimEnd());
}
