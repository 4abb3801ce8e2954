import type { Row, Sql, Value } from '../platform.ts';

/**
 * The counters of one operation, and its queries counted on the way (PHASE-14, PHASE-16). They are written with what
 * they count, in one transaction. Times are kept in milliseconds.
 */
export class Counts implements Sql {
  readonly #sql: Sql;
  readonly #counted = new Map<string, number>();
  #queries = 0;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  exec<T extends Row>(query: string, ...values: Value[]): { toArray(): T[] } {
    this.#queries += 1;
    return this.#sql.exec<T>(query, ...values);
  }

  add(name: string, amount = 1): void {
    this.#counted.set(name, (this.#counted.get(name) ?? 0) + amount);
  }

  write(operation: string): void {
    this.add(`phase_store_queries_total{operation="${operation}"}`, this.#queries);
    this.#sql.exec(
      `INSERT INTO phase_counters (name, value) SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]')
      FROM json_each(?) WHERE true ON CONFLICT (name) DO UPDATE SET value = phase_counters.value + excluded.value`,
      JSON.stringify([...this.#counted]),
    );
    this.#counted.clear();
    this.#queries = 0;
  }
}

export function readCounters(sql: Sql): Record<string, number> {
  const rows = sql.exec<{ name: string; value: number }>('SELECT name, value FROM phase_counters').toArray();
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}
