import { randomUUID } from 'node:crypto';

/** What can be planted in the test server. */
export type Bug =
  | 'resumes-anywhere'
  | 'drops-the-directory'
  | 'asks-the-agent'
  | 'forgets-by-silence'
  | 'loses-the-pin'
  | 'claims-for-anybody';

type Status = 'queued' | 'dispatched' | 'running' | 'completed' | 'failed' | 'cancelled';

/** One attempt at a task. Times are milliseconds; on the wire they have seconds. */
export interface Task {
  id: string;
  agent: string;
  runtime: string;
  issue: string | null;
  chat: string | null;
  comment: { id: string; content: string } | null;
  message: string | null;
  status: Status;
  attempt: number;
  parent: string | null;
  created: number;
  dispatched: number | null;
  started: number | null;
  completed: number | null;
  session: string | null;
  workDir: string | null;
  output: string | null;
  error: string | null;
  reason: string | null;
}

interface Chat {
  id: string;
  agent: string;
  title: string;
  created: number;
  session: string | null;
  /** Which runtime made the session; null: not known. */
  runtime: string | null;
  workDir: string | null;
}

export interface Prior {
  session: string | null;
  workDir: string | null;
}

const isOpen = ({ status }: Task) => status === 'dispatched' || status === 'running';
const isOver = ({ status }: Task) => status === 'completed' || status === 'failed';

/** One workspace: what its users and daemons have made, and what they may resume. */
export class Store {
  readonly runtimes: { id: string; daemon: string; provider: string; name: string; seen: number }[] = [];
  readonly agents: { id: string; name: string; runtime: string }[] = [];
  readonly issues: { id: string; agent: string }[] = [];
  readonly chats: Chat[] = [];
  /** In the order in which they were queued. */
  readonly tasks: Task[] = [];
  readonly #bug: Bug | null;

  constructor(bug: Bug | null) {
    this.#bug = bug;
    // A real workspace has others in it: a machine, an agent there, a chat that goes on, and a task that waits.
    const runtime = this.register('daemon-of-somebody-else', 'claude', 'Their machine');
    const agent = this.addAgent('Their agent', runtime);
    const chat = this.addChat(agent, 'Their chat');
    const done = this.send(chat, 'Hello');
    this.start(done);
    this.end(done, 'completed', { session: 'session-of-somebody-else', workDir: '/their/work' });
    this.send(chat, 'And then?');
    this.addIssue(agent);
  }

  register(daemon: string, provider: string, name: string): string {
    const known = this.runtimes.find((one) => one.daemon === daemon && one.provider === provider);
    if (known) {
      known.seen = Date.now();
      return known.id;
    }
    const id = randomUUID();
    this.runtimes.push({ id, daemon, provider, name, seen: Date.now() });
    return id;
  }

  addAgent(name: string, runtime: string): string {
    const id = randomUUID();
    this.agents.push({ id, name, runtime });
    return id;
  }

  addChat(agent: string, title: string): Chat {
    const runtime = this.#runtimeOf(agent);
    const chat = { id: randomUUID(), agent, title, created: Date.now(), session: null, runtime, workDir: null };
    this.chats.push(chat);
    return chat;
  }

  addIssue(agent: string): string {
    const id = randomUUID();
    this.issues.push({ id, agent });
    this.#queue(agent, { issue: id });
    return id;
  }

  /** A comment is a task, unless one is waiting that takes it along. */
  comment(issue: { id: string; agent: string }, content: string): string {
    const id = randomUUID();
    const isPending = (one: Task) => one.issue === issue.id && (one.status === 'queued' || one.status === 'dispatched');
    if (!this.tasks.some(isPending)) this.#queue(issue.agent, { issue: issue.id, comment: { id, content } });
    return id;
  }

  send(chat: Chat, message: string): Task {
    return this.#queue(chat.agent, { chat: chat.id, message });
  }

  claim(runtime: string): { task: Task; prior: Prior } | null {
    const isFree = (task: Task) =>
      !this.tasks.some((other) => isOpen(other) && other.agent === task.agent && this.#isSameWork(other, task));
    const isIts = (task: Task) => task.runtime === runtime || this.#bug === 'claims-for-anybody';
    const task = this.tasks.find((one) => one.status === 'queued' && isIts(one) && isFree(one));
    if (!task) return null;
    task.status = 'dispatched';
    task.dispatched = Date.now();
    return { task, prior: this.#prior(task) };
  }

  start(task: Task): boolean {
    if (task.status !== 'dispatched' && task.status !== 'queued') return false;
    task.status = 'running';
    task.started = Date.now();
    return true;
  }

  pin(task: Task, { session, workDir }: Partial<Prior>): void {
    if (!isOpen(task) || this.#bug === 'loses-the-pin') return;
    task.session = session ?? task.session;
    task.workDir = workDir ?? task.workDir;
  }

  /** The end of a task moves the pointer of its chat in the same step. */
  end(task: Task, status: 'completed' | 'failed', { session, workDir, ...words }: Partial<Task>): void {
    Object.assign(task, words, { status, completed: Date.now() });
    task.session = session ?? task.session;
    task.workDir = workDir ?? task.workDir;
    const chat = this.chats.find(({ id }) => id === task.chat);
    if (!chat) return;
    const isForgotten = this.#bug === 'forgets-by-silence' && task.session === null;
    if (isForgotten) Object.assign(chat, { session: null, runtime: null, workDir: null });
    if (task.session === null) return;
    Object.assign(chat, { session: task.session, runtime: task.runtime, workDir: task.workDir ?? chat.workDir });
  }

  /** Fails what is open on a runtime, and queues its second attempts. */
  recover(runtime: string): { orphaned: number; retried: number } {
    const lost = this.tasks.filter((task) => task.runtime === runtime && isOpen(task));
    let retried = 0;
    for (const task of lost) {
      const error = 'daemon restarted while task was in flight';
      Object.assign(task, { status: 'failed', completed: Date.now(), error, reason: 'runtime_recovery' });
      if (task.attempt >= 2) continue;
      const { agent, issue, chat, comment, message, session, workDir, attempt } = task;
      const again = this.#queue(agent, { issue, chat, comment, message, session, workDir, runtime });
      Object.assign(again, { attempt: attempt + 1, parent: task.id });
      retried += 1;
    }
    return { orphaned: lost.length, retried };
  }

  cancel(task: Task): void {
    if (!isOpen(task) && task.status !== 'queued') return;
    task.status = 'cancelled';
    task.completed = Date.now();
  }

  #queue(agent: string, about: Partial<Task>): Task {
    const nothing = { issue: null, chat: null, comment: null, message: null, session: null, workDir: null };
    const times = { created: Date.now(), dispatched: null, started: null, completed: null };
    const ends = { output: null, error: null, reason: null };
    const fresh = { id: randomUUID(), agent, runtime: this.#runtimeOf(agent), attempt: 1, parent: null };
    const task: Task = { ...fresh, ...nothing, ...times, ...ends, status: 'queued', ...about };
    this.tasks.push(task);
    return task;
  }

  #runtimeOf(agent: string): string {
    return this.agents.find(({ id }) => id === agent)?.runtime ?? '';
  }

  #isSameWork(one: Task, other: Task): boolean {
    return one.issue === null ? one.chat !== null && one.chat === other.chat : one.issue === other.issue;
  }

  #prior(task: Task): Prior {
    const found = this.#found(task);
    // What the attempt before said of itself comes first.
    const session = task.session ?? found.session;
    const isDropped = this.#bug === 'drops-the-directory' && session === null;
    return { session, workDir: isDropped ? null : (task.workDir ?? found.workDir) };
  }

  #found(task: Task): Prior {
    const chat = this.chats.find(({ id }) => id === task.chat);
    const newest = this.tasks
      .filter((one) => one.agent === task.agent && isOver(one) && this.#isSameWork(one, task))
      .filter(({ session }) => session !== null || this.#bug === 'forgets-by-silence')
      .sort((a, b) => (a.completed ?? 0) - (b.completed ?? 0))
      .at(-1);
    const workDir = chat?.workDir ?? newest?.workDir ?? null;
    if (chat?.session && this.#mayResume(chat.runtime, task)) return { session: chat.session, workDir };
    const session = newest && this.#mayResume(newest.runtime, task) ? newest.session : null;
    return { session, workDir };
  }

  #mayResume(made: string | null, { runtime, agent }: Task): boolean {
    if (this.#bug === 'resumes-anywhere') return true;
    return made !== null && made === (this.#bug === 'asks-the-agent' ? this.#runtimeOf(agent) : runtime);
  }
}
