/**
 * The database of a rehearsal: what D1 is, SQLite in an object behind a call that takes its time, without the three
 * workers and the JSON between, which cost ten times what the statement does. Its answers are compared with those of
 * Miniflare's D1 by a test.
 */
import { DurableObject } from 'cloudflare:workers';

type Value = ArrayBuffer | string | number | null;

interface Statement {
  sql: string;
  values: Value[];
}

interface Rows {
  columns: string[];
  rows: Value[][];
  meta: Record<string, unknown>;
}

interface Migration {
  name: string;
  sql: string;
}

/** What makes the tables of a database, by its name: run once, before anything else. */
const migrations = new Map<string, readonly Migration[]>();

export function useMigrations(ofDatabases: Record<string, readonly Migration[]>): void {
  for (const [name, list] of Object.entries(ofDatabases)) migrations.set(name, list);
}

export class StageDatabase extends DurableObject {
  #migrated = false;

  /** All or none of them. */
  run(statements: Statement[], name: string): Rows[] {
    if (!this.#migrated) this.#migrate(migrations.get(name) ?? []);
    this.#migrated = true;
    return this.ctx.storage.transactionSync(() => statements.map((statement) => this.#one(statement)));
  }

  /** As `wrangler d1 migrations apply` does, in the table that it keeps. */
  #migrate(list: readonly Migration[]): void {
    if (list.length === 0) return;
    const { sql } = this.ctx.storage;
    sql.exec(
      'CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)',
    );
    const applied = new Set([...sql.exec<{ name: string }>('SELECT name FROM d1_migrations')].map(({ name }) => name));
    for (const { name, sql: text } of list) {
      if (applied.has(name)) continue;
      sql.exec(text);
      sql.exec('INSERT INTO d1_migrations (name) VALUES (?)', name);
    }
  }

  /** As after the last statement that wrote: asking for them costs more than most statements do. */
  #size = this.ctx.storage.sql.databaseSize;
  #last = 0;

  #one({ sql, values }: Statement): Rows {
    const { sql: store } = this.ctx.storage;
    const cursor = store.exec(sql, ...values);
    const rows = [...cursor.raw()] as Value[][];
    const columns = cursor.columnNames;
    const counted = { duration: 0, rows_read: cursor.rowsRead, rows_written: cursor.rowsWritten };
    const known = { last: this.#last, size: this.#size };
    let changes = 0;
    if (cursor.rowsWritten > 0) {
      const row = store.exec<Record<string, number>>('SELECT changes() AS changes, last_insert_rowid() AS last').one();
      changes = row.changes ?? 0;
      this.#last = row.last ?? 0;
      this.#size = store.databaseSize;
    }
    const meta = {
      ...counted,
      changes,
      last_row_id: this.#last,
      changed_db: changes > 0 || this.#last !== known.last || this.#size !== known.size,
      size_after: this.#size,
    };
    return { columns, rows, meta };
  }
}

/** A database as D1 gives it to a worker, over the object of this name. */
export function stageDatabase(namespace: DurableObjectNamespace<StageDatabase>, name: string): D1Database {
  const id = namespace.idFromName(name);
  const run = async (statements: Statement[]): Promise<Rows[]> => {
    try {
      return await namespace.get(id).run(statements, name);
    } catch (error) {
      throw new Error(`D1_ERROR: ${(error as Error).message}`, { cause: error });
    }
  };
  const prepare = (sql: string): StagePrepared => new StagePrepared({ sql, values: [] }, run);
  const database = {
    prepare,
    batch: async (list: StagePrepared[]) => (await run(list.map(({ statement }) => statement))).map(objects),
    exec: async (sql: string) => {
      const lines = sql.trim().split('\n');
      for (const line of lines) await run([{ sql: line, values: [] }]);
      return { count: lines.length, duration: 0 };
    },
  };
  return database as unknown as D1Database;
}

class StagePrepared {
  readonly statement: Statement;
  readonly #run: (statements: Statement[]) => Promise<Rows[]>;

  constructor(statement: Statement, run: (statements: Statement[]) => Promise<Rows[]>) {
    this.statement = statement;
    this.#run = run;
  }

  bind(...values: unknown[]): StagePrepared {
    return new StagePrepared({ sql: this.statement.sql, values: values.map(storable) }, this.#run);
  }

  async #answer(): Promise<Rows> {
    const [answer] = await this.#run([this.statement]);
    if (!answer) throw new Error('D1_ERROR: no answer');
    return answer;
  }

  async all() {
    return objects(await this.#answer());
  }

  run() {
    return this.all();
  }

  async first(column?: string) {
    const [row] = objects(await this.#answer()).results;
    if (row === undefined) return null;
    if (column === undefined) return row;
    if (!(column in row)) throw new Error(`D1_COLUMN_NOTFOUND: Column not found (${column})`);
    return row[column];
  }

  async raw(options: { columnNames?: boolean } = {}) {
    const { columns, rows } = await this.#answer();
    return options.columnNames
      ? [columns, ...rows.map((row) => row.map(readable))]
      : rows.map((row) => row.map(readable));
  }
}

function objects({ columns, rows, meta }: Rows) {
  const results = rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, readable(row[index])])));
  return { success: true, results, meta };
}

/** Bytes come back as a list of numbers. */
function readable(value: Value | undefined): unknown {
  return value instanceof ArrayBuffer ? [...new Uint8Array(value)] : value;
}

function storable(value: unknown): Value {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof ArrayBuffer) return value;
  if (ArrayBuffer.isView(value))
    return value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength) as ArrayBuffer;
  throw new Error(`D1_TYPE_ERROR: Type '${typeof value}' not supported for value '${String(value)}'`);
}
