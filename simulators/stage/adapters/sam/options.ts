import { z } from 'zod';
import { secret } from '../secrets.ts';

export const samOptions = z.object({
  /** Base URL of the API. */
  url: z.url({ protocol: /^https?$/ }),
  /** A project of the user, in which the tasks of the run are made. */
  projectId: z.string().min(1),
  /** The whole `Cookie` header of a user who is signed in. */
  cookie: secret(),
  /** The same of another member of the project; without it scenarios with a second user are skipped. */
  otherCookie: secret().optional(),
  /** The node whose VM agent the simulated one stands for. */
  nodeId: z.string().min(1).optional(),
  /** Callback token of that node; without it scenarios with a VM agent are skipped. */
  agentToken: secret().optional(),
  /** Seconds in which a submitted task has its workspace. */
  workspaceWithin: z.coerce.number().positive().default(60),
});
export type SamOptions = z.output<typeof samOptions>;
