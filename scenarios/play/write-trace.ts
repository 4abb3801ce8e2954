import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ScenarioReport, TraceHeader } from '../../contracts/trace/index.ts';
import type { Played } from './play.ts';
import { traceText } from './trace.ts';
import { version } from './version.ts';

/**
 * Writes what was played to `traces/{id}.jsonl` in the folder `out`, where there is a history.
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
  return { ...report, trace };
}
