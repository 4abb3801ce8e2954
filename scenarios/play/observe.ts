import { isDeepStrictEqual } from 'node:util';
import type { EventOf, History } from '../../contracts/trace/index.ts';
import { phaseEventTypes } from '../../contracts/wire/index.ts';
import { Frontend } from '../../simulators/frontend/index.ts';
import type { Network } from '../../simulators/stage/network.ts';
import { portsFor } from '../../simulators/stage/ports-for.ts';
import { together } from '../../simulators/stage/scheduler.ts';
import { isLive } from '../checks/observed-live.ts';
import { isPhaseOperation } from '../checks/phases/story/rows.ts';
import { isRuntimeOperation } from '../checks/runtimes/runs.ts';
import { observeLive } from './observe-live.ts';
import { observePhases } from './observe-phases.ts';
import { observeRuntimes } from './observe-runtimes.ts';

/** How often the observer waits on for the rest of the feed, and milliseconds of each wait. */
const [patience, pause] = [10, 500];

interface Observation {
  projectId: string;
  token: string;
  seed: number;
}

/** Reads the final state over a link of its own, so that the history alone is enough to judge. */
export async function observe(network: Network, options: Observation): Promise<void> {
  if (isAboutTasks(network.recorder.history)) await observeTasks(network, options);
  await observeLive(network, options);
  await observeRuntimes(network, options);
  await observePhases(network, options);
}

/** Live sessions, and agents on runtimes, have ids and sessions of their own. */
const isOfTasks = (operation: string) => !isLive(operation) && !isRuntimeOperation(operation);

/** Did anybody but the harness ask for something that is about tasks, and not set-up? */
function isAboutTasks(history: History): boolean {
  return history.some(
    (event) =>
      event.kind === 'send' &&
      event.message.type === 'request' &&
      event.actor !== 'harness' &&
      isOfTasks(event.operation),
  );
}

async function observeTasks(network: Network, options: Observation): Promise<void> {
  const observer = new Frontend(portsFor(network, 'observer', options.seed), options);
  const named = idsIn(network.recorder.history, options.projectId);
  const { tasks, sessions } = await lists(network, observer);
  // A list shows its rows whole: only what is not in it is asked for by its id.
  for (const { taskId, sessionId } of tasks) {
    named.tasks.delete(taskId);
    named.sessions.add(sessionId);
  }
  const listed = new Set(sessions.map(({ sessionId }) => sessionId));
  for (const sessionId of listed) named.sessions.add(sessionId);
  // Reads change nothing: they need not wait for each other.
  await together(network.scheduler, () =>
    Promise.all([
      ...[...named.tasks].map((taskId) => observer.readTask({ taskId })),
      ...[...named.sessions].filter((id) => !listed.has(id)).map((sessionId) => observer.readSession({ sessionId })),
      ...[...named.sessions].map((sessionId) => observer.history({ sessionId, limit: 100 })),
    ]),
  );
  if (network.transport.lacks?.('events') !== undefined) return;
  observer.subscribe({ sessionId: null, after: 0 });
  const standing = await observer.subscribed(null);
  await network.scheduler.settle();
  const end = standing.status === 'subscribed' ? standing.cursor : 0;
  // A target that cannot say when it is quiet may pause within a long replay.
  for (let turn = 0; turn < patience && (observer.events.at(-1)?.cursor ?? 0) < end; turn += 1) {
    await network.scheduler.advance(pause);
  }
  observer.closeSocket();
  await network.scheduler.settle();
}

/**
 * Tasks and sessions as the lists show them. They are asked for one after the other: where the target cannot say that it is
 * quiet they are taken once two looks in a row have found the same, or they would be of different moments.
 */
async function lists(network: Network, observer: Frontend) {
  const look = async () => {
    const { tasks } = await observer.listTasks({});
    const { sessions } = await observer.listSessions({});
    return { tasks, sessions };
  };
  let found = await look();
  for (let turn = 0; network.inside === null && turn < patience; turn += 1) {
    const before = found;
    await network.scheduler.settle();
    found = await look();
    if (isDeepStrictEqual(found, before)) break;
  }
  return found;
}

/** Task and session ids of the project that the target named in an answer, an event or an order to a node. */
function idsIn(history: History, project: string): { tasks: Set<string>; sessions: Set<string> } {
  const ids = { tasks: new Set<string>(), sessions: new Set<string>() };
  /** Sessions of phases are read by other operations. */
  const ofPhases = new Set<string>();
  /** Project of each operation that is asked of one. */
  const projects = new Map<number, string>();
  const walk = (value: unknown, sessions: Set<string>): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('projectId' in value && value.projectId !== project) return;
    for (const [name, entry] of Object.entries(value)) {
      if (name === 'taskId' && typeof entry === 'string') ids.tasks.add(entry);
      else if (name === 'sessionId' && typeof entry === 'string') sessions.add(entry);
      else walk(entry, sessions);
    }
  };
  for (const event of history) {
    if (event.kind === 'send' && 'params' in event.message && typeof event.message.params.projectId === 'string') {
      projects.set(event.op, event.message.params.projectId);
    }
    // Ids of live sessions, and of agents' tasks, are read by other operations.
    if (event.kind !== 'send' || event.actor !== 'target' || !isOfTasks(event.operation)) continue;
    if ((projects.get(event.op) ?? project) !== project) continue;
    if ('body' in event.message) walk(event.message.body, isAboutPhase(event) ? ofPhases : ids.sessions);
  }
  return { tasks: ids.tasks, sessions: new Set([...ids.sessions].filter((id) => !ofPhases.has(id))) };
}

function isAboutPhase({ operation, message }: EventOf<'send'>): boolean {
  const { type } = Object('body' in message ? message.body : undefined);
  return isPhaseOperation(operation) || phaseEventTypes.has(String(type));
}
