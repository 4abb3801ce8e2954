import { z } from 'zod';

/** One thing in which an answer or frame is not what the pact promises. */
export const mismatch = z
  .object({
    path: z.string().meta({
      description:
        'Where: a JSON path such as `$.results[0].status` in the body, `status`, `header Content-Type`, `metadata socket` or `body`.',
    }),
    expected: z.string().meta({ description: 'As the pact has it; JSON where it is no text.' }),
    actual: z.string().meta({ description: 'As the provider answered.' }),
    message: z.string(),
  })
  .meta({ id: 'Mismatch' });
export type Mismatch = z.infer<typeof mismatch>;

export const interactionKind = z.enum(['http', 'async', 'sync']).meta({
  description: 'A request with its answer; a frame that the provider sends; a frame that answers a frame.',
});
export type InteractionKind = z.infer<typeof interactionKind>;

export const interactionResult = z
  .object({
    consumer: z.string(),
    description: z.string(),
    kind: interactionKind,
    states: z.array(z.object({ name: z.string(), params: z.record(z.string(), z.unknown()) })).meta({
      description: 'The provider states, in their order.',
    }),
    status: z.enum(['verified', 'failed', 'pending']).meta({
      description: '`pending`: it failed, but its pact was never verified before, so that nothing fails for it.',
    }),
    duration: z.number().meta({ description: 'Milliseconds of real time.' }),
    mismatches: z.array(mismatch),
    reason: z.string().nullable().meta({
      description: 'Why there was nothing to compare: a state that could not be had, a frame that never came.',
    }),
    command: z.string().meta({ description: 'The command that verifies this interaction alone.' }),
  })
  .meta({ id: 'InteractionResult' });
export type InteractionResult = z.infer<typeof interactionResult>;

/** `verification.json`: what a verification of a provider saw. Every reporter is made from this alone. */
export const verification = z
  .object({
    format: z.literal(1),
    tool: z.literal('dress-rehearsal'),
    version: z.string().meta({ description: 'Of the tool.' }),
    provider: z.string().meta({ description: 'Name of the provider in the pacts.' }),
    url: z.string(),
    duration: z.number().meta({ description: 'Milliseconds of real time.' }),
    totals: z.object({ verified: z.int(), failed: z.int(), pending: z.int() }),
    interactions: z.array(interactionResult).meta({ description: 'In the order in which they were verified.' }),
  })
  .meta({ id: 'Verification' });
export type Verification = z.infer<typeof verification>;
