import type { History } from '../../contracts/trace/index.ts';
import { runtimeOperations } from '../../contracts/wire/index.ts';
import type { Network } from '../../simulators/stage/network.ts';
import { portsFor } from '../../simulators/stage/ports-for.ts';
import { pages, read } from './reads.ts';

/** Is this one of the operations of runtimes? */
export function isOfRuntimes(operation: string): boolean {
  return operation in runtimeOperations;
}

/** Reads every task and chat of agents, and all runtimes: the lists show their rows whole. */
export async function observeRuntimes(
  network: Network,
  { projectId, token, seed }: { projectId: string; token: string; seed: number },
): Promise<void> {
  if (!isAboutRuntimes(network.recorder.history)) return;
  const ports = portsFor(network, 'observer', seed);
  network.scheduler.pace = 'together';
  await Promise.all([
    pages(ports, { operation: 'listAgentTasks', params: { projectId }, token }, ['nextCursor', 'cursor']),
    pages(ports, { operation: 'listAgentChats', params: { projectId }, token }, ['nextCursor', 'cursor']),
    read(ports, { operation: 'listRuntimes', params: { projectId }, token }),
  ]);
  network.scheduler.pace = 'one at a time';
}

function isAboutRuntimes(history: History): boolean {
  return history.some((event) => event.kind === 'send' && isOfRuntimes(event.operation));
}
