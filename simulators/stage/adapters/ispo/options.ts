import { z } from 'zod';
import { secret } from '../secrets.ts';

const agentTypes = ['claude', 'codex', 'opencode', 'cerebras', 'gemini', 'openrouter', 'research', 'qa'] as const;

export const ispoOptions = z.object({
  url: z.url({ protocol: /^https?$/ }).describe('Base URL of the application, without `/api/trpc`'),
  workingDir: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Folder that the tasks are made in, sent as `X-Working-Dir`. Default: the one the server was started in.',
    ),
  agentType: z.enum(agentTypes).default('claude').describe('The kind of agent that every phase is started with'),
  models: z
    .string()
    .regex(/^([^:,]+:[^,]+)(,[^:,]+:[^,]+)*$/, 'give pairs such as sonnet:gpt-5,opus:gpt-5-mini')
    .optional()
    .describe(
      'Names of its models for those of the scenarios: `sonnet:gpt-5,opus:gpt-5-mini`. What is not named goes as it is.',
    ),
  prompt: z.string().min(1).optional().describe('What every agent is told to do. Default: nothing but to answer.'),
  authorization: secret()
    .optional()
    .describe('The whole `Authorization` header, where something in front of the server asks for one'),
});
export type IspoOptions = z.output<typeof ispoOptions>;
