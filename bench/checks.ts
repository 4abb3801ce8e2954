import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { History } from '../contracts/trace/index.ts';
import { judge } from '../scenarios/checks/check.ts';
import { checks } from '../scenarios/checks/index.ts';
import { recordConversation } from './conversation.ts';
import { median, megabyte, progress } from './figures.ts';
import { longHistory } from './long-history.ts';

export interface CheckFigures {
  events: number;
  ms: number;
  microsecondsPerEvent: number;
  /** Megabytes of the history itself. */
  historyMegabytes: number;
  /** Megabytes that judging added to the heap, what could be collected included. */
  judgingMegabytes: number;
  checks: number;
  passed: number;
  failed: number;
  judged: number;
  /** Of the longest history, the slowest checks, each alone: milliseconds by id. */
  slowest: Record<string, number>;
}

const lengths = [1000, 10_000, 100_000];

/** Judges histories of growing length with all checks. */
export async function measureChecks(): Promise<CheckFigures[]> {
  const recorded = await recordConversation();
  const turnsFor = (events: number) =>
    Math.max(1, Math.round(events / (longHistory(recorded, 2).length - recorded.length)));
  // Warm before the first figure.
  for (let round = 0; round < 20; round += 1) judge(longHistory(recorded, 5), checks, new Set());
  return lengths.map((events) => measure(recorded, turnsFor(events)));
}

function measure(recorded: History, turns: number): CheckFigures {
  collect();
  const empty = process.memoryUsage().heapUsed;
  const history = longHistory(recorded, turns);
  collect();
  const before = process.memoryUsage().heapUsed;
  const first = timed(() => judge(history, checks, new Set()));
  const after = process.memoryUsage().heapUsed;
  const again = Array.from({ length: history.length > 50_000 ? 2 : 4 }, () =>
    timed(() => judge(history, checks, new Set())),
  );
  const ms = median([first, ...again].map((run) => run.ms));
  const results = first.result;
  const alone = (history.length > 50_000 ? checks : []).map((check) => {
    const { ms } = timed(() => judge(history, [check], new Set()));
    return { id: check.id, ms };
  });
  alone.sort((a, b) => b.ms - a.ms);
  progress(`checks: ${history.length} events judged`);
  return {
    events: history.length,
    ms,
    microsecondsPerEvent: (ms * 1000) / history.length,
    historyMegabytes: Math.max(0, before - empty) / megabyte,
    judgingMegabytes: Math.max(0, after - before) / megabyte,
    checks: checks.length,
    passed: results.filter(({ status }) => status === 'passed').length,
    failed: results.filter(({ status }) => status === 'failed').length,
    judged: results.reduce((sum, { judged }) => sum + judged, 0),
    slowest: Object.fromEntries(alone.slice(0, 5).map(({ id, ms }) => [id, ms])),
  };
}

function timed<T>(work: () => T): { ms: number; result: T } {
  const begin = performance.now();
  const result = work();
  return { ms: performance.now() - begin, result };
}

/** Collects garbage, so that what remains is what is held. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round += 1) gc();
}
