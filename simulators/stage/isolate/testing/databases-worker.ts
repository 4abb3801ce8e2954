/** Does the same with D1 as Miniflare has it and with the database of the stage, and tells what came of every step. */
import { type StageDatabase, stageDatabase } from '../database.ts';

export { StageDatabase } from '../database.ts';

interface Env {
  DB: D1Database;
  STAGE: DurableObjectNamespace<StageDatabase>;
}

const bytes = new Uint8Array([1, 2, 255]);
const insert = 'INSERT INTO t (a, b) VALUES (?, ?)';

const steps: Record<string, (db: D1Database) => Promise<unknown>> = {
  'makes a table': (db) => db.prepare('CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b)').run(),
  'inserts a row': (db) => db.prepare(insert).bind('one', 1).run(),
  'inserts what is null, true and bytes': (db) =>
    db.batch([
      db.prepare(insert).bind('null', null),
      db.prepare(insert).bind('true', true),
      db.prepare(insert).bind('bytes', bytes),
    ]),
  'inserts a row once more': (db) => db.prepare(insert).bind('one', 2).run(),
  'inserts a row where it is not there': (db) => db.prepare(`${insert} ON CONFLICT DO NOTHING`).bind('one', 2).run(),
  'takes back a batch that fails': (db) =>
    db.batch([db.prepare(insert).bind('two', 2), db.prepare(insert).bind('one', 2)]),
  'returns what it inserts': (db) => db.prepare(`${insert} RETURNING id, a`).bind('three', 3.5).all(),
  'reads all': (db) => db.prepare('SELECT * FROM t ORDER BY id').all(),
  'reads rows': (db) => db.prepare('SELECT a, b FROM t ORDER BY id').raw(),
  'reads rows under their names': (db) => db.prepare('SELECT a, b FROM t ORDER BY id').raw({ columnNames: true }),
  'reads the first': (db) => db.prepare('SELECT * FROM t WHERE a = ?').bind('one').first(),
  'reads one column of the first': (db) => db.prepare('SELECT * FROM t WHERE a = ?').bind('one').first('b'),
  'reads a column that is not there': (db) => db.prepare('SELECT * FROM t WHERE a = ?').bind('one').first('c'),
  'reads a row that is not there': (db) => db.prepare('SELECT * FROM t WHERE a = ?').bind('none').first(),
  'updates some': (db) => db.prepare('UPDATE t SET b = 0 WHERE id < 3').run(),
  'updates none': (db) => db.prepare('UPDATE t SET b = 0 WHERE id > 1000').run(),
  'deletes some': (db) => db.prepare("DELETE FROM t WHERE a IN ('null', 'true')").run(),
  'reads no table': (db) => db.prepare('SELECT * FROM nowhere').all(),
  'reads nonsense': (db) => db.prepare('SELEC').all(),
  'binds too little': (db) => db.prepare(insert).bind('four').run(),
  'binds what cannot be stored': (db) => db.prepare(insert).bind('five', undefined).run(),
  'runs lines': (db) => db.exec("INSERT INTO t (a) VALUES ('six')\nINSERT INTO t (a) VALUES ('seven')"),
  'counts in the end': (db) => db.prepare('SELECT COUNT(*) AS n FROM t').first('n'),
};

async function outcome(step: (db: D1Database) => Promise<unknown>, db: D1Database): Promise<unknown> {
  try {
    return { answered: await step(db) };
  } catch (error) {
    return { failed: (error as Error).message };
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const db = new URL(request.url).pathname === '/d1' ? env.DB : stageDatabase(env.STAGE, 'DB');
    const outcomes: Record<string, unknown> = {};
    for (const [name, step] of Object.entries(steps)) outcomes[name] = await outcome(step, db);
    return Response.json(outcomes);
  },
} satisfies ExportedHandler<Env>;
