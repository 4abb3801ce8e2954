import { z } from 'zod';
import { secret } from '../secrets.ts';

export const multicaOptions = z.object({
  /** Base URL of the API, without `/api`. */
  url: z.url({ protocol: /^https?$/ }),
  /** A workspace of the user, in which the run makes its runtimes, agents, issues and chats. */
  workspaceId: z.uuid(),
  /** Personal token (`mul_…`) of the user, who is the one that asks, and the one whose daemons run. */
  token: secret(),
});
export type MulticaOptions = z.output<typeof multicaOptions>;
