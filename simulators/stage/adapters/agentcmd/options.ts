import { z } from 'zod';
import { secret } from '../secrets.ts';

export const agentcmdOptions = z.object({
  /** Base URL of the server, without `/api`. */
  url: z.url({ protocol: /^https?$/ }),
  /** A project of the users, in which the sessions of the run are made. */
  projectId: z.string().min(1),
  /** What `/api/auth/login` answers as `token`. */
  token: secret(),
  /** The same of another user; without it scenarios with a second user are skipped. */
  otherToken: secret().optional(),
  /** What its agent answers. A model's own words cannot be foreseen: it has to be one that does as the echo loop. */
  replies: z.literal('echo'),
  /** Agent of the sessions; default: that of the server. */
  agent: z.string().min(1).optional(),
  /** Model that is asked for with each message; default: that of the server. */
  model: z.string().min(1).optional(),
  /** `channels`: one socket with channels, as today. `session`: a socket for each session, as it was before. */
  socket: z.enum(['channels', 'session']).default('channels'),
  /** Seconds in which a message is in the history, where it waits for no reply. After 15 its client gives the connection up. */
  storedWithin: z.coerce.number().positive().max(14).default(10),
});
export type AgentcmdOptions = z.output<typeof agentcmdOptions>;
