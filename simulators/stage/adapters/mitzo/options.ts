import { z } from 'zod';
import { secret } from '../secrets.ts';

export const mitzoOptions = z.object({
  url: z.url({ protocol: /^https?$/ }).describe('Base URL of the server'),
  path: z.string().startsWith('/').default('/ws').describe('Path of the WebSocket'),
  credential: secret().describe(
    'What the server knows the user by: the whole `Cookie` header, or the value of what `credentialIn` says',
  ),
  otherCredential: secret()
    .optional()
    .describe('The same of another user; without it scenarios with a second user are skipped'),
  credentialIn: z
    .string()
    .regex(/^(cookie|(header|query):[\w-]+)$/)
    .default('cookie')
    .describe('Where the credential goes: `cookie`, `header:<name>` or `query:<name>`'),
  replies: z
    .literal('echo')
    .describe(
      "What the agent of its sessions replies. A model's own words cannot be foreseen: it has to do as the echo loop.",
    ),
  cwd: z.string().min(1).default('/workspace').describe('Working directory of a new session'),
  branch: z.string().min(1).default('main').describe('Branch of a new session'),
});
export type MitzoOptions = z.output<typeof mitzoOptions>;
