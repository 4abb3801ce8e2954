import type { Runtime } from '../../../../contracts/wire/index.ts';
import type { Ids } from '../ids.ts';
import { OneProject } from '../one-project.ts';
import type { WireAnswer } from '../read-answer.ts';
import { type Refused, refused } from '../refused.ts';
import type { Tools } from '../tools.ts';
import { Names } from './names.ts';
import type { MulticaOptions } from './options.ts';
import { at } from './path.ts';
import { TaskView } from './task-view.ts';
import { type Row, rows, runtimes } from './wire.ts';

const active: ReadonlySet<string> = new Set(['dispatched', 'running']);
const ended: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled']);

/** Whom a token of the play stands for: there all of them are the one user. */
type Credential = 'user' | 'daemon';

/** What the adapter knows in one play. */
export class MulticaPlay extends OneProject<MulticaOptions, Credential> {
  readonly ids: Ids;
  /** Whom the adapter looks as by itself. */
  readonly watcher: string;
  /** Distinguishes the daemons and agents of this play from those of any other. */
  readonly mark: string;
  /** Runtimes, by the names that the scenario gave them. */
  readonly runtimes = new Names();
  readonly issues = new Names();
  readonly chats = new Names();
  /** Which agent has an issue, by the ids of the system. */
  readonly assignees = new Map<string, string>();
  /** Agents of the play, by their ids in the system. */
  readonly agents = new Set<string>();
  /** By claim key: the row that it was given; null: it is not answered. */
  readonly claims = new Map<string, string | null>();
  readonly tasks: TaskView;
  /** Ids of clients that something was asked for with. */
  readonly #asked = new Set<string>();
  /** Requests that queue a task and are not answered: until then it is not known under which id. */
  readonly #queueing = new Set<Promise<unknown>>();

  constructor(tools: Tools<MulticaOptions>) {
    super(tools);
    this.ids = tools.ids;
    this.watcher = this.tokens.give('user');
    this.mark = this.projectId.slice(0, 8);
    this.tasks = new TaskView({
      now: () => tools.now(),
      unexpected: (row) => tools.wire.unexpected('a task', row, 'a reason that the contract knows'),
      agentId: (there) => tools.ids.canonical('agent', there),
      runtimeId: (there) => this.runtimes.here(there) ?? there,
      issueId: (there) => this.issues.here(there) ?? tools.ids.canonical('issue', there),
      chatId: (there) => this.chats.here(there) ?? tools.ids.canonical('chat', there),
      taskId: (there) => tools.ids.canonical('task', there),
    });
  }

  /** @param token one that is none of the play's is sent as it is: whether it is refused is for the system to say */
  ask(method: string, path: string, token: string | null, body?: unknown): Promise<WireAnswer> {
    const { options, wire } = this.tools;
    const bearer = this.tokens.find(token) ? options.token : token;
    const workspace = { 'x-workspace-id': options.workspaceId };
    const headers = bearer === null ? workspace : { ...workspace, authorization: `Bearer ${bearer}` };
    return wire.request({ method, path, headers, body });
  }

  /** The system takes no ids of clients: what is said again under one would be made again. */
  once(id: string, lacking: string): void {
    if (this.#asked.has(id)) throw this.tools.lacks(lacking);
    this.#asked.add(id);
  }

  async queueing<Value>(work: Promise<Value>): Promise<Value> {
    this.#queueing.add(work);
    try {
      return await work;
    } finally {
      this.#queueing.delete(work);
    }
  }

  /** A row may be that of a request under way: its task has its id when that is answered. */
  async settled(...all: Row[]): Promise<void> {
    if (all.some((row) => !this.tasks.isNamed(row))) await Promise.allSettled(this.#queueing);
  }

  /** @throws Refused where nobody has registered it in this play */
  runtimeThere(runtimeId: string): string {
    const there = this.runtimes.there(runtimeId);
    if (there === undefined) throw refused('not_found', 'No such runtime.');
    return there;
  }

  /** An agent as it is asked for: its ids are UUIDs there too, one that was never seen can be asked for. */
  agentThere(agentId: string): string {
    return this.ids.foreign('agent', agentId) ?? agentId;
  }

  chatThere(chatId: string): string {
    return this.chats.there(chatId) ?? this.ids.foreign('chat', chatId) ?? chatId;
  }

  /** Runtimes that this play has registered, as they are now. */
  async ownRuntimes(token: string | null): Promise<Runtime[]> {
    const all = (await this.ask('GET', '/api/runtimes', token)).read({ 200: runtimes });
    return all.flatMap(({ id, name, provider, status, last_seen_at: lastSeenAt }) => {
      const runtimeId = this.runtimes.here(id);
      if (runtimeId === undefined) return [];
      if (lastSeenAt === null) throw this.tools.wire.unexpected('a runtime', name, 'one that was seen');
      return [{ runtimeId, name, provider, status, lastHeartbeatAt: lastSeenAt }];
    });
  }

  /** @throws Refused where it is not there */
  async ownRuntime(runtimeId: string): Promise<Runtime> {
    const all = await this.ownRuntimes(this.watcher);
    const found = all.find((one) => one.runtimeId === runtimeId);
    if (!found) throw refused('not_found', 'No such runtime.');
    return found;
  }

  /** Every attempt of an agent's tasks, the oldest first. */
  async rowsOf(agent: string, token: string | null = this.watcher): Promise<Row[]> {
    const all = (await this.ask('GET', at`/api/agents/${agent}/tasks`, token)).read({ 200: rows });
    // A later attempt is told from the one before it, and times have seconds only.
    const sorted = all.toSorted((a, b) => a.created_at - b.created_at || a.attempt - b.attempt);
    for (const row of sorted) this.tasks.see(row);
    return sorted;
  }

  /** Those of all agents of the play. */
  async allRows(token: string | null = this.watcher): Promise<Row[]> {
    return (await Promise.all([...this.agents].map((agent) => this.rowsOf(agent, token)))).flat();
  }

  /** The last attempt of a task. */
  async lastRow(taskId: string, token: string | null = this.watcher): Promise<Row> {
    const root = this.tasks.rootOf(taskId);
    const agent = root === undefined ? undefined : this.tasks.agentOf(root);
    if (agent === undefined) throw refused('not_found', 'No such task.');
    const its = (await this.rowsOf(agent, token)).filter((row) => this.tasks.see(row) === root);
    const last = its.at(-1);
    if (!last) throw refused('not_found', 'No such task.');
    return last;
  }

  /**
   * The row that a daemon means: the one that its claim was given.
   *
   * @throws Refused where no claim was given such a task
   */
  rowOf(taskId: string, claimKey: string): string {
    const root = this.tasks.rootOf(taskId);
    const row = this.claims.get(claimKey) ?? (root === undefined ? undefined : this.tasks.lastOf(root));
    if (row === undefined) throw refused('not_found', 'No such task.');
    return row;
  }

  /** Why the system did not take a word about a row: it says 400 and no more. */
  async reasonAgainst(taskId: string, rowId: string): Promise<Refused> {
    const last = await this.lastRow(taskId);
    if (last.id !== rowId || last.status === 'queued') return refused('claim_lost', 'It was queued again.');
    if (ended.has(last.status)) return refused('task_ended', `It is ${last.status}.`);
    if (last.status === 'dispatched') return refused('task_not_started', 'It was not started.');
    return refused('malformed_request', 'The system answered 400.');
  }

  /**
   * The system runs tasks of one agent and issue, or chat, one after the other: a scenario that waits for a second one
   * beside the first would wait in vain.
   */
  async mustNotWait(runtime: string): Promise<void> {
    const all = await this.allRows();
    const isSame = (row: Row, other: Row) =>
      row.agent_id === other.agent_id &&
      row.issue_id === other.issue_id &&
      row.chat_session_id === other.chat_session_id;
    const waits = all.find(
      (row) =>
        row.status === 'queued' &&
        row.runtime_id === runtime &&
        // One that has ended, and is in the way all the same, is the system's fault and no reason to leave anything out.
        all.some((other) => active.has(other.status) && !this.tasks.isEnded(other.id) && isSame(row, other)),
    );
    if (waits) throw this.tools.lacks('second run of an issue or a chat beside the first');
  }
}
