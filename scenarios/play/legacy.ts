import type { LegacyRuns } from '../../contracts/wire/index.ts';
import type { Answer } from '../../simulators/ports.ts';
import { agentOn, daemonOf } from './agents.ts';
import type { World } from './world.ts';

type Chat = LegacyRuns['chats'][number];
type Task = LegacyRuns['tasks'][number];

/** A finished run of a chat as the old version stored it, one minute after the one before it in the list. */
export type LegacyRun = Pick<Task, 'taskId' | 'runtimeId' | 'sessionId'> & Partial<Task>;

const workDir = '/work/login-page';
const lastYear = Date.UTC(2025, 0, 1);

/**
 * Where the old version was used: the daemons of two runtimes with a session each on its disk, `S1` on the laptop and
 * `S2` on the server, and an agent on one of them.
 */
export async function oldVersion(world: World, agentRuns: 'laptop' | 'server') {
  const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
  laptop.disk.sessions.set('S1', { runtimeId: 'laptop', workDir });
  server.disk.sessions.set('S2', { runtimeId: 'server', workDir });
  const agentId = await agentOn(world, agentRuns === 'laptop' ? laptop : server);
  return { laptop, server, agentId, operator: new Operator(world) };
}

/** The administrator who moves a project from the old version to the new one (RUN-6). */
export class Operator {
  readonly #world: World;
  readonly #caller: ReturnType<World['caller']>;

  constructor(world: World) {
    this.#world = world;
    this.#caller = world.caller('operator', world.adminToken);
  }

  uuid(): string {
    return this.#caller.uuid();
  }

  /** Puts in a chat with the pointer that the old version left it, and its runs, the oldest first. */
  import(chat: Pick<Chat, 'chatId' | 'agentId' | 'sessionId'>, runs: readonly LegacyRun[]): Promise<Answer | null> {
    const { chatId, agentId } = chat;
    const tasks = runs.map((run, place): Task => {
      const finishedAt = lastYear + place * 60_000;
      return { agentId, chatId, issueId: null, workDir, state: 'completed', finishedAt, ...run };
    });
    const body: LegacyRuns = { chats: [{ title: 'The login page', workDir, ...chat }], tasks };
    return this.#ask('importLegacyRuns', body);
  }

  migrate(step: 'expand' | 'backfill'): Promise<Answer | null> {
    return this.#ask('migrateRuns', { step });
  }

  #ask(operation: 'importLegacyRuns' | 'migrateRuns', body: object): Promise<Answer | null> {
    return this.#caller.ask(operation, { projectId: this.#world.projectId }, { body });
  }
}
