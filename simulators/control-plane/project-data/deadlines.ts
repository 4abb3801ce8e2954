import type { Sql } from '../platform.ts';

/**
 * `confirm`: make sure that the submit was completed. `cleanup`: the idle period is over.
 * `finish`: stop the workspace of a stopped session and end its task.
 * `archive`: tell the archive of the project, which stands in the place of the session, that something was deleted.
 */
export type DeadlineKind = 'confirm' | 'cleanup' | 'finish' | 'archive';

/** What an object has to do at a time, all of it behind its one alarm. */
export type Deadline = {
  kind: DeadlineKind;
  session_id: string;
  due: number;
  /** How often it was tried. */
  attempt: number;
};

export function setDeadline(sql: Sql, kind: DeadlineKind, sessionId: string, due: number): void {
  sql.exec(
    'INSERT OR REPLACE INTO deadlines (kind, session_id, due, attempt) VALUES (?, ?, ?, 0)',
    kind,
    sessionId,
    due,
  );
}

export function dropDeadline(sql: Sql, kind: DeadlineKind, sessionId: string): void {
  sql.exec('DELETE FROM deadlines WHERE kind = ? AND session_id = ?', kind, sessionId);
}

export function findDeadline(sql: Sql, kind: DeadlineKind, sessionId: string): Deadline | null {
  return (
    sql.exec<Deadline>('SELECT * FROM deadlines WHERE kind = ? AND session_id = ?', kind, sessionId).toArray()[0] ??
    null
  );
}

/** Puts it off for another attempt, before the attempt is made: whatever happens to that one, there is a next. */
export function leaseDeadline(sql: Sql, deadline: Deadline, due: number): void {
  sql.exec(
    'UPDATE deadlines SET due = ?, attempt = attempt + 1 WHERE kind = ? AND session_id = ?',
    due,
    deadline.kind,
    deadline.session_id,
  );
}

/** When the alarm has to ring; null: not at all. */
export function nextDue(sql: Sql): number | null {
  return sql.exec<{ due: number | null }>('SELECT min(due) AS due FROM deadlines').toArray()[0]?.due ?? null;
}

/** Rule: an alarm may ring late, twice, or for nothing. What is due is what the table says, however it rang (TASK-14). */
export function dueDeadlines(sql: Sql, now: number): Deadline[] {
  return sql.exec<Deadline>('SELECT * FROM deadlines WHERE due <= ? ORDER BY due, session_id', now).toArray();
}
