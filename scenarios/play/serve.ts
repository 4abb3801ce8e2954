import { randomUUID } from 'node:crypto';
import { serveProvider } from '../../simulators/stage/contracts/index.ts';
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
  /** Brings about the states of the pacts too, at a port of its own. Default: it does not. */
  states?: {
    /** Default: a free one. */
    port?: number;
  };
  /** Ends it. */
  signal: AbortSignal;
}

export interface Serving {
  url: string;
  /** Where the states of the pacts are asked for; undefined: nowhere. */
  statesUrl?: string;
  adminToken: string;
  userToken: string;
  /** The project of the user token. */
  projectId: string;
  /** Settles when it no longer serves. */
  closed: Promise<void>;
}

/** The embedded control plane on a port and on real time, with a project and a user to begin with. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const plane = await start(options);
  const { adminToken } = plane;
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
  if (options.provisioning === false) await plane.switchProvisioningOff?.();
  const closed = new Promise<void>((resolve) => {
    const stop = () => void plane.stop().then(resolve);
    if (options.signal.aborted) stop();
    else options.signal.addEventListener('abort', stop, { once: true });
  });
  return { url: plane.url, statesUrl: plane.statesUrl, adminToken, userToken: token, projectId, closed };
}

interface Plane {
  url: string;
  statesUrl?: string;
  adminToken: string;
  switchProvisioningOff?(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws CannotRun where a port is taken, or where what is asked for does not go together */
async function start({ host = '127.0.0.1', port = 0, provisioning, states }: ServeOptions): Promise<Plane> {
  if (states && provisioning === false) {
    throw new CannotRun('Failed to serve: states are made by provisioning. Leave out --no-provisioning or --states.');
  }
  const adminToken = `admin_${randomUUID()}`;
  const plane = states
    ? serveProvider({ host, port, statesPort: states.port })
    : serveControlPlane({ host, port, adminToken, provisioning: 'on' });
  try {
    return { adminToken, ...(await plane) };
  } catch (error) {
    const [line = ''] = String(error instanceof Error ? error.message : error).split('\n', 1);
    const reason = line.replace(/\.$/, '');
    const other = states ? 'another --port or --states-port' : 'another --port';
    throw new CannotRun(`Failed to serve on ${host}:${port}: ${reason}. Give ${other}.`);
  }
}
