import type { Network } from '../../simulators/stage/network.ts';
import { portsFor } from '../../simulators/stage/ports-for.ts';
import { together } from '../../simulators/stage/scheduler.ts';
import { isRuntimeOperation } from '../checks/runtimes/runs.ts';
import { pages, read } from './reads.ts';

/** Reads every task and chat of agents, and all runtimes: the lists show their rows whole. */
export async function observeRuntimes(
  network: Network,
  { projectId, token, seed }: { projectId: string; token: string; seed: number },
): Promise<void> {
  const isAbout = network.recorder.history.some(
    (event) => event.kind === 'send' && isRuntimeOperation(event.operation),
  );
  if (!isAbout) return;
  const ports = portsFor(network, 'observer', seed);
  await together(network.scheduler, () =>
    Promise.all([
      pages(ports, { operation: 'listAgentTasks', params: { projectId }, token }, ['nextCursor', 'cursor']),
      pages(ports, { operation: 'listAgentChats', params: { projectId }, token }, ['nextCursor', 'cursor']),
      read(ports, { operation: 'listRuntimes', params: { projectId }, token }),
    ]),
  );
}
