import { randomUUID } from 'node:crypto';
import { tcpPorts } from '../tcp/index.ts';
import { startNodes } from './nodes.ts';
import { startPlane } from './plane.ts';
import { Provider } from './provider.ts';
import { serveStates } from './state-server.ts';

export interface ProviderOptions {
  /** Default 127.0.0.1. */
  host?: string;
  /** Of the API. Default: a free one. */
  port?: number;
  /** Of the state changes. Default: a free one. */
  statesPort?: number;
}

export interface ServedProvider {
  /** Base URL of the API. */
  url: string;
  /** Where Pact's verifier asks for provider states. */
  statesUrl: string;
  adminToken: string;
  stop(): Promise<void>;
}

/** The embedded control plane as a provider of the pacts: the API, and beside it the states of the pacts. */
export async function serveProvider(options: ProviderOptions = {}): Promise<ServedProvider> {
  const { host = '127.0.0.1', port = 0, statesPort = 0 } = options;
  const adminToken = `admin_${randomUUID()}`;
  const plane = await startPlane({ host, port, adminToken });
  const ports = tcpPorts({ baseUrl: plane.url });
  try {
    const provider = new Provider({ link: ports.link, adminToken, nodes: await startNodes(ports.link) });
    const states = await serveStates(provider, { host, port: statesPort });
    return {
      url: plane.url,
      statesUrl: states.url,
      adminToken,
      async stop() {
        await states.stop();
        await ports.close();
        await plane.stop();
      },
    };
  } catch (error) {
    await ports.close();
    await plane.stop();
    throw error;
  }
}
