import type { Ids } from '../ids.ts';
import { OneProject } from '../one-project.ts';
import { refused } from '../refused.ts';
import type { Tools } from '../tools.ts';
import { Batches } from './batches.ts';
import { type Credential, SamClient } from './client.ts';
import type { SamOptions } from './options.ts';
import { Translation } from './translate.ts';
import type { SamSession } from './wire.ts';

/** What the adapter knows in one play. */
export class SamPlay extends OneProject<SamOptions, Credential> {
  readonly client: SamClient;
  readonly ids: Ids;
  readonly translation: Translation;
  readonly batches = new Batches();
  /** Submits that are not answered: until then their ids are not known. */
  readonly #submits = new Set<Promise<unknown>>();
  /** By session: the workspace is linked, and the VM agent has its order. */
  readonly #links = new Map<string, Promise<void>>();

  /** Sessions from before are none of the play's; clocks may differ by minutes. */
  readonly #since: number;

  constructor(tools: Tools<SamOptions>) {
    super(tools);
    this.#since = tools.now() - 5 * 60_000;
    this.client = new SamClient(tools, this.tokens);
    this.ids = tools.ids;
    this.translation = new Translation(tools.ids, this.projectId);
  }

  /** @throws Refused where the id is that of no session seen, as the system would */
  sessionIdOf(sessionId: string): string {
    // Session ids are UUIDs there too: one that was never seen can be asked for.
    return this.ids.foreign('session', sessionId) ?? sessionId;
  }

  taskIdOf(taskId: string): string {
    const foreign = this.ids.foreign('task', taskId);
    if (foreign === undefined) throw refused('not_found', 'No such task.');
    return foreign;
  }

  async submitting<Value>(submit: Promise<Value>): Promise<Value> {
    this.#submits.add(submit);
    try {
      return await submit;
    } finally {
      this.#submits.delete(submit);
    }
  }

  /** Is it a session of this play? One that nobody knows may be that of a submit under way. */
  async isOwnSession(sessionId: string): Promise<boolean> {
    if (this.ids.isOwn('session', sessionId)) return true;
    await Promise.allSettled(this.#submits);
    return this.ids.isOwn('session', sessionId) || this.translation.isOwn(await this.client.session(sessionId));
  }

  /** Sessions of this play on a page; later pages are asked for only where they can have some. */
  async page(token: string | null, query: { limit?: number; offset?: number }) {
    const { sessions, next } = await this.client.sessions(token, query);
    const own = sessions.filter((session) => this.translation.isOwn(session));
    const last = sessions.at(-1);
    return { own, next: last && last.createdAt < this.#since ? null : next };
  }

  /** @throws Refused where no session has the task */
  async sessionOfTask(taskId: string, token: string | null): Promise<SamSession> {
    for (let offset: number | null = 0; offset !== null; ) {
      const { own, next } = await this.page(token, { offset });
      const found = own.find((session) => session.taskId === taskId);
      if (found) return found;
      offset = next;
    }
    throw refused('not_found', 'No session has this task.');
  }

  /** Whose token a session is read with: a VM agent has no such request there, and is read for. */
  reader(token: string | null): string | null {
    return this.client.tokens.find(token)?.role === 'vm-agent' ? this.client.watcher : token;
  }

  /** Hands the workspace, as soon as the system has linked it, to the simulated VM agent. */
  order(sessionId: string, taskId: string, prompt: { messageId: string; content: string }): void {
    if (this.client.tools.options.agentToken === undefined) return;
    const link = this.#order(sessionId, taskId, prompt);
    this.#links.set(sessionId, link);
    this.client.tools.beside(link);
  }

  async linked(sessionId: string): Promise<void> {
    await this.#links.get(sessionId);
  }

  async #order(sessionId: string, taskId: string, prompt: { messageId: string; content: string }): Promise<void> {
    const { tools, tokens } = this.client;
    const workspaceId = await tools.until(
      `the workspace of the session ${sessionId}`,
      async () => {
        const session = await this.client.session(sessionId);
        return session.status === 'stopped' ? null : (session.workspaceId ?? undefined);
      },
      { within: tools.options.workspaceWithin * 1000 },
    );
    if (workspaceId === null) return;
    this.ids.own('workspace', workspaceId);
    const answer = await tools.node.createWorkspace({
      workspaceId: this.ids.canonical('workspace', workspaceId),
      projectId: this.projectId,
      taskId: this.ids.canonical('task', taskId),
      sessionId: this.ids.canonical('session', sessionId),
      token: tokens.give({ role: 'vm-agent', workspaceId }),
      prompt,
    });
    // The order is the adapter's: what becomes of one that is refused or lost would tell nothing of the system.
    if (answer === null || answer >= 400) throw tools.lacks('way to refuse or lose a workspace');
  }
}
