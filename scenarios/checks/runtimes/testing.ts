/** Builds short histories of agents and their tasks for the tests of checks. */
import type { AgentChat, AgentTask, LegacyRuns, Runtime } from '../../../contracts/wire/index.ts';
import { judgeRows, type Row } from '../cases.testing.ts';
import type { Check } from '../check.ts';
import { HistoryBuilder, type Step } from '../testing.ts';

/** Epoch milliseconds of the target's clock when a history begins. */
export const beginning = 1_000_000_000_000;

interface Said {
  sessionId?: string;
  workDir?: string;
}
interface Offer {
  session?: string | null;
  workDir?: string | null;
  /** What is wrong with the row that is shown. */
  row?: Partial<AgentTask>;
  /** When the lease of the claim is over; default: in 60 seconds. */
  expiresAt?: number;
  runtimeId?: string;
}

/** What a target does that has one agent `a1`, on `r1` at first; a test says what it answers wrongly. */
export class RunsBuilder extends HistoryBuilder {
  readonly tasks = new Map<string, AgentTask>();
  readonly chats = new Map<string, AgentChat>();
  readonly runtimes = new Map<string, Runtime>();
  agentRuntime = 'r1';

  /** Epoch milliseconds now. */
  get at(): number {
    return beginning + this.time;
  }

  /** Runtimes `r1` and `r2` are registered, and the agent is made. */
  begin(): void {
    for (const runtimeId of ['r1', 'r2']) this.sign(runtimeId);
    this.call('frontend', 'createAgent', { body: { name: 'Fixer', runtimeId: 'r1' } }, 201, this.#agent());
  }

  /** The daemon of a runtime is heard. */
  sign(runtimeId: string, operation: 'registerRuntime' | 'heartbeat' = 'registerRuntime'): number {
    const shown: Runtime = { runtimeId, name: runtimeId, provider: 'cli', status: 'online', lastHeartbeatAt: this.at };
    this.runtimes.set(runtimeId, shown);
    return this.call(`daemon:${runtimeId}`, operation, { params: { runtimeId } }, 200, shown);
  }

  move(runtimeId: string): number {
    this.agentRuntime = runtimeId;
    return this.call('frontend', 'moveAgent', { params: { agentId: 'a1' }, body: { runtimeId } }, 200, this.#agent());
  }

  chat(chatId = 'c1', row: Partial<AgentChat> = {}): number {
    const pointer = { sessionId: null, runtimeId: this.agentRuntime, workDir: null };
    const chat: AgentChat = { chatId, agentId: 'a1', title: 'Chat', ...pointer, createdAt: this.at, ...row };
    this.chats.set(chatId, chat);
    const body = { chatId, agentId: 'a1', title: 'Chat' };
    return this.call('frontend', 'createAgentChat', { body }, 201, { ...chat });
  }

  readChat(pointer: Partial<AgentChat> = {}, chatId = 'c1'): number {
    const shown = { ...this.chats.get(chatId), ...pointer };
    return this.call('frontend', 'getAgentChat', { params: { chatId } }, 200, shown);
  }

  /** A task for the issue `i1`, or in a chat. */
  queue(taskId: string, of: { chatId?: string; row?: Partial<AgentTask> } = {}): number {
    const row: AgentTask = {
      taskId,
      agentId: 'a1',
      kind: of.chatId ? 'chat' : 'issue',
      issueId: of.chatId ? null : 'i1',
      chatId: of.chatId ?? null,
      prompt: 'Do it',
      runtimeId: this.agentRuntime,
      state: 'queued',
      attempt: 1,
      sessionId: null,
      workDir: null,
      failureReason: null,
      error: null,
      output: null,
      createdAt: this.at,
      dispatchedAt: null,
      startedAt: null,
      finishedAt: null,
      ...of.row,
    };
    this.tasks.set(taskId, row);
    return of.chatId
      ? this.call('frontend', 'sendAgentChat', { params: { chatId: of.chatId }, body: { taskId } }, 201, { ...row })
      : this.call('frontend', 'queueIssueTask', { params: { agentId: 'a1' }, body: { taskId } }, 201, { ...row });
  }

  row(taskId: string): AgentTask {
    const row = this.tasks.get(taskId);
    if (!row) throw new Error(`There is no task ${taskId}.`);
    return row;
  }

  askClaim(claimKey: string, runtimeId = 'r1'): Step {
    const step = this.send(`daemon:${runtimeId}`, 'claimTask', { params: { runtimeId }, body: { claimKey } });
    step.arrive();
    return step;
  }

  /** A claim that gets a task, or nothing. Answers the answer. */
  claim(claimKey: string, taskId: string | null, offer: Offer = {}): number {
    const step = this.askClaim(claimKey, offer.runtimeId ?? (taskId === null ? 'r1' : this.row(taskId).runtimeId));
    const answer = step.answer(200, { task: taskId === null ? null : this.claimed(claimKey, taskId, offer) });
    step.receive();
    return answer;
  }

  claimed(claimKey: string, taskId: string, { session, workDir, row, expiresAt }: Offer = {}): unknown {
    const task = this.row(taskId);
    if (task.state === 'queued' || expiresAt !== undefined) {
      Object.assign(task, { state: 'dispatched', dispatchedAt: this.at });
    }
    const claim = { claimKey, expiresAt: expiresAt ?? (task.dispatchedAt ?? 0) + 60_000 };
    return { ...task, ...row, priorSessionId: session ?? null, priorWorkDir: workDir ?? null, claim };
  }

  start(claimKey: string, taskId: string): number {
    Object.assign(this.row(taskId), { state: 'running', startedAt: this.at });
    return this.#say('startAgentTask', taskId, { claimKey });
  }

  pin(claimKey: string, taskId: string, said: Said): number {
    Object.assign(this.row(taskId), said);
    return this.#say('pinSession', taskId, { claimKey, ...said });
  }

  /** Ends a task as completed, and moves the pointer of its chat. */
  complete(claimKey: string, taskId: string, said: Said = {}, row: Partial<AgentTask> = {}): number {
    const task = this.row(taskId);
    const end = { state: 'completed', output: 'Done', finishedAt: this.at } as const;
    Object.assign(task, { ...end, ...said, ...row });
    const chat = task.chatId === null ? undefined : this.chats.get(task.chatId);
    const { sessionId, runtimeId, workDir } = task;
    if (chat && sessionId !== null) Object.assign(chat, { sessionId, runtimeId, workDir });
    return this.#say('completeTask', taskId, { claimKey, output: 'Done', ...said });
  }

  fail(claimKey: string, taskId: string, said: Said = {}): number {
    const end = { state: 'failed', failureReason: 'agent_error', error: 'No', finishedAt: this.at } as const;
    Object.assign(this.row(taskId), { ...end, ...said });
    return this.#say('failTask', taskId, { claimKey, error: 'No', reason: 'agent_error', ...said });
  }

  /** Claims, starts and completes a task. Answers the claim. */
  run(taskId: string, said: Said, offer: Offer = {}): number {
    const claim = this.claim(`k-${taskId}`, taskId, offer);
    this.start(`k-${taskId}`, taskId);
    this.wait(1_000);
    this.complete(`k-${taskId}`, taskId, said);
    this.wait(1_000);
    return claim;
  }

  /** The daemon begins anew; tasks are queued again but for what a test says. */
  recover(runtimeId: string, recovered: string[], row: Partial<AgentTask> = {}, failed: string[] = []): number {
    for (const taskId of recovered) {
      const task = this.row(taskId);
      Object.assign(task, { state: 'queued', attempt: task.attempt + 1, dispatchedAt: null, startedAt: null, ...row });
    }
    return this.call(`daemon:${runtimeId}`, 'recoverOrphans', { params: { runtimeId } }, 200, { recovered, failed });
  }

  remove(runtimeId: string): number {
    return this.call('frontend', 'removeRuntime', { params: { runtimeId } }, 204);
  }

  /** What the old version stored; its rows are there from then on. */
  legacy(runs: {
    chats?: Partial<LegacyRuns['chats'][number]>[];
    tasks?: Partial<LegacyRuns['tasks'][number]>[];
  }): void {
    const chats = (runs.chats ?? []).map((chat) => ({
      chatId: 'c1',
      agentId: 'a1',
      title: 'Chat',
      sessionId: null,
      workDir: null,
      ...chat,
    }));
    const tasks = (runs.tasks ?? []).map((task) => ({
      taskId: 'old',
      agentId: 'a1',
      chatId: 'c1',
      issueId: null,
      runtimeId: 'r1',
      sessionId: null,
      workDir: null,
      state: 'completed' as const,
      finishedAt: beginning - 1_000,
      ...task,
    }));
    this.call('caller:admin', 'importLegacyRuns', { body: { chats, tasks } }, 204);
    for (const chat of chats) this.chats.set(chat.chatId, { ...chat, runtimeId: null, createdAt: this.at });
    for (const task of tasks) {
      const times = { createdAt: task.finishedAt, dispatchedAt: null, startedAt: null };
      const none = { failureReason: null, error: null, output: null, prompt: '' };
      this.tasks.set(task.taskId, { ...none, kind: 'chat', attempt: 1, ...times, ...task });
    }
  }

  migrate(step: 'expand' | 'backfill', counts: { paired?: number; unknown?: number } = {}): number {
    const chats = this.chats.size;
    return this.call('caller:admin', 'migrateRuns', { body: { step } }, 200, {
      chats,
      paired: 0,
      unknown: 0,
      ...counts,
    });
  }

  readTask(taskId: string, row: Partial<AgentTask> = {}): number {
    return this.call('frontend', 'getAgentTask', { params: { taskId } }, 200, { ...this.row(taskId), ...row });
  }

  listRuntimes(...shown: Partial<Runtime>[]): number {
    const runtimes = shown.map((one) => ({ ...this.runtimes.get(one.runtimeId ?? ''), ...one }));
    return this.call('frontend', 'listRuntimes', {}, 200, { runtimes });
  }

  /** The observer reads everything. Answers the list of tasks. */
  observeRuns(without: string[] = []): number {
    this.add({ kind: 'phase', actor: 'harness', phase: 'observe' });
    const tasks = [...this.tasks.values()].filter(({ taskId }) => !without.includes(taskId));
    const listed = this.call('observer', 'listAgentTasks', {}, 200, {
      tasks: structuredClone(tasks),
      nextCursor: null,
    });
    const chats = structuredClone([...this.chats.values()]);
    this.call('observer', 'listAgentChats', {}, 200, { chats, nextCursor: null });
    this.add({ kind: 'phase', actor: 'harness', phase: 'end' });
    return listed;
  }

  #agent() {
    return { agentId: 'a1', name: 'Fixer', runtimeId: this.agentRuntime };
  }

  #say(operation: string, taskId: string, body: object): number {
    const row = this.row(taskId);
    return this.call(`daemon:${row.runtimeId}`, operation, { params: { taskId }, body }, 200, { ...row });
  }
}

/** Makes a test of each row. */
export function judgeRuns(entry: Check, cases: readonly Row<RunsBuilder>[]): void {
  judgeRows(entry, cases, () => new RunsBuilder());
}
