import type { Database, Statement } from './platform.ts';

/**
 * A database whose calls go through `around`, which gets their SQL (that of a batch joined by `;`) and the call itself. For
 * what stands around the control plane: it is given this instead of its own.
 */
export function interceptedDatabase(
  db: Database,
  around: <T>(sql: string, call: () => Promise<T>) => Promise<T>,
): Database {
  const real = new WeakMap<Statement, { statement: Statement; sql: string }>();
  const wrap = (statement: Statement, sql: string): Statement => {
    const wrapped: Statement = {
      bind: (...values) => wrap(statement.bind(...values), sql),
      all: () => around(sql, () => statement.all()),
    };
    real.set(wrapped, { statement, sql });
    return wrapped;
  };
  return {
    prepare: (sql) => wrap(db.prepare(sql), sql),
    batch: (statements) => {
      const known = statements.flatMap((statement) => real.get(statement) ?? []);
      return around(known.map(({ sql }) => sql).join(';'), () => db.batch(known.map(({ statement }) => statement)));
    },
  };
}
