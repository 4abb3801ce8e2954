import { z } from 'zod';
import {
  type Agent,
  type AgentChat,
  type AgentTask,
  type OperationName,
  operations,
  type Runtime,
  type TaskMessage,
} from '../../contracts/wire/index.ts';
import type { Call, Ports } from '../ports.ts';
import { always, perform, verbsOf } from '../verbs.ts';
import { type Asked, ask, askAll, type Problem } from './ask.ts';

interface Read {
  /** failed and unknown come with a problem; a list then has the rows of the pages before. */
  status: 'ok' | 'failed' | 'unknown';
  problem?: Problem;
}
type AgentRead = Read & { agent?: Agent };
type AgentTaskRead = Read & { task?: AgentTask };
type AgentChatRead = Read & { chat?: AgentChat };
type RuntimeList = Read & { runtimes: Runtime[] };
type AgentChatList = Read & { chats: AgentChat[] };
type AgentTaskList = Read & { tasks: AgentTask[] };
type TaskMessageList = Read & { messages: TaskMessage[] };
/** Enough to send it again: takes itself as arguments. */
type QueuedIssueTask = AgentTaskRead & { agentId: string; taskId: string; issueId: string; prompt: string };
type SentAgentChat = AgentTaskRead & { chatId: string; taskId: string; content: string };
type CreatedAgentChat = AgentChatRead & { agentId: string; chatId: string; title: string };

const verb = verbsOf<Runtimes>();
const [agentId, chatId, taskId, runtimeId] = [z.string(), z.string(), z.string(), z.string()];
const ofAgent = z.object({ agentId: agentId.optional() });
const asTask = ({ status, value, problem }: Asked<AgentTask>): AgentTaskRead => ({ status, task: value, problem });
const asChat = ({ status, value, problem }: Asked<AgentChat>): AgentChatRead => ({ status, chat: value, problem });
const asAgent = ({ status, value, problem }: Asked<Agent>): AgentRead => ({ status, agent: value, problem });

/** What a user can do with runtimes, agents and their tasks; each under the name of its operation. */
export const runtimesVerbs = {
  createAgent: verb({
    name: 'createAgent',
    args: z.object({ name: z.string(), runtimeId }),
    enabled: always,
    run: async (runtimes, body): Promise<AgentRead> =>
      asAgent(await runtimes.ask('createAgent', {}, operations.createAgent.answers[201], body)),
  }),
  moveAgent: verb({
    name: 'moveAgent',
    args: z.object({ agentId, runtimeId }),
    enabled: always,
    run: async (runtimes, { agentId, runtimeId }): Promise<AgentRead> =>
      asAgent(await runtimes.ask('moveAgent', { agentId }, operations.moveAgent.answers[200], { runtimeId })),
  }),
  getAgent: verb({
    name: 'getAgent',
    args: z.object({ agentId }),
    enabled: always,
    run: async (runtimes, params): Promise<AgentRead> =>
      asAgent(await runtimes.ask('getAgent', params, operations.getAgent.answers[200])),
  }),
  queueIssueTask: verb({
    name: 'queueIssueTask',
    args: z.object({ agentId, prompt: z.string(), issueId: z.string().optional(), taskId: taskId.optional() }),
    enabled: always,
    async run(runtimes, { agentId, prompt, ...given }): Promise<QueuedIssueTask> {
      const { issueId = runtimes.newId(), taskId = runtimes.newId() } = given;
      const body = { taskId, issueId, prompt };
      const asked = await runtimes.ask('queueIssueTask', { agentId }, operations.queueIssueTask.answers[201], body);
      return { agentId, ...body, ...asTask(asked) };
    },
  }),
  createAgentChat: verb({
    name: 'createAgentChat',
    args: z.object({ agentId, title: z.string().default('A chat'), chatId: chatId.optional() }),
    enabled: always,
    async run(runtimes, { agentId, title, chatId = runtimes.newId() }): Promise<CreatedAgentChat> {
      const body = { chatId, agentId, title };
      return {
        ...body,
        ...asChat(await runtimes.ask('createAgentChat', {}, operations.createAgentChat.answers[201], body)),
      };
    },
  }),
  sendAgentChat: verb({
    name: 'sendAgentChat',
    args: z.object({ chatId, content: z.string(), taskId: taskId.optional() }),
    enabled: always,
    async run(runtimes, { chatId, content, taskId = runtimes.newId() }): Promise<SentAgentChat> {
      const body = { taskId, content };
      const asked = await runtimes.ask('sendAgentChat', { chatId }, operations.sendAgentChat.answers[201], body);
      return { chatId, ...body, ...asTask(asked) };
    },
  }),
  getAgentChat: verb({
    name: 'getAgentChat',
    args: z.object({ chatId }),
    enabled: always,
    run: async (runtimes, params): Promise<AgentChatRead> =>
      asChat(await runtimes.ask('getAgentChat', params, operations.getAgentChat.answers[200])),
  }),
  getAgentTask: verb({
    name: 'getAgentTask',
    args: z.object({ taskId }),
    enabled: always,
    run: async (runtimes, params): Promise<AgentTaskRead> =>
      asTask(await runtimes.ask('getAgentTask', params, operations.getAgentTask.answers[200])),
  }),
  cancelAgentTask: verb({
    name: 'cancelAgentTask',
    args: z.object({ taskId }),
    enabled: always,
    run: async (runtimes, params): Promise<AgentTaskRead> =>
      asTask(await runtimes.ask('cancelAgentTask', params, operations.cancelAgentTask.answers[200])),
  }),
  removeRuntime: verb({
    name: 'removeRuntime',
    args: z.object({ runtimeId }),
    enabled: always,
    async run(runtimes, params): Promise<Read> {
      const { status, problem } = await runtimes.ask('removeRuntime', params, z.unknown());
      return { status, problem };
    },
  }),
  listRuntimes: verb({
    name: 'listRuntimes',
    args: z.object({}),
    enabled: always,
    async run(runtimes): Promise<RuntimeList> {
      const { status, value, problem } = await runtimes.ask('listRuntimes', {}, operations.listRuntimes.answers[200]);
      return { status, runtimes: value?.runtimes ?? [], problem };
    },
  }),
  listAgentChats: verb({
    name: 'listAgentChats',
    args: ofAgent,
    enabled: always,
    async run(runtimes, filter): Promise<AgentChatList> {
      const page = operations.listAgentChats.answers[200];
      const { rows, ...read } = await runtimes.all('listAgentChats', { filter }, page, ({ chats }) => chats);
      return { ...read, chats: rows };
    },
  }),
  listAgentTasks: verb({
    name: 'listAgentTasks',
    args: ofAgent,
    enabled: always,
    async run(runtimes, filter): Promise<AgentTaskList> {
      const page = operations.listAgentTasks.answers[200];
      const { rows, ...read } = await runtimes.all('listAgentTasks', { filter }, page, ({ tasks }) => tasks);
      return { ...read, tasks: rows };
    },
  }),
  agentTaskMessages: verb({
    name: 'agentTaskMessages',
    args: z.object({ taskId }),
    enabled: always,
    async run(runtimes, params): Promise<TaskMessageList> {
      const page = operations.agentTaskMessages.answers[200];
      const { rows, ...read } = await runtimes.all('agentTaskMessages', { params }, page, ({ messages }) => messages);
      return { ...read, messages: rows };
    },
  }),
};

type Args<Name extends keyof typeof runtimesVerbs> = z.input<(typeof runtimesVerbs)[Name]['args']>;

/** Runtimes, agents and their tasks, as a tab of the frontend asks for them. It shows nothing and repeats nothing. */
export class Runtimes {
  readonly #ports: Ports;
  readonly #of: { projectId: string; token: string };

  constructor(ports: Ports, of: { projectId: string; token: string }) {
    this.#ports = ports;
    this.#of = of;
  }

  createAgent(args: Args<'createAgent'>): Promise<AgentRead> {
    return perform(this, this.#ports.journal, runtimesVerbs.createAgent, args);
  }

  moveAgent(args: Args<'moveAgent'>): Promise<AgentRead> {
    return perform(this, this.#ports.journal, runtimesVerbs.moveAgent, args);
  }

  readAgent(args: Args<'getAgent'>): Promise<AgentRead> {
    return perform(this, this.#ports.journal, runtimesVerbs.getAgent, args);
  }

  /** Queues a task for an issue, a new one unless it is named. Takes a `QueuedIssueTask` as it is, to send it again. */
  queue(args: Args<'queueIssueTask'>): Promise<QueuedIssueTask> {
    return perform(this, this.#ports.journal, runtimesVerbs.queueIssueTask, args);
  }

  /** Makes a chat. Takes a `CreatedAgentChat` as it is, to send it again. */
  createChat(args: Args<'createAgentChat'>): Promise<CreatedAgentChat> {
    return perform(this, this.#ports.journal, runtimesVerbs.createAgentChat, args);
  }

  /** Says something in a chat. Takes a `SentAgentChat` as it is, to send it again. */
  send(args: Args<'sendAgentChat'>): Promise<SentAgentChat> {
    return perform(this, this.#ports.journal, runtimesVerbs.sendAgentChat, args);
  }

  readChat(args: Args<'getAgentChat'>): Promise<AgentChatRead> {
    return perform(this, this.#ports.journal, runtimesVerbs.getAgentChat, args);
  }

  readTask(args: Args<'getAgentTask'>): Promise<AgentTaskRead> {
    return perform(this, this.#ports.journal, runtimesVerbs.getAgentTask, args);
  }

  cancel(args: Args<'cancelAgentTask'>): Promise<AgentTaskRead> {
    return perform(this, this.#ports.journal, runtimesVerbs.cancelAgentTask, args);
  }

  removeRuntime(args: Args<'removeRuntime'>): Promise<Read> {
    return perform(this, this.#ports.journal, runtimesVerbs.removeRuntime, args);
  }

  listRuntimes(args: Args<'listRuntimes'> = {}): Promise<RuntimeList> {
    return perform(this, this.#ports.journal, runtimesVerbs.listRuntimes, args);
  }

  /** All chats, or those with one agent. */
  listChats(args: Args<'listAgentChats'> = {}): Promise<AgentChatList> {
    return perform(this, this.#ports.journal, runtimesVerbs.listAgentChats, args);
  }

  /** All tasks, or those of one agent. */
  listTasks(args: Args<'listAgentTasks'> = {}): Promise<AgentTaskList> {
    return perform(this, this.#ports.journal, runtimesVerbs.listAgentTasks, args);
  }

  taskMessages(args: Args<'agentTaskMessages'>): Promise<TaskMessageList> {
    return perform(this, this.#ports.journal, runtimesVerbs.agentTaskMessages, args);
  }

  /** For its verbs. */
  newId(): string {
    return this.#ports.random.uuid();
  }

  /** For its verbs: one request. */
  ask<Schema extends z.ZodType>(
    operation: OperationName,
    params: Record<string, string>,
    schema: Schema,
    body?: unknown,
  ): Promise<Asked<z.output<Schema>>> {
    return ask(this.#ports, { ...this.#call(operation, params), body }, schema);
  }

  /** For its verbs: a list to its last page. */
  all<Schema extends z.ZodType<{ nextCursor: string | null }>, Row>(
    operation: OperationName,
    { params, filter }: { params?: Record<string, string>; filter?: Record<string, string | undefined> },
    schema: Schema,
    rowsOf: (page: z.output<Schema>) => readonly Row[],
  ): Promise<Read & { rows: Row[] }> {
    return askAll(
      (cursor: string | undefined) => {
        const given = Object.entries({ ...filter, cursor }).flatMap(([name, value]) => (value ? [[name, value]] : []));
        return ask(this.#ports, { ...this.#call(operation, params), query: Object.fromEntries(given) }, schema);
      },
      (page) => ({ rows: rowsOf(page), next: page.nextCursor }),
    );
  }

  #call(operation: OperationName, params: Record<string, string> = {}): Call {
    const { projectId, token } = this.#of;
    return { operation, params: { projectId, ...params }, token };
  }
}
