import type { History } from '../../contracts/trace/index.ts';
import { sessionId as uuid } from '../../contracts/wire/index.ts';
import type { Network } from '../../simulators/stage/network.ts';
import { portsFor } from '../../simulators/stage/ports-for.ts';
import { together } from '../../simulators/stage/scheduler.ts';
import { isLive } from '../checks/observed-live.ts';
import { pages, read } from './reads.ts';

/** Reads every live session of the history as its user may: its record, its whole history, and the lists it should be in. */
export async function observeLive(
  network: Network,
  { projectId, token, seed }: { projectId: string; token: string; seed: number },
): Promise<void> {
  const { history } = network.recorder;
  if (!history.some((event) => event.kind === 'send' && isLive(event.operation))) return;
  const sessions = sessionsIn(history, token);
  const ports = portsFor(network, 'observer', seed);
  const readers = new Set([token, ...sessions.values()]);
  await together(network.scheduler, () =>
    Promise.all([
      ...[...readers].map((reader) =>
        pages(ports, { operation: 'listLiveSessions', params: { projectId }, token: reader }, ['nextCursor', 'cursor']),
      ),
      ...[...sessions].flatMap(([sessionId, reader]) => [
        read(ports, { operation: 'getLiveSession', params: { projectId, sessionId }, token: reader }),
        pages(ports, { operation: 'liveHistory', params: { projectId, sessionId }, token: reader }, [
          'nextAfter',
          'after',
        ]),
      ]),
    ]),
  );
}

/** Live sessions that were made or named, with the token of whoever made each. */
function sessionsIn(history: History, token: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const event of history) {
    if (event.kind !== 'send' || !isLive(event.operation)) continue;
    const { message } = event;
    if (message.type === 'request') {
      const { sessionId } = message.params;
      const maker = message.headers.authorization?.replace(/^Bearer /, '');
      if (!uuid.safeParse(sessionId).success || sessionId === undefined) continue;
      if (event.operation === 'createLiveSession' && maker && !found.has(sessionId)) found.set(sessionId, maker);
    }
    if (event.actor !== 'target' || message.type !== 'frame') continue;
    const { sessionId, type } = Object(message.body) as Record<string, unknown>;
    if (typeof sessionId === 'string' && type !== 'error' && !found.has(sessionId)) found.set(sessionId, token);
  }
  return found;
}
