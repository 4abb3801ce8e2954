import type { Refusal } from '../calls.ts';
import type { Sql } from '../platform.ts';
import type { Rules } from '../rules.ts';

/** One transaction: its store, the rules it was begun with, and its time. */
export interface RuntimeChange {
  sql: Sql;
  rules: Rules;
  /** Milliseconds since 1970. */
  now: number;
}

export const refused = (code: Refusal['code'], detail: string): Refusal => ({ ok: false, code, detail });

export const noRuntime = refused('not_found', 'There is no such runtime. Its daemon has to register it first.');
export const removed = refused('runtime_removed', 'The runtime was removed.');
export const noAgent = refused('not_found', 'There is no such agent.');
export const noChat = refused('not_found', 'There is no such chat.');
export const noTask = refused('not_found', 'There is no such task.');
export const taken = refused('id_taken', 'The id belongs to another task or chat.');
export const notStarted = refused('task_not_started', 'The task has to be started first.');
export const ended = refused('task_ended', 'The task has ended.');
