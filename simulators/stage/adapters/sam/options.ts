import { z } from 'zod';
import { secret } from '../secrets.ts';

export const samOptions = z.object({
  url: z.url({ protocol: /^https?$/ }).describe('Base URL of the API'),
  projectId: z.string().min(1).describe('A project of the user, in which the tasks of the run are made'),
  cookie: secret().describe('The whole `Cookie` header of a user who is signed in'),
  otherCookie: secret()
    .optional()
    .describe('The same of another member of the project; without it scenarios with a second user are skipped'),
  nodeId: z.string().min(1).optional().describe('The node whose VM agent the simulated one stands for'),
  agentToken: secret()
    .optional()
    .describe('Callback token of that node; without it scenarios with a VM agent are skipped'),
  workspaceWithin: z.coerce
    .number()
    .positive()
    .default(60)
    .describe('Seconds in which a submitted task has its workspace'),
});
export type SamOptions = z.output<typeof samOptions>;
