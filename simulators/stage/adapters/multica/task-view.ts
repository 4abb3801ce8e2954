import { type AgentTask, type FailureReason, failureReasons } from '../../../../contracts/wire/index.ts';
import { Names } from './names.ts';
import type { Row } from './wire.ts';

/** What a run said of itself. */
export interface Said {
  sessionId?: string | undefined;
  workDir?: string | undefined;
}

/** How ids of the system are told. */
interface Telling {
  now(): number;
  unexpected(row: Row): Error;
  agentId(there: string): string;
  runtimeId(there: string): string;
  issueId(there: string): string;
  chatId(there: string): string;
  /** Of a task that nobody in this play has queued. */
  taskId(there: string): string;
}

/** What is known of a task besides its rows. */
interface Known {
  agent: string;
  createdAt: number;
  /** Its last attempt, as far as it was seen. */
  last: { id: string; attempt: number };
  prompt?: string;
  /** What its run said, and the system took: no answer shows it. */
  said: Said;
  /** The work directory of its last claim. */
  offered: string | null;
}

/**
 * Tasks of the contract, told from rows of Multica: an attempt is a row there, and the next one another row that names
 * it as its parent. A task is known by its first row.
 */
export class TaskView {
  readonly #telling: Telling;
  readonly #names = new Names();
  readonly #roots = new Map<string, string>();
  readonly #known = new Map<string, Known>();
  /** By row: when its end was heard. */
  readonly #heard = new Map<string, number>();

  constructor(telling: Telling) {
    this.#telling = telling;
  }

  /** Notes a row; answers the first row of its task. Rows of one task are to be seen in their order. */
  see({ id, parent_task_id: parent, agent_id: agent, created_at: createdAt, attempt }: Row): string {
    const root = parent === null ? id : (this.#roots.get(parent) ?? parent);
    this.#roots.set(id, root);
    const known = this.#known.get(root) ?? { agent, createdAt, last: { id, attempt }, said: {}, offered: null };
    this.#known.set(root, known);
    if (attempt > known.last.attempt) known.last = { id, attempt };
    return root;
  }

  /** The task was queued by this play, under an id of its own. */
  queued(taskId: string, row: Row, prompt: string): void {
    this.#names.tie(taskId, this.see(row));
    this.#of(row).prompt = prompt;
  }

  /** Has the task of a row an id of this play? */
  isNamed(row: Row): boolean {
    return this.#names.here(this.see(row)) !== undefined;
  }

  /** First row of a task; undefined where it was never seen. */
  rootOf(taskId: string): string | undefined {
    const root = this.#names.there(taskId);
    return root ?? [...this.#known.keys()].find((one) => this.#telling.taskId(one) === taskId);
  }

  agentOf(root: string): string | undefined {
    return this.#known.get(root)?.agent;
  }

  lastOf(root: string): string | undefined {
    return this.#known.get(root)?.last.id;
  }

  taskIdOf(row: Row): string {
    const root = this.see(row);
    return this.#names.here(root) ?? this.#telling.taskId(root);
  }

  claimed(row: Row): void {
    this.#of(row).offered = row.prior_work_dir;
  }

  /** The system has taken what a run said of itself. */
  said(rowId: string, { sessionId, workDir }: Said): void {
    const known = this.#known.get(this.#roots.get(rowId) ?? rowId);
    if (!known) return;
    known.said = { sessionId: sessionId ?? known.said.sessionId, workDir: workDir ?? known.said.workDir };
  }

  /** The system has taken the end of a run; false: it had ended before. */
  ended(rowId: string): boolean {
    if (this.#heard.has(rowId)) return false;
    this.#heard.set(rowId, this.#telling.now());
    return true;
  }

  /** Was the system told that a run has ended, and has it taken that? */
  isEnded(rowId: string): boolean {
    return this.#heard.has(rowId);
  }

  /** A task, as its last row tells of it. */
  show(row: Row): AgentTask {
    const { agentId, runtimeId, issueId, chatId } = this.#telling;
    const { prompt, said, offered, createdAt } = this.#of(row);
    const finishedAt = this.#finishedAt(row);
    const isChat = row.chat_session_id !== null;
    return {
      taskId: this.taskIdOf(row),
      agentId: agentId(row.agent_id),
      kind: isChat ? 'chat' : 'issue',
      issueId: isChat ? null : issueId(row.issue_id ?? `none of ${row.id}`),
      chatId: row.chat_session_id === null ? null : chatId(row.chat_session_id),
      prompt: row.chat_message ?? row.trigger_comment_content ?? prompt ?? '',
      runtimeId: runtimeId(row.runtime_id),
      state: row.status,
      attempt: row.attempt,
      sessionId: said.sessionId ?? null,
      workDir: said.workDir ?? (finishedAt === null ? null : offered),
      failureReason: row.status === 'failed' ? this.#reason(row) : null,
      error: row.error,
      output: row.result,
      createdAt,
      dispatchedAt: row.dispatched_at,
      startedAt: row.started_at,
      finishedAt,
    };
  }

  /** Milliseconds are those at which the end was heard, where that was in the second that the row shows. */
  #finishedAt({ id, completed_at: at }: Row): number | null {
    const heard = this.#heard.get(id);
    return at !== null && heard !== undefined && heard - at >= 0 && heard - at < 1000 ? heard : at;
  }

  #reason(row: Row): FailureReason {
    const reason = row.failure_reason ?? 'agent_error';
    // Later versions say more of what was wrong with the agent, after a dot.
    const name = reason.startsWith('agent_error.') ? 'agent_error' : reason;
    if (!Object.hasOwn(failureReasons, name)) throw this.#telling.unexpected(row);
    return name as FailureReason;
  }

  #of(row: Row): Known {
    const known = this.#known.get(this.see(row));
    if (!known) throw new TypeError(`Row ${row.id} was not seen.`);
    return known;
  }
}
