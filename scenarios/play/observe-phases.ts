import type { History } from '../../contracts/trace/index.ts';
import { type OperationName, sessionId as uuid } from '../../contracts/wire/index.ts';
import type { Network } from '../../simulators/stage/network.ts';
import { portsFor } from '../../simulators/stage/ports-for.ts';
import { together } from '../../simulators/stage/scheduler.ts';
import { isPhaseOperation } from '../checks/phases/story/rows.ts';
import { pages, read } from './reads.ts';

/** Sessions of phases that are exported, where the play was not about the archive. */
const several = 12;

interface Named {
  /** Tasks and phases, by both. */
  slots: Map<string, { taskId: string; phase: string }>;
  /** Users by their sessions. */
  sessions: Map<string, string>;
  /** Tokens by their users. */
  tokens: Map<string, string>;
}

/**
 * Reads the counters, the runs of the archive, every visible session in the list and by its phase, and every session
 * that is not in the list out of the store, or else out of the archive as its user.
 */
export async function observePhases(
  network: Network,
  { projectId, token, seed }: { projectId: string; token: string; seed: number },
): Promise<void> {
  const { history } = network.recorder;
  if (!history.some((event) => event.kind === 'send' && isPhaseOperation(event.operation))) return;
  const { slots, sessions, tokens } = namedIn(history, projectId);
  const ports = portsFor(network, 'observer', seed);
  const call = (operation: OperationName, params: Record<string, string> = {}, as = token) => ({
    operation,
    params: { projectId, ...params },
    token: as,
  });
  const ask = (...about: Parameters<typeof call>) => read(ports, call(...about));
  await ask('phaseMetrics');
  await ask('listArchiveRuns');
  const listed = await pages(ports, call('listPhaseSessions'), ['nextCursor', 'cursor']);
  const rows = listed.flatMap(({ sessions: shown }) => (Array.isArray(shown) ? shown : []));
  const visible = new Set(rows.map((shown) => Object(shown).sessionId));
  const isOfArchive = history.some(
    (event) =>
      event.kind === 'send' &&
      (event.operation === 'readArchived' || event.operation === 'listArchiveRuns') &&
      event.actor !== 'observer',
  );
  const gone = [...sessions].filter(([sessionId]) => !visible.has(sessionId));
  // Reads change nothing: they need not wait for each other.
  await together(network.scheduler, () =>
    Promise.all([
      ...[...slots.values()].map((slot) => ask('lookupPhase', slot)),
      ...gone.slice(0, isOfArchive ? gone.length : several).map(async ([sessionId, userId]) => {
        const { session: stored } = await ask('exportPhaseSession', { sessionId });
        const own = tokens.get(userId);
        if ((isOfArchive || !stored) && own) await ask('readArchived', { sessionId }, own);
      }),
    ]),
  );
}

/** What the target named of phases in its answers, and whose tokens there are. */
function namedIn(history: History, projectId: string): Named {
  const named: Named = { slots: new Map(), sessions: new Map(), tokens: new Map() };
  const askers = new Map<number, { role: unknown; userId: unknown }>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { sessionId, taskId, phase, userId } = value as Record<string, unknown>;
    if (typeof taskId === 'string' && typeof phase === 'string' && uuid.safeParse(sessionId).success) {
      named.slots.set(`${taskId}/${phase}`, { taskId, phase });
      named.sessions.set(String(sessionId), String(userId));
    }
    for (const entry of Object.values(value)) walk(entry);
  };
  for (const event of history) {
    if (event.kind !== 'send') continue;
    const { message, operation, op } = event;
    if (operation === 'createToken' && message.type === 'request') {
      const body = Object(message.body);
      if (body.projectId === projectId) askers.set(op, body);
    } else if (operation === 'createToken' && message.type === 'response') {
      const asker = askers.get(op);
      const { token } = Object(message.body);
      if (asker?.role === 'user' && typeof token === 'string') named.tokens.set(String(asker.userId), token);
    } else if (event.actor === 'target' && isPhaseOperation(operation) && message.type === 'response') {
      walk(message.body);
    }
  }
  return named;
}
