/** One worker for a test file, a node and a project for each test. */
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { ServerFrame } from '../../../contracts/wire/index.ts';
import { type Client, clientOf, type Project, projectOn } from './client.ts';
import type { Fault } from './command.ts';
import { openSocket, startNode, startWorker } from './miniflare.ts';

export interface Setup {
  worker: Awaited<ReturnType<typeof startWorker>>;
  node: Awaited<ReturnType<typeof startNode>>;
  client: Client;
  project: Project;
}

/** Fills what it returns before each test. Call it at the top of a test file. */
export function setUp(): Setup {
  const setup = {} as Setup;
  beforeAll(async () => {
    setup.worker = await startWorker();
    setup.client = clientOf(setup.worker.url);
  });
  afterAll(() => setup.worker.stop());
  beforeEach(async () => {
    setup.node = await startNode();
    setup.project = await projectOn(setup.client, setup.node.url);
    return async () => {
      setup.node.stop();
      await setup.client.command({ faults: [], mutant: null });
    };
  });
  return setup;
}

/** A submitted task whose workspace is linked, with the token its VM agent got. */
export async function linkedTask({ project, node }: Setup) {
  const { taskId, sessionId } = (await project.submit()).body;
  await project.ringRunner(taskId);
  const order = node.calls.findLast((call) => call.body?.taskId === taskId);
  return { taskId, sessionId, agent: order?.body?.token ?? '', workspaceId: order?.workspaceId ?? '' };
}

export async function subscribe({ worker, project }: Setup, after: number | null, sessionId: string | null = null) {
  const socket = await openSocket(`${worker.url}/v1/projects/${project.projectId}/events`, project.user);
  socket.send({ type: 'subscribe', sessionId, after });
  await socket.until('subscribed');
  return socket;
}

export const typesOf = (frames: readonly ServerFrame[]) => frames.map((frame) => frame.type);
export const cursorsOf = (frames: readonly ServerFrame[]) =>
  frames.flatMap((frame) => ('cursor' in frame && frame.type !== 'subscribed' ? [frame.cursor] : []));

/** Makes calls fail while `act` runs and what follows; `spent` fails where they did not. */
export async function attack({ client }: Setup, ...faults: Fault[]) {
  await client.command({ faults });
  return {
    spent: async () => expect((await client.command({})).faults, 'faults that never fired').toEqual([]),
  };
}
