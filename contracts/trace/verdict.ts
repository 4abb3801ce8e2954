import { z } from 'zod';

export const checkStatus = z.enum(['passed', 'failed', 'inconclusive', 'not-applicable']);
export type CheckStatus = z.infer<typeof checkStatus>;

export const checkResult = z
  .object({
    id: z.string(),
    level: z.enum(['MUST', 'SHOULD']),
    requirements: z.array(z.string()),
    status: checkStatus,
    judged: z.int().nonnegative().meta({ description: 'How many things it judged. Nothing judged is never a pass.' }),
    sentence: z.string().meta({ description: 'What is promised.' }),
    message: z.string().meta({ description: 'What was found: for a failure, what happened instead.' }),
    events: z.array(z.int()).meta({ description: 'Indexes of the events that show it.' }),
  })
  .meta({ id: 'CheckResult' });
export type CheckResult = z.infer<typeof checkResult>;

export const scenarioStatus = z.enum(['passed', 'failed', 'inconclusive', 'skipped', 'expected-failure']);
export type ScenarioStatus = z.infer<typeof scenarioStatus>;
