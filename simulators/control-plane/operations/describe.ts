import type { Env } from '../env.ts';

export function describe(env: Env): Response {
  return Response.json({
    name: 'embedded control plane',
    capabilities: [
      ...(env.PROVISIONING === 'on' ? ['provisioning', 'migration'] : []),
      ...['tasks', 'messages', 'events', 'live', 'deferred', 'phases', 'runtimes', 'echo'],
    ],
    guarantees: { seq: 'gapless', ack: 'message', feed: 'resumable', idempotency: 'key' },
  });
}
