import { z } from 'zod';
import { secret } from '../secrets.ts';

export const agentcmdOptions = z.object({
  url: z.url({ protocol: /^https?$/ }).describe('Base URL of the server, without `/api`'),
  projectId: z.string().min(1).describe('A project of the users, in which the sessions of the run are made'),
  token: secret().describe('What `/api/auth/login` answers as `token`'),
  otherToken: secret()
    .optional()
    .describe('The same of another user; without it scenarios with a second user are skipped'),
  replies: z
    .literal('echo')
    .describe(
      "What its agent answers. A model's own words cannot be foreseen: it has to be one that does as the echo loop.",
    ),
  agent: z.string().min(1).optional().describe('Agent of the sessions; default: that of the server'),
  model: z
    .string()
    .min(1)
    .optional()
    .describe('Model that is asked for with each message; default: that of the server'),
  socket: z
    .enum(['channels', 'session'])
    .default('channels')
    .describe(
      '`channels`: one socket with channels, as today. `session`: a socket for each session, as it was before.',
    ),
  storedWithin: z.coerce
    .number()
    .positive()
    .max(14)
    .default(10)
    .describe(
      'Seconds in which a message is in the history, where it waits for no reply. After 15 its client gives the connection up.',
    ),
});
export type AgentcmdOptions = z.output<typeof agentcmdOptions>;
