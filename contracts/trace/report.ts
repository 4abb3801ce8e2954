import { z } from 'zod';
import { contractCoverage } from './coverage.ts';
import { faultPlan } from './fault-plan.ts';
import { checkResult, scenarioStatus } from './verdict.ts';

/** One line of the story of a failure: an event that matters, in words. */
const storyLine = z.object({ event: z.int(), time: z.int(), text: z.string() });

const baselineEntry = z.object({
  check: z.string().nullable().meta({ description: 'null: whatever fails in the scenario.' }),
  reason: z.string().nullable(),
  stale: z.boolean().meta({ description: 'true: it held, so that the entry has to go, which fails the scenario.' }),
});
/** An entry of the baseline that was held against a scenario. */
export type BaselineEntry = z.infer<typeof baselineEntry>;

export const scenarioReport = z
  .object({
    id: z.string(),
    title: z.string(),
    family: z.string(),
    requirements: z.array(z.string()),
    status: scenarioStatus,
    reason: z
      .string()
      .nullable()
      .meta({ description: 'Why it was skipped, failed outside of a check, or was inconclusive.' }),
    duration: z.number().meta({ description: 'Milliseconds of real time.' }),
    seed: z.int(),
    checks: z.array(checkResult),
    faultPlan,
    faultsFired: z.array(z.int()).meta({ description: 'Indexes into faultPlan.' }),
    events: z.int().meta({ description: 'Length of the history.' }),
    trace: z.string().nullable().meta({ description: 'Trace file, relative to the folder of the report.' }),
    story: z.array(storyLine).meta({ description: 'For a failure: what happened, in the few events that matter.' }),
    reproduce: z.string().meta({ description: 'The command that plays it again, alone, in the same order.' }),
    inPart: z.array(z.string()).optional().meta({
      description:
        'Why some of the checks that it names were not judged: what the target does not promise. Absent where all were.',
    }),
    baseline: z.array(baselineEntry).optional().meta({
      description: 'What the baseline has about it and was judged. Absent where there is nothing.',
    }),
  })
  .meta({ id: 'ScenarioReport' });
export type ScenarioReport = z.infer<typeof scenarioReport>;

/** `report.json`: what a run saw. Every reporter is made from this and the traces alone. */
export const runReport = z
  .object({
    $schema: z.string().optional(),
    format: z.literal(1),
    tool: z.literal('dress-rehearsal'),
    version: z.string(),
    target: z.string(),
    mutant: z.string().nullable(),
    seed: z.int(),
    select: z.array(z.string()).nullable().meta({
      description: 'What was selected, as it was given: scenario ids, families, or ids with `*`; null: all.',
    }),
    shard: z.string().nullable().meta({ description: '`i/n`; null: not a part, or all parts merged.' }),
    duration: z.number().meta({ description: 'Milliseconds of real time; where shards are merged, of the longest.' }),
    complete: z.boolean().meta({ description: 'false when the run ended before all was played.' }),
    reason: z.string().nullable().meta({ description: 'Why the run is not complete.' }),
    totals: z.object({
      passed: z.int(),
      failed: z.int(),
      inconclusive: z.int(),
      skipped: z.int(),
      expectedFailure: z.int(),
    }),
    unmet: z.array(z.object({ requirement: z.string(), reason: z.string() })).meta({
      description: 'Requirements that the target cannot meet by its own declaration. Never counted as passed.',
    }),
    scenarios: z.array(scenarioReport),
    coverage: contractCoverage.optional().meta({
      description: 'Of the whole contract, also where a part of the catalogue was played. Absent in a replay.',
    }),
  })
  .meta({ id: 'RunReport' });
export type RunReport = z.infer<typeof runReport>;

/** How many scenarios ended how. */
export function totalsOf(scenarios: readonly ScenarioReport[]): RunReport['totals'] {
  const having = (status: ScenarioReport['status']) => scenarios.filter((entry) => entry.status === status).length;
  return {
    passed: having('passed'),
    failed: having('failed'),
    inconclusive: having('inconclusive'),
    skipped: having('skipped'),
    expectedFailure: having('expected-failure'),
  };
}
