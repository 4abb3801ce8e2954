import { DurableObject } from 'cloudflare:workers';
import type { LegacyRuns, NewTaskMessage } from '../../../contracts/wire/index.ts';
import type { PageRequest } from '../calls.ts';
import type { Env } from '../env.ts';
import { currentRules } from '../rules.ts';
import { createAgent, getAgent, heartbeat, listRuntimes, moveAgent, register, removeRuntime } from './agents.ts';
import type { RuntimeCalls } from './calls.ts';
import type { RuntimeChange } from './change.ts';
import { type ChatOrder, createChat, getChat, listChats } from './chats.ts';
import { appendMessages, claim, pin, type Said, startTask, type TaskClaim } from './claims.ts';
import { type End, endTask } from './ends.ts';
import { importLegacy, migrate } from './migration.ts';
import { nextSilence, recoverOrphans, recoverSilent } from './recovery.ts';
import type { AgentRow } from './rows.ts';
import { createRuntimeTables } from './schema.ts';
import { cancelTask, getTask, listTasks, type MessagePlace, queueTask, type TaskOrder, taskMessages } from './tasks.ts';

/**
 * The runtimes of one project, its agents and their tasks and chats. All of it is in the store; the memory knows when
 * the alarm rings, and nothing else.
 */
export class Runtimes extends DurableObject<Env> implements RuntimeCalls {
  /** When the alarm rings, as far as this memory knows; null: not at all. */
  #alarmAt: number | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    createRuntimeTables(ctx.storage.sql);
    this.#arm(nextSilence(ctx.storage.sql, currentRules()));
  }

  async listRuntimes() {
    return this.#change(listRuntimes);
  }
  async removeRuntime(runtimeId: string) {
    return this.#change((change) => removeRuntime(change, runtimeId));
  }
  async createAgent(agent: AgentRow) {
    return this.#change((change) => createAgent(change, agent));
  }
  async getAgent(agentId: string) {
    return this.#change((change) => getAgent(change, agentId));
  }
  async moveAgent(agentId: string, runtimeId: string) {
    return this.#change((change) => moveAgent(change, agentId, runtimeId));
  }
  async queueTask(order: TaskOrder) {
    return this.#change((change) => queueTask(change, order));
  }
  async createChat(order: ChatOrder) {
    return this.#change((change) => createChat(change, order));
  }
  async getChat(chatId: string) {
    return this.#change((change) => getChat(change, chatId));
  }
  async listChats(page: PageRequest, agentId: string | null) {
    return this.#change((change) => listChats(change, page, agentId));
  }
  async getTask(daemon: string | null, taskId: string) {
    return this.#change((change) => getTask(change, daemon, taskId));
  }
  async listTasks(page: PageRequest, agentId: string | null) {
    return this.#change((change) => listTasks(change, page, agentId));
  }
  async cancelTask(taskId: string) {
    return this.#change((change) => cancelTask(change, taskId));
  }
  async taskMessages(taskId: string, after: MessagePlace, limit: number) {
    return this.#change((change) => taskMessages(change, taskId, after, limit));
  }
  async registerRuntime(runtimeId: string, as: { name: string; provider: string }) {
    return this.#change((change) => register(change, runtimeId, as));
  }
  async heartbeat(runtimeId: string) {
    return this.#change((change) => heartbeat(change, runtimeId));
  }
  async claimTask(runtimeId: string, claimKey: string) {
    return this.#change((change) => claim(change, runtimeId, claimKey));
  }
  async recoverOrphans(runtimeId: string) {
    return this.#change((change) => recoverOrphans(change, runtimeId));
  }
  async startTask(claimed: TaskClaim) {
    return this.#change((change) => startTask(change, claimed));
  }
  async pinSession(claimed: TaskClaim, said: Said) {
    return this.#change((change) => pin(change, claimed, said));
  }
  async appendTaskMessages(claimed: TaskClaim, messages: NewTaskMessage[]) {
    return this.#change((change) => appendMessages(change, claimed, messages));
  }
  async endTask(claimed: TaskClaim, end: End) {
    return this.#change((change) => endTask(change, claimed, end));
  }
  async importLegacy(rows: LegacyRuns) {
    return this.#change((change) => importLegacy(change, rows));
  }
  async migrate(step: 'expand' | 'backfill') {
    return this.#change((change) => migrate(change, step));
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    this.#change(() => {});
  }

  /** One transaction. What the silence of a runtime has brought about comes first, however late the alarm rings. */
  #change<T>(work: (change: RuntimeChange) => T): T {
    const rules = currentRules();
    const change = { sql: this.ctx.storage.sql, rules, now: Date.now() };
    const result = this.ctx.storage.transactionSync(() => {
      recoverSilent(change);
      return work(change);
    });
    this.#arm(nextSilence(change.sql, rules));
    return result;
  }

  /** Sets the alarm, where there is none or it would ring too late. */
  async #arm(due: number | null): Promise<void> {
    if (due === null || (this.#alarmAt !== null && this.#alarmAt <= due)) return;
    this.#alarmAt = due;
    await this.ctx.storage.setAlarm(due);
  }
}
