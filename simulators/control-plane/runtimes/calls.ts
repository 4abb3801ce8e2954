import type {
  Agent,
  AgentChat,
  AgentTask,
  ClaimedTask,
  LegacyRuns,
  NewTaskMessage,
  Runtime,
  TaskMessage,
} from '../../../contracts/wire/index.ts';
import type { PageRequest, Result } from '../calls.ts';
import type { ChatOrder } from './chats.ts';
import type { Said, TaskClaim } from './claims.ts';
import type { End } from './ends.ts';
import type { Migrated } from './migration.ts';
import type { Recovered } from './recovery.ts';
import type { AgentRow } from './rows.ts';
import type { MessagePlace, TaskOrder } from './tasks.ts';

/** What the object of runtimes may be asked. Each call is one transaction. */
export interface RuntimeCalls {
  listRuntimes(): Promise<Runtime[]>;
  removeRuntime(runtimeId: string): Promise<Result<null>>;
  createAgent(agent: AgentRow): Promise<Result<Agent>>;
  getAgent(agentId: string): Promise<Result<Agent>>;
  moveAgent(agentId: string, runtimeId: string): Promise<Result<Agent>>;
  queueTask(order: TaskOrder): Promise<Result<{ made: boolean; task: AgentTask }>>;
  createChat(order: ChatOrder): Promise<Result<{ made: boolean; chat: AgentChat }>>;
  getChat(chatId: string): Promise<Result<AgentChat>>;
  listChats(page: PageRequest, agentId: string | null): Promise<{ chats: AgentChat[]; nextCursor: string | null }>;
  /** @param daemon the runtime whose daemon asks; null: a user */
  getTask(daemon: string | null, taskId: string): Promise<Result<AgentTask>>;
  listTasks(page: PageRequest, agentId: string | null): Promise<{ tasks: AgentTask[]; nextCursor: string | null }>;
  cancelTask(taskId: string): Promise<Result<AgentTask>>;
  taskMessages(
    taskId: string,
    after: MessagePlace,
    limit: number,
  ): Promise<Result<{ messages: TaskMessage[]; nextCursor: string | null }>>;
  registerRuntime(runtimeId: string, as: { name: string; provider: string }): Promise<Result<Runtime>>;
  heartbeat(runtimeId: string): Promise<Result<Runtime>>;
  claimTask(runtimeId: string, claimKey: string): Promise<Result<{ task: ClaimedTask | null }>>;
  recoverOrphans(runtimeId: string): Promise<Result<Recovered>>;
  startTask(claimed: TaskClaim): Promise<Result<AgentTask>>;
  pinSession(claimed: TaskClaim, said: Said): Promise<Result<AgentTask>>;
  appendTaskMessages(
    claimed: TaskClaim,
    messages: NewTaskMessage[],
  ): Promise<Result<{ stored: number; known: number }>>;
  endTask(claimed: TaskClaim, end: End): Promise<Result<AgentTask>>;
  importLegacy(rows: LegacyRuns): Promise<Result<null>>;
  migrate(step: 'expand' | 'backfill'): Promise<Result<Migrated>>;
}
