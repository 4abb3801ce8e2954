import { randomBytes } from 'node:crypto';

/** What can be planted in the test server. `without-rules`: as the system is as long as its rules are not built. */
export type Bug =
  | 'same-model-makes-two'
  | 'without-rules'
  | 'completed-after-cancel'
  | 'deleted-stays-listed'
  | 'never-appears'
  | 'appears-late'
  | 'model-forgotten'
  | 'one-session-for-all-phases';

export interface Row {
  id: string;
  title?: string;
  taskPath?: string;
  model?: string;
  agentType: string;
  status: string;
  startedAt: string;
  isDeleted?: boolean;
  isHidden?: boolean;
  /** Lists in which it was missing. */
  missing?: number;
}

/** What the system refuses in its own words, which makes a 500. */
export class Failure extends Error {}

const conflict =
  'This will replace the existing session and any unsaved progress will be lost. Are you sure you want to continue?';
const ended = new Set(['completed', 'failed', 'cancelled']);

/** Tasks and sessions of one folder, and what happens to them in their own time. */
export class Store {
  readonly tasks = new Map<string, string>();
  readonly #rows: Row[] = [];
  readonly #bug: Bug | null;

  constructor(bug: Bug | null) {
    this.#bug = bug;
    // A real folder has other tasks and sessions, too.
    this.tasks.set('tasks/somebody-elses.md', 'Somebody was here');
    const agentType = 'codex';
    const taskPath = 'tasks/somebody-elses.md';
    this.#add({ title: 'Plan: Somebody was here', taskPath, model: 'gpt-5', agentType, status: 'completed' });
    this.#add({ title: 'Review: Somebody was here', taskPath, agentType, status: 'running' });
    this.#add({ agentType, status: 'idle' });
  }

  createTask(title: string): string {
    const path = `tasks/${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.md`;
    this.tasks.set(path, title);
    return path;
  }

  deleteTask(path: string): boolean {
    for (const row of this.sessionsOf(path)) this.delete(row.id);
    return this.tasks.delete(path);
  }

  /** Newest first. */
  sessionsOf(path: string): Row[] {
    if (this.#bug === 'appears-late') this.#reveal(path);
    return this.#rows.filter((row) => {
      const isThere = !row.isDeleted || this.#bug === 'deleted-stays-listed';
      return row.taskPath === path && isThere && !row.isHidden;
    });
  }

  /** Late is after it was missing in three lists. */
  #reveal(path: string): void {
    for (const row of this.#rows.filter(({ taskPath }) => taskPath === path)) {
      row.missing = (row.missing ?? 0) + 1;
      if (row.missing > 3) row.isHidden = false;
    }
  }

  get visible(): Row[] {
    return this.#rows.filter((row) => !row.isDeleted && !row.isHidden);
  }

  find(id: string): Row | undefined {
    return this.visible.find((row) => row.id === id);
  }

  async start(asked: Pick<Row, 'title' | 'taskPath' | 'model' | 'agentType'>): Promise<Row> {
    const [prefix] = asked.title?.split(':') ?? [];
    const isAlike = (row: Row) =>
      row.title?.startsWith(`${prefix}:`) === true || this.#bug === 'one-session-for-all-phases';
    const shown = this.sessionsOf(asked.taskPath ?? '').find(isAlike);
    if (shown && this.#bug !== 'without-rules') {
      if (shown.model !== asked.model) throw new Failure(conflict);
      if (this.#bug !== 'same-model-makes-two') return shown;
    }
    const model = this.#bug === 'model-forgotten' ? {} : { model: asked.model };
    const row = this.#add({ ...asked, ...model, status: 'pending' });
    if (this.#bug === 'model-forgotten') row.model = 'another';
    if (this.#bug === 'never-appears' || this.#bug === 'appears-late') row.isHidden = true;
    setImmediate(() => {
      if (row.status === 'pending') row.status = 'running';
    });
    return { ...row };
  }

  #add(row: Omit<Row, 'id' | 'startedAt'>): Row {
    const made = { ...row, id: randomBytes(6).toString('hex'), startedAt: new Date().toISOString() };
    this.#rows.unshift(made);
    return made;
  }

  cancel(id: string): boolean {
    const row = this.find(id);
    if (!row || ended.has(row.status)) return false;
    row.status = 'cancelled';
    if (this.#bug === 'completed-after-cancel') setImmediate(() => Object.assign(row, { status: 'completed' }));
    return true;
  }

  delete(id: string): boolean {
    const row = this.find(id);
    if (!row) return false;
    row.isDeleted = true;
    return true;
  }

  say(id: string): boolean {
    const row = this.find(id);
    if (!row) throw new Failure('Session not found');
    if (ended.has(row.status)) return false;
    row.status = 'working';
    return true;
  }
}
