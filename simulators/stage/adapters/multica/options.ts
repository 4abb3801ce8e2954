import { z } from 'zod';
import { secret } from '../secrets.ts';

export const multicaOptions = z.object({
  url: z.url({ protocol: /^https?$/ }).describe('Base URL of the API, without `/api`'),
  workspaceId: z
    .uuid()
    .describe('A workspace of the user, in which the run makes its runtimes, agents, issues and chats'),
  token: secret().describe(
    'Personal token (`mul_…`) of the user, who is the one that asks, and the one whose daemons run',
  ),
});
export type MulticaOptions = z.output<typeof multicaOptions>;
