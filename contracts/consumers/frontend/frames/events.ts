import assert from 'node:assert/strict';
import { Frontend, type FrontendOptions } from '../../../../simulators/frontend/index.ts';
import { type HandPorts, settle } from '../../../../simulators/testing.ts';
import type { ServerEnd } from '../../toolkit/interaction.ts';
import { values } from '../../toolkit/values.ts';

const { projectId, token } = values;

/** A tab of the frontend. */
export function frontendOn(ports: HandPorts, options: Partial<FrontendOptions> = {}): Frontend {
  return new Frontend(ports, { projectId, token, ...options });
}

/** A tab whose events socket is open, and whose subscription of `scope` from `after` on is sent. */
export function subscribing(
  ports: HandPorts,
  server: ServerEnd,
  { scope, after, ...options }: { scope: string | null; after: number | null } & Partial<FrontendOptions>,
): Frontend {
  const frontend = frontendOn(ports, options);
  frontend.subscribe({ sessionId: scope, after });
  server.accept();
  return frontend;
}

/** A tab that listens from now on; the feed stands at `cursor`. */
export async function listening(
  ports: HandPorts,
  server: ServerEnd,
  { scope, cursor, ...options }: { scope: string | null; cursor: number } & Partial<FrontendOptions>,
): Promise<Frontend> {
  const frontend = subscribing(ports, server, { scope, after: null, ...options });
  server.say({ type: 'subscribed', sessionId: scope, cursor });
  await settle();
  assert.deepEqual(frontend.socket.standing(scope), { status: 'subscribed', cursor });
  return frontend;
}

/** The connection breaks, and the client has another one a second later. */
export async function comesBack(ports: HandPorts, server: ServerEnd): Promise<void> {
  const broken = ports.link.sockets.length;
  ports.link.sockets.at(-1)?.handlers.close(1006, '');
  await ports.clock.advance(1000);
  assert.equal(ports.link.sockets.length, broken + 1);
  server.accept();
}
