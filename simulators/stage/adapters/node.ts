import type { RawAnswer, RawCall } from '../transport.ts';
import type { NodeOrders } from './tools.ts';

/** Asks the simulated VM agent, as the canonical wire would. `handle`: who takes it; nobody where none runs any more. */
export function orderingNode(handle: () => ((call: RawCall) => void) | undefined): NodeOrders {
  const ask = (method: string, path: string, body?: unknown): Promise<number | null> => {
    const taken = handle();
    if (!taken) return Promise.resolve(null);
    return new Promise((resolve) => {
      const answer = (given: RawAnswer | null) => resolve(given?.status ?? null);
      const headers = { 'content-type': 'application/json' };
      taken({ method, path, headers, answer, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    });
  };
  return {
    createWorkspace: ({ workspaceId, ...order }) => ask('PUT', `/workspaces/${workspaceId}`, order),
    deleteWorkspace: (workspaceId) => ask('DELETE', `/workspaces/${workspaceId}`),
  };
}
