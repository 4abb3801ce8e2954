import { z } from 'zod';
import { faultPlan } from './fault-plan.ts';
import { checkResult, scenarioStatus } from './verdict.ts';

/** One line of the story of a failure: an event that matters, in words. */
const storyLine = z.object({ event: z.int(), time: z.int(), text: z.string() });

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
    duration: z.number().meta({ description: 'Milliseconds of real time.' }),
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
  })
  .meta({ id: 'RunReport' });
export type RunReport = z.infer<typeof runReport>;
