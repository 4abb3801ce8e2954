import type { History } from '../../contracts/trace/index.ts';
import { runtimeOperations } from '../../contracts/wire/index.ts';
import { LinkError, type Ports } from '../../simulators/ports.ts';
import type { Network } from '../../simulators/stage/network.ts';
import { portsFor } from '../../simulators/stage/ports-for.ts';

/** Is this one of the operations of runtimes? */
export function isOfRuntimes(operation: string): boolean {
  return operation in runtimeOperations;
}

/** Most rows that a page may have: as few requests as can be. */
const limit = 100;

/** Reads every task and chat of agents, and all runtimes: the lists show their rows whole. */
export async function observeRuntimes(
  network: Network,
  { projectId, token, seed }: { projectId: string; token: string; seed: number },
): Promise<void> {
  if (!isAboutRuntimes(network.recorder.history)) return;
  const ports = portsFor(network, 'observer', seed);
  network.scheduler.pace = 'together';
  await Promise.all([
    pages(ports, 'listAgentTasks', projectId, token),
    pages(ports, 'listAgentChats', projectId, token),
    read(ports, { operation: 'listRuntimes', params: { projectId }, token }),
  ]);
  network.scheduler.pace = 'one at a time';
}

function isAboutRuntimes(history: History): boolean {
  return history.some((event) => event.kind === 'send' && isOfRuntimes(event.operation));
}

type Read = Parameters<Ports['link']['request']>[0];

async function read(ports: Ports, call: Read): Promise<Record<string, unknown>> {
  try {
    const { status, body } = await ports.link.request(call);
    return status === 200 ? (Object(body) as Record<string, unknown>) : {};
  } catch (error) {
    if (error instanceof LinkError) return {};
    throw error;
  }
}

/** Follows a list to its last page; a list that does not move on is not followed for ever. */
async function pages(
  ports: Ports,
  operation: 'listAgentTasks' | 'listAgentChats',
  projectId: string,
  token: string,
): Promise<void> {
  const seen = new Set<string>();
  let query: Record<string, string | number> = { limit };
  for (;;) {
    const { nextCursor } = await read(ports, { operation, params: { projectId }, query, token });
    if (typeof nextCursor !== 'string' || seen.has(nextCursor)) return;
    seen.add(nextCursor);
    query = { limit, cursor: nextCursor };
  }
}
