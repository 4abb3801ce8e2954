import type { HistoryEvent } from '../../../contracts/trace/index.ts';
import { type AgentChat, type AgentTask, type Runtime, runtimeOperations } from '../../../contracts/wire/index.ts';
import type { Exchange } from '../check.ts';
import { answersOf, fields, param, type Said, said } from '../reading.ts';
import { type Change, changeOf, type Window } from './effects.ts';
import { type End, endsOf } from './ends.ts';
import type { Claim } from './offers.ts';
import type { Written } from './pointers.ts';
import { agentChatsIn, agentTasksIn, runtimesIn } from './rows.ts';

type RuntimeOperationName = keyof typeof runtimeOperations;

/** Is this one of the operations of runtimes? They have tasks and sessions of their own. */
export function isRuntimeOperation(operation: string | undefined): boolean {
  return operation !== undefined && operation in runtimeOperations;
}

/** A row as an answer showed it: it was read within the window. */
export interface Sighting<T> extends Window {
  row: T;
  answer: Said;
}

/** What was asked and seen of a task of an agent. */
export class TaskStory {
  readonly taskId: string;
  /** Requests that queue it. */
  readonly orders: Exchange[] = [];
  /** Requests of daemons about it: of its start, its session, its messages and its end. */
  readonly words: Exchange[] = [];
  readonly cancels: Exchange[] = [];
  /** Requests that read its messages. */
  readonly reads: Exchange[] = [];
  readonly sightings: Sighting<AgentTask>[] = [];

  constructor(taskId: string) {
    this.taskId = taskId;
  }

  get runtimeId(): string | undefined {
    return this.sightings[0]?.row.runtimeId;
  }

  wordsOf(...operations: string[]): Exchange[] {
    return this.words.filter(({ operation }) => operations.includes(operation));
  }

  /** When it was queued, as far as that is known. */
  get queued(): Change | undefined {
    const changes = this.orders.flatMap((order) => changeOf(order) ?? []);
    return changes.find(({ certain }) => certain) ?? changes[0];
  }
}

export interface ChatStory {
  chatId: string;
  /** Requests that make it. */
  orders: Exchange[];
  sightings: Sighting<AgentChat>[];
  /** All pointers it was given; found once the history is complete. */
  written?: Written[];
}

export interface RuntimeStory {
  runtimeId: string;
  /** Requests of its daemon below its path, claims and recoveries among them. */
  signs: Exchange[];
  removals: Exchange[];
  sightings: Sighting<Runtime>[];
}

/** Follows the runtimes, agents, tasks and chats of one project. */
export class Runs {
  readonly tasks = new Map<string, TaskStory>();
  readonly chats = new Map<string, ChatStory>();
  readonly runtimes = new Map<string, RuntimeStory>();
  /** Requests that say where an agent is. */
  readonly placings: Exchange[] = [];
  readonly imports: Exchange[] = [];
  readonly migrations: Exchange[] = [];
  /** Which lists the observer read to their last page. */
  readonly listed = { tasks: false, chats: false };
  /** Epoch milliseconds of the target's clock when the scenario began; undefined until it says what time it is. */
  beginning: number | undefined;
  /** All that was claimed; found once the history is complete. */
  claims?: readonly Claim[];
  /** Virtual time of each event of the history. */
  readonly #times: readonly number[];
  #ended: End[] | undefined;
  #ends: End[] | undefined;
  #endOf: Map<string, End> | undefined;

  constructor(times: readonly number[]) {
    this.#times = times;
  }

  on(event: HistoryEvent, exchange: Exchange, isObserving: boolean): void {
    if (exchange.sent === event) this.#asked(exchange);
    const answer = said(event, exchange);
    if (answer) this.#said(answer, isObserving && exchange.actor === 'observer');
  }

  /** Everything is known: the observer read all tasks and chats. Otherwise some end may be unseen. */
  get isWhole(): boolean {
    return this.listed.tasks && this.listed.chats;
  }

  /** Every task that ended, with a window of when; complete only once the history is. */
  get ended(): readonly End[] {
    this.#ended ??= endsOf(this);
    return this.#ended;
  }

  endOf(taskId: string): End | undefined {
    this.#endOf ??= new Map(this.ended.map((end) => [end.taskId, end]));
    return this.#endOf.get(taskId);
  }

  /** Those that completed or failed: what a run leaves to the next is of these alone. */
  get ends(): readonly End[] {
    this.#ends ??= this.ended.filter(({ row }) => row.state !== 'cancelled');
    return this.#ends;
  }

  task(taskId: string): TaskStory {
    return known(this.tasks, taskId, () => new TaskStory(taskId));
  }

  runtime(runtimeId: string): RuntimeStory {
    return known(this.runtimes, runtimeId, () => ({ runtimeId, signs: [], removals: [], sightings: [] }));
  }

  /** Requests for a task of a runtime. */
  claimsOf(runtimeId: string): Exchange[] {
    return this.runtime(runtimeId).signs.filter(({ operation }) => operation === 'claimTask');
  }

  recoveriesOf(runtimeId: string): Exchange[] {
    return this.runtime(runtimeId).signs.filter(({ operation }) => operation === 'recoverOrphans');
  }

  /** Where an agent may be: what was asked, and did or may have changed something. */
  placesOf(agentId: string): (Change & { runtimeId: string })[] {
    return this.placings.flatMap((exchange) => {
      const { runtimeId } = fields(exchange.sent.message.body);
      const isIts =
        exchange.operation === 'moveAgent'
          ? param(exchange, 'agentId') === agentId
          : answersOf(exchange).some(({ body }) => body.agentId === agentId);
      const change = isIts ? changeOf(exchange) : undefined;
      return change && typeof runtimeId === 'string' ? [{ ...change, runtimeId }] : [];
    });
  }

  /** Virtual time of an event. */
  timeAt(index: number): number {
    return this.#times[index] ?? 0;
  }

  /** Index of the first event at or after a time of the target's clock; undefined where that cannot be told. */
  indexAt(at: number, margin = 0): number | undefined {
    if (this.beginning === undefined) return undefined;
    const time = at - this.beginning - margin;
    let [low, high] = [0, this.#times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#times[middle] ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #asked(exchange: Exchange): void {
    const body = fields(exchange.sent.message.body);
    const operation = exchange.operation as RuntimeOperationName;
    const taskId = param(exchange, 'taskId');
    const runtimeId = param(exchange, 'runtimeId');
    switch (operation) {
      case 'queueIssueTask':
      case 'sendAgentChat':
        if (typeof body.taskId === 'string') this.task(body.taskId).orders.push(exchange);
        break;
      case 'createAgentChat':
        if (typeof body.chatId === 'string') this.#chat(body.chatId).orders.push(exchange);
        break;
      case 'startAgentTask':
      case 'pinSession':
      case 'appendTaskMessages':
      case 'completeTask':
      case 'failTask':
        this.task(taskId).words.push(exchange);
        break;
      case 'cancelAgentTask':
        this.task(taskId).cancels.push(exchange);
        break;
      case 'agentTaskMessages':
        this.task(taskId).reads.push(exchange);
        break;
      case 'registerRuntime':
      case 'heartbeat':
      case 'claimTask':
      case 'recoverOrphans':
        this.runtime(runtimeId).signs.push(exchange);
        break;
      case 'removeRuntime':
        this.runtime(runtimeId).removals.push(exchange);
        break;
      case 'createAgent':
      case 'moveAgent':
        this.placings.push(exchange);
        break;
      case 'importLegacyRuns':
        this.imports.push(exchange);
        break;
      case 'migrateRuns':
        this.migrations.push(exchange);
        break;
      default:
        break;
    }
  }

  #said(answer: Said, isObserved: boolean): void {
    const { exchange, index } = answer;
    const window = { from: exchange.arrived[0]?.index ?? exchange.sent.index, to: index };
    for (const row of agentTasksIn(answer)) this.task(row.taskId).sightings.push({ row, answer, ...window });
    for (const row of agentChatsIn(answer)) this.#chat(row.chatId).sightings.push({ row, answer, ...window });
    for (const row of runtimesIn(answer)) this.runtime(row.runtimeId).sightings.push({ row, answer, ...window });
    this.#clock(answer);
    if (!isObserved || answer.status !== 200 || answer.body.nextCursor !== null) return;
    if (exchange.operation === 'listAgentTasks') this.listed.tasks = true;
    if (exchange.operation === 'listAgentChats') this.listed.chats = true;
  }

  /** What the target says is now is never after it says so: the latest beginning is the nearest. */
  #clock({ exchange, status, body, time }: Said): void {
    if (status >= 300) return;
    const isSign = exchange.operation === 'registerRuntime' || exchange.operation === 'heartbeat';
    const at = isSign ? body.lastHeartbeatAt : status === 201 ? body.createdAt : undefined;
    if (typeof at === 'number') this.beginning = Math.max(this.beginning ?? at - time, at - time);
  }

  #chat(chatId: string): ChatStory {
    return known(this.chats, chatId, () => ({ chatId, orders: [], sightings: [] }));
  }
}

/** Follows every project that is asked about. */
export class AllRuns {
  readonly #projects = new Map<string, Runs>();
  readonly #times: number[] = [];

  on(event: HistoryEvent, exchange: Exchange | undefined, isObserving: boolean): void {
    this.#times.push(event.time);
    if (!exchange || !isRuntimeOperation(exchange.operation)) return;
    known(this.#projects, param(exchange, 'projectId'), () => new Runs(this.#times)).on(event, exchange, isObserving);
  }

  /** Runs of every project. */
  get all(): Runs[] {
    return [...this.#projects.values()];
  }

  /** Those of which everything is known. */
  get whole(): Runs[] {
    return this.all.filter(({ isWhole }) => isWhole);
  }
}

function known<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const there = map.get(key);
  if (there !== undefined) return there;
  const made = make();
  map.set(key, made);
  return made;
}
