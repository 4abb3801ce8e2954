import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { History, ScenarioReport, TraceHeader } from '../../contracts/trace/index.ts';
import { Aliases } from './aliases.ts';
import type { Played } from './play.ts';
import { traceText } from './trace.ts';
import { version } from './version.ts';

/**
 * Writes what was played to `traces/{id}.jsonl` in the folder `out`, where there is a history, and what a Worker said in
 * it to `traces/{id}.log`.
 *
 * @returns the report, which names the file
 */
export async function writeTrace(
  out: string,
  { report, history, choices }: Played,
  about: Pick<TraceHeader, 'seed' | 'target' | 'mutant'>,
): Promise<ScenarioReport> {
  if (history.length === 0) return report;
  const trace = `traces/${report.id}.jsonl`;
  const { id: scenario, faultPlan } = report;
  const header = { format: 1, tool: 'dress-rehearsal', version, scenario, ...about, faultPlan, choices } as const;
  const file = join(out, ...trace.split('/'));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, traceText({ ...header, choices: [...choices] }, history));
  await writeLog(file.replace(/\.jsonl$/, '.log'), history);
  return { ...report, trace };
}

/** What a Worker said and threw, a line each; no file where it said nothing, nor one of an earlier play. */
async function writeLog(file: string, history: History): Promise<void> {
  const said = history.filter((event) => event.kind === 'log');
  if (said.length === 0) return rm(file, { force: true });
  const aliases = new Aliases(history);
  const lines = said.map(
    ({ time, source, level, text }) => `${(time / 1000).toFixed(3)} s ${source} ${level}: ${aliases.shorten(text)}\n`,
  );
  await writeFile(file, lines.join(''));
}
