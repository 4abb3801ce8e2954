import { reach } from '../failures.ts';
import type { Database, Rows, Value } from '../platform.ts';

/** One statement with its values. */
export type Query = readonly [sql: string, ...values: Value[]];

const prepare = (db: Database, [sql, ...values]: Query) => db.prepare(sql).bind(...values);

/** @throws StoreFailure: whether the statement was executed is not known. */
export function query<T>(db: Database, ...statement: Query): Promise<Rows<T>> {
  return reach('the database', () => prepare(db, statement).all<T>());
}

/** All or nothing, in one trip. @throws StoreFailure: whether it was executed is not known. */
export function together<T>(db: Database, statements: readonly Query[]): Promise<Rows<T>[]> {
  return reach('the database', () => db.batch<T>(statements.map((statement) => prepare(db, statement))));
}

/** A database without tables has no projects, so it has no tokens either: nothing is wrong with it. */
export async function inTables<T>(answer: Promise<Rows<T>>): Promise<Rows<T>> {
  try {
    return await answer;
  } catch (error) {
    if (String(error).includes('no such table')) return { results: [], meta: { changes: 0 } };
    throw error;
  }
}
