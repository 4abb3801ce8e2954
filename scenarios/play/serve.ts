import { randomUUID } from 'node:crypto';
import { serveControlPlane } from '../../simulators/stage/embedded/serve.ts';
import { tcpTransport } from '../../simulators/stage/transport.ts';
import { CannotRun } from './run-types.ts';

export interface ServeOptions {
  /** Default: a free one. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** false: nobody can make projects and tokens over the wire. Default true. */
  provisioning?: boolean;
  /** Ends it. */
  signal: AbortSignal;
}

export interface Serving {
  url: string;
  adminToken: string;
  userToken: string;
  /** The project of the user token. */
  projectId: string;
  /** Settles when it no longer serves. */
  closed: Promise<void>;
}

/** The embedded control plane on a port and on real time, with a project and a user to begin with. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const adminToken = `admin_${randomUUID()}`;
  const place = { host: options.host ?? '127.0.0.1', port: options.port ?? 0 };
  const plane = await serveControlPlane({ ...place, adminToken, provisioning: 'on' }).catch((error: Error) => {
    throw new CannotRun(
      `Failed to serve on ${place.host}:${place.port}: ${error.message.split('\n', 1)[0]}. Give another --port.`,
    );
  });
  const transport = tcpTransport(plane.url);
  const post = async (path: string, body: unknown): Promise<Record<string, string>> => {
    const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' };
    const answer = await transport.request({ method: 'POST', path, headers, body: JSON.stringify(body) });
    return JSON.parse(answer.body) as Record<string, string>;
  };
  // Nothing listens there: tasks stay queued until somebody makes a project with a node of their own.
  const { projectId = '' } = await post('/v1/projects', { nodeUrl: 'http://127.0.0.1:9' });
  const { token = '' } = await post('/v1/tokens', {
    role: 'user',
    projectId,
    userId: 'user',
    expiresInSeconds: 86_400,
  });
  await transport.close();
  if (options.provisioning === false) await plane.switchProvisioningOff();
  const closed = new Promise<void>((resolve) => {
    const stop = () => void plane.stop().then(resolve);
    if (options.signal.aborted) stop();
    else options.signal.addEventListener('abort', stop, { once: true });
  });
  return { url: plane.url, adminToken, userToken: token, projectId, closed };
}
