import { z } from 'zod';
import { secret } from '../secrets.ts';

export const mitzoOptions = z.object({
  /** Base URL of the server. */
  url: z.url({ protocol: /^https?$/ }),
  /** Path of the WebSocket. */
  path: z.string().startsWith('/').default('/ws'),
  /** What the server knows the user by: the whole `Cookie` header, or the value of what `credentialIn` says. */
  credential: secret(),
  /** The same of another user; without it scenarios with a second user are skipped. */
  otherCredential: secret().optional(),
  /** Where the credential goes: `cookie`, `header:<name>` or `query:<name>`. */
  credentialIn: z
    .string()
    .regex(/^(cookie|(header|query):[\w-]+)$/)
    .default('cookie'),
  /** What the agent of its sessions replies. A model's own words cannot be foreseen: it has to do as the echo loop. */
  replies: z.literal('echo'),
  /** Working directory of a new session. */
  cwd: z.string().min(1).default('/workspace'),
  /** Branch of a new session. */
  branch: z.string().min(1).default('main'),
});
export type MitzoOptions = z.output<typeof mitzoOptions>;
