import { z } from 'zod';
import { faultPlan } from './fault-plan.ts';

/** First line of a trace: all that is needed to play it again. The other lines are history events. */
export const traceHeader = z
  .object({
    format: z.literal(1),
    tool: z.literal('dress-rehearsal'),
    version: z.string(),
    scenario: z.string(),
    seed: z.int().meta({ description: 'Seed of the run; the scenario derives its own from it and its id.' }),
    target: z.string(),
    mutant: z.string().nullable(),
    faultPlan,
    choices: z.array(z.string()).meta({ description: 'What was released, step by step.' }),
  })
  .meta({ id: 'TraceHeader' });
export type TraceHeader = z.infer<typeof traceHeader>;
