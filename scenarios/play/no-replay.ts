import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runReport, type TraceHeader } from '../../contracts/trace/index.ts';
import type { ClientScenario } from './client/definition.ts';
import { CannotRun } from './run-types.ts';

/**
 * Why a trace is not replayed that was not recorded on the embedded control plane alone, and the command that plays its
 * scenario again: that of the report beside the trace, where there is one.
 *
 * @param client The scenario in which a client was judged, where it is one.
 */
export async function noReplay(file: string, header: TraceHeader, client?: ClientScenario): Promise<CannotRun> {
  const reason = client
    ? 'it is of a client, and traces of clients and Workers are not replayed'
    : header.target.startsWith('worker ')
      ? `it was recorded on the ${header.target}, and traces of clients and Workers are not replayed`
      : `it was recorded on ${header.target}, whose order cannot be repeated`;
  const command = (await reported(file, header)) ?? commandOf(header, client);
  return new CannotRun(`Failed to replay ${file}: ${reason}. Play it again: ${command}`);
}

async function reported(file: string, { scenario, seed, target }: TraceHeader): Promise<string | undefined> {
  // A trace is traces/<family>/<name>.jsonl in the folder of its report.
  const path = join(dirname(file), '..', '..', 'report.json');
  try {
    const report = runReport.parse(JSON.parse(await readFile(path, 'utf8')));
    const isOfIt = report.seed === seed && report.target === target;
    return isOfIt ? report.scenarios.find(({ id }) => id === scenario)?.reproduce : undefined;
  } catch {
    return undefined;
  }
}

function commandOf({ scenario, seed, target }: TraceHeader, client?: ClientScenario): string {
  if (client) return `npx rehearse client --role ${client.role} --only ${scenario} --seed ${seed} --command …`;
  const where = target.startsWith('worker ')
    ? '--worker …'
    : /^https?:/.test(target)
      ? `--target ${target}`
      : '--adapter …';
  return `npx rehearse run ${scenario} ${where} --seed ${seed}`;
}
