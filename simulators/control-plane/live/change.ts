import type { LiveEvent, LiveServerFrame } from '../../../contracts/wire/index.ts';
import type { Sql } from '../platform.ts';
import type { Rules } from '../rules.ts';
import { type LiveRow, liveAt } from './rows.ts';

type WithoutPlace<E> = E extends LiveEvent ? Omit<E, 'sessionId' | 'seq' | 'at'> : never;
/** An event before it has its place in a session. */
export type NewLiveEvent = WithoutPlace<LiveEvent>;

/** A frame for whoever watches the session; with `to`, for that connection alone, watching or not. */
export interface Notice {
  sessionId: string;
  frame: LiveServerFrame;
  to?: string;
}

/** Connections that watch a session, and those that have suspended it. */
export interface Audience {
  watching: number;
  suspended: number;
}

/** One transaction: what it writes, and what is to be told when it has been written. */
export class Change {
  readonly sql: Sql;
  readonly rules: Rules;
  readonly now: number;
  readonly audience: (sessionId: string) => Audience;
  /** In the order in which it happened. */
  readonly notices: Notice[] = [];
  /** Sessions that were changed. */
  readonly changed = new Set<string>();
  /** Sessions whose metadata are to be copied to the database. */
  readonly unsaved = new Set<string>();

  constructor(sql: Sql, rules: Rules, audience: (sessionId: string) => Audience) {
    this.sql = sql;
    this.rules = rules;
    this.now = Date.now();
    this.audience = audience;
  }

  tell(sessionId: string, frame: LiveServerFrame): void {
    this.notices.push({ sessionId, frame });
  }

  /** When an event of the session happens now: never before the last. */
  timeIn(row: LiveRow): number {
    return Math.max(this.now, row.updated_at);
  }

  /** Puts an event at the end of its session. Returns its `seq`. */
  append(sessionId: string, event: NewLiveEvent): number {
    const row = liveAt(this.sql, sessionId);
    const seq = row.seq + 1;
    const stateChanges = event.type === 'session_state';
    const at = stateChanges ? this.rules.stateTime(row.state_at, this.timeIn(row)) : this.timeIn(row);
    const placed = { ...event, sessionId, seq, at } as LiveEvent;
    this.sql.exec(
      'INSERT INTO events (session_id, seq, event) VALUES (?, ?, ?)',
      sessionId,
      seq,
      JSON.stringify(placed),
    );
    this.sql.exec('UPDATE sessions SET seq = ?, updated_at = ? WHERE id = ?', seq, at, sessionId);
    if (stateChanges) this.sql.exec('UPDATE sessions SET state_at = ? WHERE id = ?', at, sessionId);
    this.changed.add(sessionId);
    this.tell(sessionId, placed);
    return seq;
  }
}
