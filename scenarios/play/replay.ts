import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunReport } from '../../contracts/trace/index.ts';
import { embeddedTarget } from '../../simulators/stage/targets.ts';
import { loadCatalogue } from './catalogue.ts';
import { noReplay } from './no-replay.ts';
import type { PlayOptions } from './play.ts';
import { mutantOf, playGuarded, reportOf } from './run.ts';
import { CannotRun, type ReplayOptions } from './run-types.ts';
import { readTrace, traceText } from './trace.ts';

export interface Replayed {
  same: boolean;
  /** First line in which the histories differ; null where one of them had already ended. */
  firstDifference: null | { index: number; recorded: string | null; replayed: string | null };
  report: RunReport;
}

/** Plays what a trace recorded again: same seed, same plan, same order of release; and compares line by line. */
export async function replay(traceFile: string, options: ReplayOptions): Promise<Replayed> {
  const { header, lines } = await readTrace(traceFile).catch((error: Error) => {
    throw new CannotRun(error.message);
  });
  if (header.target !== 'embedded') throw await noReplay(traceFile, header);
  const scenario = (await loadCatalogue(options.scenarios)).find(({ id }) => id === header.scenario);
  const client = scenario ? undefined : await clientScenarioOf(header.scenario);
  if (client) throw await noReplay(traceFile, header, client);
  if (!scenario)
    throw new CannotRun(`Failed to replay ${traceFile}: there is no scenario ${header.scenario} any more.`);
  const target = embeddedTarget(1);
  const playing: PlayOptions = {
    seed: header.seed,
    mutant: mutantOf(options.mutant ?? header.mutant ?? undefined, target),
    target: target.name,
    guarantees: null,
    timeout: 60_000,
    follow: header.choices,
  };
  const lane = await target.lane();
  try {
    const played = await playGuarded({ ...scenario, plan: header.faultPlan }, lane, playing);
    const again = traceText(
      { ...header, mutant: playing.mutant?.id ?? null, choices: [...played.choices] },
      played.history,
    );
    if (options.out) {
      const file = join(options.out, 'traces', `${header.scenario}.jsonl`);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, again);
    }
    const offer = { capabilities: null, guarantees: null };
    const report = reportOf([played.report], {
      options: playing,
      offer,
      duration: played.report.duration,
      reason: null,
      select: [header.scenario],
    });
    const firstDifference = difference(lines, again.split('\n').slice(1, -1));
    return { same: firstDifference === null, firstDifference, report };
  } finally {
    await lane.stop();
  }
}

/** The scenario of that id in which a client is judged; they are no part of the catalogue. */
async function clientScenarioOf(id: string) {
  const { clientScenarios } = await import('./client/catalogue/index.ts');
  return Object.values(clientScenarios)
    .flat()
    .find((entry) => entry.id === id);
}

function difference(recorded: readonly string[], replayed: readonly string[]): Replayed['firstDifference'] {
  const length = Math.max(recorded.length, replayed.length);
  for (let index = 0; index < length; index += 1) {
    if (recorded[index] === replayed[index]) continue;
    return { index, recorded: recorded[index] ?? null, replayed: replayed[index] ?? null };
  }
  return null;
}
