import type { LegacyRuns } from '../../contracts/wire/index.ts';
import type { Answer } from '../../simulators/ports.ts';
import type { World } from './world.ts';

type Chat = LegacyRuns['chats'][number];
type Task = LegacyRuns['tasks'][number];

/** A finished run of a chat as the old version stored it, one minute after the one before it in the list. */
export type LegacyRun = Pick<Task, 'taskId' | 'runtimeId' | 'sessionId'> & Partial<Task>;

const lastYear = Date.UTC(2025, 0, 1);

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
    const workDir = '/work/login-page';
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
