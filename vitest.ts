import { TestRunner, test } from 'vitest';
import type { ScenarioReport } from './contracts/trace/index.ts';
import { play } from './scenarios/play/play.ts';
import type { Scenario } from './scenarios/play/scenario.ts';
import { embeddedTarget, type TargetLane } from './simulators/stage/targets.ts';

const seed = seedOf(process.env.REHEARSE_SEED ?? '1');

/**
 * Vitest as a host for scenarios: run, watch, debug and filter them from an editor. In a Vitest project:
 * `include: ['scenarios/**'], runner: 'dress-rehearsal/vitest'`. A file whose default export is a scenario, or
 * a list of them, becomes one test for each on the embedded control plane; other files are collected as usual.
 */
export default class ScenarioRunner extends TestRunner {
  #lane: Promise<TargetLane> | undefined;

  override async importFile(file: string, source: 'collect' | 'setup'): Promise<unknown> {
    const module = (await super.importFile(file, source)) as { default?: unknown };
    const scenarios = [module.default].flat().filter(isScenario);
    for (const scenario of source === 'collect' ? scenarios : []) this.#declare(scenario);
    return module;
  }

  #declare(scenario: Scenario): void {
    test(`${scenario.id}: ${scenario.title}`, async () => {
      const options = { seed, mutant: null, target: 'embedded', guarantees: null, timeout: 60_000 };
      const { report } = await play(scenario, await this.#laneOfWorker(), options);
      if (report.status !== 'passed') throw new Error(failureOf(report));
    });
  }

  /** One lane for all files of a worker. */
  #laneOfWorker(): Promise<TargetLane> {
    if (!this.#lane) {
      const lane = embeddedTarget(1).lane();
      this.#lane = lane;
      this.onCleanupWorkerContext?.(async () => (await lane).stop());
    }
    return this.#lane;
  }
}

function seedOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new Error(`Failed to read REHEARSE_SEED: "${text}" is no whole number. Set it like REHEARSE_SEED=7.`);
}

function isScenario(value: unknown): value is Scenario {
  return typeof value === 'object' && value !== null && 'play' in value && 'plan' in value && 'family' in value;
}

/** What a failed test shows: what was promised, what happened, how to play it again. */
function failureOf(report: ScenarioReport): string {
  const failed = report.checks.filter(({ status }) => status === 'failed');
  return [
    report.reason ?? '',
    ...failed.map(
      ({ id, requirements, sentence, message }) => `${id} (${requirements.join(', ')}): ${sentence} But: ${message}`,
    ),
    ...report.story.map(({ time, text }) => `  +${(time / 1000).toFixed(3)} s  ${text}`),
    report.reproduce,
  ]
    .filter((line) => line !== '')
    .join('\n');
}
