import { randomUUID } from 'node:crypto';

/** What can be planted in the test server. */
export type Bug =
  | 'changes-content'
  | 'reopens-stopped'
  | 'loses-overlapping-batch'
  | 'counts-duplicates-twice'
  | 'second-session'
  | 'first-message-late';

export interface Row {
  id: string;
  workspaceId: string | null;
  taskId: string | null;
  topic: string | null;
  status: 'active' | 'stopped';
  createdAt: number;
  endedAt: number | null;
  agentCompletedAt: number | null;
  messages: { id: string; role: string; content: string; createdAt: number }[];
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function ulid(): string {
  const letter = () => alphabet.charAt(Math.floor(Math.random() * alphabet.length));
  return `01${Array.from({ length: 24 }, letter).join('')}`;
}

/** Sessions of one project, and what happens to them in their own time. `tell`: a frame of the feed. */
export class Store {
  readonly rows: Row[] = [];
  readonly #bug: Bug | null;
  readonly #tell: (type: string, payload: object) => void;
  readonly #writing = new Set<string>();

  constructor(bug: Bug | null, tell: (type: string, payload: object) => void) {
    this.#bug = bug;
    this.#tell = tell;
    // A real project has other sessions, too.
    this.#add({ topic: 'Somebody else was here', taskId: ulid(), workspaceId: ulid(), createdAt: Date.now() - 60_000 });
    this.#add({ topic: null, taskId: null, workspaceId: null, createdAt: Date.now() - 30_000 });
  }

  find(id: string): Row | undefined {
    return this.rows.find((row) => row.id === id);
  }

  submit(message: string): Row {
    const row = this.#add({ topic: message.slice(0, 100), taskId: ulid(), workspaceId: null, createdAt: Date.now() });
    const first = () => row.messages.push({ id: randomUUID(), role: 'user', content: message, createdAt: Date.now() });
    if (this.#bug === 'first-message-late') setTimeout(first, 1000);
    else first();
    setTimeout(() => this.#provision(row), 15);
    return row;
  }

  /** The runner has a machine: the workspace is linked to the session. */
  #provision(row: Row): void {
    const workspaceId = ulid();
    if (this.#bug === 'second-session') this.#add({ ...row, workspaceId, createdAt: Date.now() });
    if (row.status === 'stopped') return;
    row.workspaceId = workspaceId;
    this.#tell('session.updated', { sessionId: row.id, workspaceId });
  }

  #add(like: Pick<Row, 'topic' | 'taskId' | 'workspaceId' | 'createdAt'>): Row {
    const { topic, taskId, workspaceId, createdAt } = like;
    const fresh = { status: 'active' as const, endedAt: null, agentCompletedAt: null, messages: [] };
    const row: Row = { id: randomUUID(), topic, taskId, workspaceId, createdAt, ...fresh };
    this.rows.unshift(row);
    this.#tell('session.created', { ...shown(row) });
    return row;
  }

  async append(
    row: Row,
    batch: { messageId: string; role: string; content: string; timestamp: string }[],
  ): Promise<{ persisted: number; duplicates: number }> {
    const overlaps = this.#writing.has(row.id);
    this.#writing.add(row.id);
    const known = new Set(row.messages.map(({ id }) => id));
    const fresh = batch.filter(({ messageId }) => !known.has(messageId) && known.add(messageId));
    const added = fresh.map(({ messageId, role, content, timestamp }) => ({
      id: messageId,
      role,
      content: this.#bug === 'changes-content' ? `${content}!` : content,
      createdAt: Date.parse(timestamp),
    }));
    if (this.#bug !== 'loses-overlapping-batch' || !overlaps) row.messages.push(...added);
    // Others come in between.
    await new Promise((resolve) => setTimeout(resolve, 5));
    this.#writing.delete(row.id);
    if (added.length > 0) {
      const messages = added.map((one) => ({ ...one, toolMetadata: null }));
      this.#tell('messages.batch', { sessionId: row.id, messages, count: messages.length });
    }
    const duplicates = batch.length - fresh.length;
    return {
      persisted: fresh.length,
      duplicates: this.#bug === 'counts-duplicates-twice' ? duplicates * 2 : duplicates,
    };
  }

  complete(row: Row): void {
    if (row.agentCompletedAt !== null) return;
    row.agentCompletedAt = Date.now();
    this.#tell('session.agent_completed', { sessionId: row.id, agentCompletedAt: row.agentCompletedAt });
  }

  stop(row: Row): void {
    if (row.status === 'stopped') return;
    row.status = 'stopped';
    row.endedAt = Date.now();
    this.#tell('session.stopped', { sessionId: row.id });
    if (this.#bug === 'reopens-stopped') setTimeout(() => Object.assign(row, { status: 'active', endedAt: null }), 5);
  }
}

/** A session as the API shows it. */
export function shown({ messages, ...row }: Row): object {
  return {
    ...row,
    messageCount: messages.length,
    startedAt: row.createdAt,
    isIdle: row.agentCompletedAt !== null,
    isTerminated: row.status === 'stopped',
    workspaceUrl: null,
  };
}
