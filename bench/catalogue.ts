import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { RunReport } from '../contracts/trace/index.ts';
import { median, progress, shown } from './figures.ts';

export interface CatalogueFigures {
  /** Seconds of wall time, process start to process end. */
  seconds: number;
  /** Largest resident memory of the Node process, in megabytes. */
  peakMegabytes: number;
  runs: number;
  exitCode: number | null;
  scenarios: number | null;
  totals: RunReport['totals'] | null;
  /** The slowest scenarios: seconds by id. */
  slowest: Record<string, number>;
}

interface Run {
  seconds: number;
  peakMegabytes: number;
  exitCode: number | null;
  report: RunReport | null;
}

const root = fileURLToPath(new URL('../', import.meta.url));
/** Loaded before the command: says on descriptor 3 how much memory it had at most, in kilobytes. */
const peakTeller = `data:text/javascript,import{writeSync}from"node:fs";process.on("exit",()=>writeSync(3,String(process.resourceUsage().maxRSS)))`;

/** Runs the whole catalogue as a user does, cold; at most three times, and not again when `seconds` would be over. */
export async function measureCatalogue(seconds: number): Promise<CatalogueFigures> {
  const runs: Run[] = [];
  let spent = 0;
  while (runs.length < 3 && spent + (runs.at(-1)?.seconds ?? 0) <= seconds) {
    const run = await runOnce();
    runs.push(run);
    spent += run.seconds;
    progress(`catalogue, run ${runs.length}: ${shown(run.seconds)} s, exit code ${run.exitCode}`);
  }
  const last = runs.at(-1);
  const slowest = [...(last?.report?.scenarios ?? [])].sort((a, b) => b.duration - a.duration).slice(0, 5);
  return {
    seconds: median(runs.map((run) => run.seconds)),
    peakMegabytes: median(runs.map((run) => run.peakMegabytes)),
    runs: runs.length,
    exitCode: last?.exitCode ?? null,
    scenarios: last?.report?.scenarios.length ?? null,
    totals: last?.report?.totals ?? null,
    slowest: Object.fromEntries(slowest.map(({ id, duration }) => [id, duration / 1000])),
  };
}

async function runOnce(): Promise<Run> {
  const out = await mkdtemp(join(tmpdir(), 'rehearse-bench-'));
  const begin = performance.now();
  const command = ['--import', peakTeller, 'bin/rehearse.mjs', 'run', '--reporter', 'json', '--out', out];
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const kilobytes = textOf(child.stdio[3] as Readable);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const seconds = (performance.now() - begin) / 1000;
  const report = await readFile(join(out, 'report.json'), 'utf8').then(
    (text) => JSON.parse(text) as RunReport,
    () => null,
  );
  await rm(out, { recursive: true, force: true });
  return { seconds, peakMegabytes: Number(await kilobytes) / 1024, exitCode, report };
}

async function textOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}
