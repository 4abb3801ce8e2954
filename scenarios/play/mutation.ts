import { availableParallelism } from 'node:os';
import type { ScenarioReport } from '../../contracts/trace/index.ts';
import { embeddedTarget, type TargetLane } from '../../simulators/stage/targets.ts';
import { loadCatalogue } from './catalogue.ts';
import { type ActiveMutant, mutants } from './mutants.ts';
import { playGuarded } from './run.ts';
import { CannotRun } from './run-types.ts';
import type { Scenario } from './scenario.ts';

export interface Catch {
  scenario: string;
  check: string;
}

export interface MutantVerdict {
  id: string;
  requirement: string;
  side: string;
  title: string;
  caughtBy: Catch[];
  survived: boolean;
}

export interface MutationOptions {
  /** Ids of mutants. Default: all. */
  select?: readonly string[];
  seed?: number;
  lanes?: number;
  signal?: AbortSignal;
  progress?: (step: { id: string; done: number; total: number }) => void;
  /** How many scenarios of its requirement must catch a mutant before the rest of them are left out. Default: all are played. */
  enough?: number;
}

/** Plays every known bug against the scenarios of its requirement, then against the others until it is caught. */
export async function runMutants(options: MutationOptions = {}): Promise<MutantVerdict[]> {
  const queue = mutants.filter(({ id }) => !options.select?.length || options.select.includes(id));
  const catalogue = await loadCatalogue();
  const target = embeddedTarget(options.lanes ?? availableParallelism());
  const total = queue.length;
  const verdicts: MutantVerdict[] = [];
  const work = async () => {
    const lane = await target.lane();
    try {
      for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
        if (options.signal?.aborted) throw new CannotRun('Failed to finish the mutants: it was interrupted.');
        verdicts.push(await tryMutant(mutant, catalogue, lane, options));
        options.progress?.({ id: mutant.id, done: verdicts.length, total });
      }
    } finally {
      await lane.stop();
    }
  };
  await Promise.all(Array.from({ length: Math.min(target.lanes, total) }, work));
  return verdicts.sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function tryMutant(
  mutant: ActiveMutant,
  catalogue: readonly Scenario[],
  lane: TargetLane,
  { seed = 1, enough = Infinity }: MutationOptions,
): Promise<MutantVerdict> {
  const own = catalogue.filter(({ requirements }) => (requirements as readonly string[]).includes(mutant.requirement));
  const others = catalogue.filter((entry) => !own.includes(entry));
  const caughtBy: Catch[] = [];
  const scenarios = new Set<string>();
  for (const scenario of [...own, ...others]) {
    // Scenarios of other requirements are asked only where those of its own have not caught it.
    if (scenarios.size >= (others.includes(scenario) ? 1 : enough)) break;
    const { report } = await playGuarded(scenario, lane, {
      seed,
      mutant,
      target: 'embedded',
      guarantees: null,
      timeout: 60_000,
    });
    for (const check of catches(report, mutant.requirement)) {
      scenarios.add(scenario.id);
      caughtBy.push({ scenario: scenario.id, check });
    }
  }
  const { id, requirement, side, title } = mutant;
  return { id, requirement, side, title, caughtBy, survived: caughtBy.length === 0 };
}

/**
 * A mutant is caught only by a check of the requirement it breaks that names events of the history: a crash, a
 * time-out, an unknown 5xx or a message that is not as the contract says shows something, but not this.
 */
function catches(report: ScenarioReport, requirement: string): string[] {
  return report.checks
    .filter(
      ({ status, requirements, events }) =>
        status === 'failed' && requirements.includes(requirement) && events.length > 0,
    )
    .map(({ id }) => id);
}
