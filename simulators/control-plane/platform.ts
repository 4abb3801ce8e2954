/**
 * The few parts of the platform that rules and stores use, as interfaces. The bindings of workerd fit them;
 * rules and mutants that know only these can be listed and typed outside of workerd too.
 */
export type Value = string | number | null;
export type Row = Record<string, Value>;

/** `ctx.storage.sql` of an object: synchronous. */
export interface Sql {
  exec<T extends Row>(query: string, ...values: Value[]): { toArray(): T[] };
}

export interface Statement {
  bind(...values: Value[]): Statement;
  all<T>(): Promise<Rows<T>>;
}
export interface Rows<T> {
  results: T[];
  meta: { changes: number };
}

/** D1. A batch is one transaction. */
export interface Database {
  prepare(query: string): Statement;
  batch<T>(statements: Statement[]): Promise<Rows<T>[]>;
}

export interface ObjectId {
  toString(): string;
}
/** A class of Durable Objects, called by its methods `T`. */
export interface Objects<T> {
  idFromName(name: string): ObjectId;
  get(id: ObjectId): T;
}

/** What is left of a hibernating WebSocket when nobody talks. */
export interface Hibernating {
  send(text: string): void;
  close(code: number, reason: string): void;
  serializeAttachment(value: unknown): void;
  deserializeAttachment(): unknown;
}
