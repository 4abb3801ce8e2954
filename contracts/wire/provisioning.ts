import { z } from 'zod';
import { projectId, time, workspaceId } from './ids.ts';
import { everywhere, type Operation, withBody } from './operation.ts';

/** What a token of any role is made with. */
const anyToken = {
  projectId,
  expiresInSeconds: z.int().nonnegative(),
  requestsPerMinute: z.int().nonnegative().optional().meta({
    description:
      'Requests that the token is good for in each minute of the clock, upgrades of sockets among them; those over it are `rate_limited`. 0: all of them. Default: without limit.',
  }),
};

/** What a provider offers, and clean places for test runs. */
export const provisioningOperations = {
  describe: {
    method: 'GET',
    path: '/v1',
    summary: 'What this provider offers',
    description: 'Needs no token. A run reads it to know which scenarios apply.',
    capability: 'provisioning',
    params: z.object({}),
    answers: {
      200: z
        .object({
          name: z.string(),
          capabilities: z
            .array(
              z.enum([
                'provisioning',
                'tasks',
                'messages',
                'events',
                'live',
                'deferred',
                'phases',
                'runtimes',
                'migration',
                'echo',
              ]),
            )
            .meta({
              description:
                'Groups of operations that are served, all of a group or none. `echo` is no group: it says that the loops of live sessions are echo loops.',
            }),
          guarantees: z.object({
            seq: z.enum(['gapless', 'ordered', 'none']).meta({
              description: 'How `seq` counts: without gaps; growing, with gaps; not at all. This contract: gapless.',
            }),
            ack: z.enum(['message', 'batch']).meta({
              description: 'What a batch is answered by: each message, or the whole. This contract: message.',
            }),
            feed: z.enum(['resumable', 'live']).meta({
              description: 'Whether a subscription may begin in the past. This contract: resumable.',
            }),
            idempotency: z.enum(['key', 'none']).meta({
              description: 'Whether an Idempotency-Key makes a submit happen once. This contract: key.',
            }),
          }),
        })
        .meta({ id: 'Description' }),
    },
    problems: everywhere,
  },
  createProject: {
    method: 'POST',
    path: '/v1/projects',
    summary: 'Make a project',
    description: 'For administrators: gives a test run a clean place. Not idempotent.',
    capability: 'provisioning',
    params: z.object({}),
    body: z
      .object({
        nodeUrl: z.url({ protocol: /^https?$/ }).meta({
          description: 'Base URL (http or https, no slash at its end) of the node that is asked for workspaces.',
        }),
      })
      .meta({ id: 'NewProject' }),
    answers: { 201: z.object({ projectId }).meta({ id: 'Project' }) },
    problems: ['unauthenticated', 'token_expired', 'forbidden', 'provisioning_disabled', ...withBody, ...everywhere],
  },
  createToken: {
    method: 'POST',
    path: '/v1/tokens',
    summary: 'Make a token',
    description:
      'For administrators. A user token is for one project and user; a VM agent token for one workspace; a daemon token for one runtime. Not idempotent.',
    capability: 'provisioning',
    params: z.object({}),
    body: z
      .discriminatedUnion('role', [
        z.object({ role: z.literal('user'), ...anyToken, userId: z.string().min(1).max(100) }),
        z.object({ role: z.literal('vm-agent'), ...anyToken, workspaceId }),
        z.object({ role: z.literal('daemon'), ...anyToken, runtimeId: z.string().min(1).max(100) }),
      ])
      .meta({ id: 'NewToken' }),
    answers: { 201: z.object({ token: z.string(), expiresAt: time }).meta({ id: 'Token' }) },
    problems: [
      'unauthenticated',
      'token_expired',
      'forbidden',
      'not_found',
      'provisioning_disabled',
      ...withBody,
      ...everywhere,
    ],
  },
} as const satisfies Record<string, Operation>;
