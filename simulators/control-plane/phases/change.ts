import type { FeedFrame, PhaseLog } from '../../../contracts/wire/index.ts';
import { setDeadline } from '../project-data/deadlines.ts';
import { type FeedEntry, head } from '../project-data/feed.ts';
import type { Rules } from '../rules.ts';
import type { Counts } from './counts.ts';
import { type PhaseRow, sessionOf } from './rows.ts';

interface LogEntry extends PhaseLog {
  sessionId: string;
}
/** One change of a session: as it is after it, and how it is told. */
interface Step {
  row: PhaseRow;
  log: PhaseLog['event'];
  entry: FeedEntry;
}

/**
 * One transaction on phase sessions. What it changes is written at its end, with a query for each table, however many
 * sessions there are (PHASE-14): rows, logs, feed, locks that are gone, counters.
 */
export class PhaseChange {
  readonly counts: Counts;
  readonly rules: Rules;
  readonly now = Date.now();
  readonly #rows = new Map<string, PhaseRow>();
  readonly #logs: LogEntry[] = [];
  readonly #entries: FeedEntry[] = [];
  readonly #unlocked: string[] = [];

  constructor(counts: Counts, rules: Rules) {
    this.counts = counts;
    this.rules = rules;
  }

  start(row: PhaseRow, replaced: string | null): void {
    const session = sessionOf(this.rules, row);
    this.#note(
      { row, log: 'created', entry: { type: 'phase.started', ...this.#at(row), session, replaced } },
      row.user_id,
    );
  }

  change(row: PhaseRow, log: PhaseLog['event'], userId: string): void {
    const session = sessionOf(this.rules, row);
    this.#note({ row, log, entry: { type: 'phase.changed', ...this.#at(row), session } }, userId);
  }

  /** Cancels what has not ended, and deletes; `replacedBy` is the session in its place. */
  retire(row: PhaseRow, replacedBy: string | null, userId: string): void {
    const ended = this.rules.nextPhaseState(row.state, 'cancelled');
    let last = row;
    if (ended === 'cancelled') {
      last = this.rules.phaseChanged(row, { state: 'cancelled', ended_at: this.now }, this.now);
      this.change(last, 'cancelled', userId);
    }
    const gone = this.rules.retired(last, replacedBy, this.now);
    const { task_id: taskId, phase } = gone;
    this.#note(
      { row: gone, log: 'deleted', entry: { type: 'phase.deleted', ...this.#at(gone), taskId, phase } },
      userId,
    );
    this.#unlocked.push(row.id);
  }

  /** Tells of a session that changed in nothing of its own: its model did. */
  tell(row: PhaseRow): void {
    this.#entries.push({ type: 'phase.changed', ...this.#at(row), session: sessionOf(this.rules, row) });
  }

  /** Sessions whose locks are gone with them. */
  get unlocked(): readonly string[] {
    return this.#unlocked;
  }

  write(): FeedFrame[] {
    if (this.#rows.size > 0) this.rules.storePhases(this.counts, [...this.#rows.values()]);
    if (this.#logs.length > 0) writeLogs(this.counts, this.#logs);
    if (this.#unlocked.length > 0) this.#forget();
    return this.#entries.length > 0 ? recordAll(this.counts, this.#entries) : [];
  }

  #note({ row, log, entry }: Step, userId: string): void {
    this.#rows.set(row.id, row);
    this.#logs.push({ sessionId: row.id, at: this.now, event: log, version: row.version, userId });
    this.#entries.push(entry);
  }

  #at = (row: PhaseRow) => ({ sessionId: row.id, at: this.now });

  #forget(): void {
    const ids = JSON.stringify(this.#unlocked);
    this.counts.exec('DELETE FROM phase_locks WHERE session_id IN (SELECT value FROM json_each(?))', ids);
    const [row] = this.#rows.values();
    // The archive is told by the alarm of the object: until it holds (PHASE-10).
    if (row) setDeadline(this.counts, 'archive', row.project_id, this.now);
  }
}

function writeLogs(sql: Counts, logs: readonly LogEntry[]): void {
  sql.exec(
    `INSERT INTO phase_logs (session_id, at, event, version, user_id)
    SELECT json_extract(value, '$.sessionId'), json_extract(value, '$.at'), json_extract(value, '$.event'),
      json_extract(value, '$.version'), json_extract(value, '$.userId') FROM json_each(?) ORDER BY key`,
    JSON.stringify(logs),
  );
}

/** Puts entries at the end of the feed, in their order. */
function recordAll(sql: Counts, entries: readonly FeedEntry[]): FeedFrame[] {
  const stand = head(sql);
  const frames = entries.map((entry, index) => ({ ...entry, cursor: stand + 1 + index }) as FeedFrame);
  sql.exec(
    `INSERT INTO feed (cursor, session_id, frame)
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]') FROM json_each(?)`,
    JSON.stringify(frames.map((frame) => [frame.cursor, frame.sessionId, JSON.stringify(frame)])),
  );
  return frames;
}
