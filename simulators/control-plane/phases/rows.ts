import type {
  CurrentPhaseSession,
  Phase,
  PhaseExport,
  PhaseLog,
  PhaseModel,
  PhaseParameters,
  PhaseSession,
  PhaseState,
} from '../../../contracts/wire/index.ts';
import type { Sql } from '../platform.ts';
import type { Rules } from '../rules.ts';
import type { StartOrder } from './calls.ts';

/** What is stored of a session. */
export type StoredPhase = {
  id: string;
  project_id: string;
  task_id: string;
  phase: Phase;
  model_id: string;
  model_version: string;
  /** JSON. */
  parameters: string;
  state: PhaseState;
  version: number;
  title: string | null;
  user_id: string;
  created_at: number;
  updated_at: number;
  started_at: number | null;
  ended_at: number | null;
  deleted_at: number | null;
  replaced_by: string | null;
  message_count: number;
};
/** With 1 where its model was deleted. */
export type PhaseRow = StoredPhase & { model_deleted: number };

const columns = [
  ...['id', 'project_id', 'task_id', 'phase', 'model_id', 'model_version', 'parameters', 'state', 'version', 'title'],
  ...['user_id', 'created_at', 'updated_at', 'started_at', 'ended_at', 'deleted_at', 'replaced_by', 'message_count'],
];
/** Reads sessions; a condition follows. */
export const selectPhases = `SELECT *, EXISTS (SELECT 1 FROM phase_models WHERE phase_models.model_id =
  phase_sessions.model_id) AS model_deleted FROM phase_sessions`;

export function findPhase(sql: Sql, sessionId: string): PhaseRow | null {
  return sql.exec<PhaseRow>(`${selectPhases} WHERE id = ?`, sessionId).toArray()[0] ?? null;
}

export function findPhases(sql: Sql, sessionIds: readonly string[]): PhaseRow[] {
  const ids = JSON.stringify(sessionIds);
  return sql.exec<PhaseRow>(`${selectPhases} WHERE id IN (SELECT value FROM json_each(?))`, ids).toArray();
}

/** The visible session of each of these phases, by `keyOf`. */
export function currentPhases(sql: Sql, rules: Rules, keys: readonly { taskId: string; phase: Phase }[]) {
  const wanted = JSON.stringify(keys.map(({ taskId, phase }) => [taskId, phase]));
  const rows = sql
    .exec<PhaseRow>(
      `${selectPhases} WHERE ${rules.visiblePhases()} AND (task_id, phase) IN
      (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)) ORDER BY created_at, id`,
      wanted,
    )
    .toArray();
  return new Map(rows.map((row) => [keyOf({ taskId: row.task_id, phase: row.phase }), row]));
}

export function currentPhase(sql: Sql, rules: Rules, key: { taskId: string; phase: Phase }): PhaseRow | null {
  return currentPhases(sql, rules, [key]).get(keyOf(key)) ?? null;
}

export const keyOf = ({ taskId, phase }: { taskId: string; phase: Phase }) => `${taskId}/${phase}`;

/** Writes sessions, new or changed, at one go. */
export function savePhases(sql: Sql, rows: readonly StoredPhase[]): void {
  sql.exec(
    `INSERT OR REPLACE INTO phase_sessions (${columns.join(', ')})
    SELECT ${columns.map((name) => `json_extract(value, '$.${name}')`).join(', ')} FROM json_each(?)`,
    JSON.stringify(rows),
  );
}

export function newPhase(order: StartOrder, now: number): PhaseRow {
  return {
    id: order.sessionId,
    project_id: order.projectId,
    task_id: order.taskId,
    phase: order.phase,
    model_id: order.model.modelId,
    model_version: order.model.version,
    parameters: JSON.stringify(order.parameters),
    state: 'created',
    version: 1,
    title: null,
    user_id: order.userId,
    created_at: now,
    updated_at: now,
    started_at: null,
    ended_at: null,
    deleted_at: null,
    replaced_by: null,
    message_count: 0,
    model_deleted: 0,
  };
}

export const modelOf = (row: StoredPhase): PhaseModel => ({ modelId: row.model_id, version: row.model_version });
export const parametersOf = (row: StoredPhase) => JSON.parse(row.parameters) as PhaseParameters;
export const currentOf = (row: StoredPhase): CurrentPhaseSession => ({
  sessionId: row.id,
  version: row.version,
  model: modelOf(row),
  state: row.state,
});

export function sessionOf(rules: Pick<Rules, 'modelName'>, row: PhaseRow): PhaseSession {
  return {
    sessionId: row.id,
    projectId: row.project_id,
    taskId: row.task_id,
    phase: row.phase,
    model: modelOf(row),
    modelName: rules.modelName(row),
    parameters: parametersOf(row),
    state: row.state,
    version: row.version,
    title: row.title,
    userId: row.user_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    deletedAt: row.deleted_at,
    replacedBy: row.replaced_by,
  };
}

type MessageRow = { seq: number; message_id: string; user_id: string; content: string; stored_at: number };

export function messagesOf(sql: Sql, sessionId: string, after: number, limit: number) {
  return sql
    .exec<MessageRow>(
      'SELECT * FROM phase_messages WHERE session_id = ? AND seq > ? ORDER BY seq LIMIT ?',
      sessionId,
      after,
      limit,
    )
    .toArray()
    .map((row) => ({
      messageId: row.message_id,
      content: row.content,
      seq: row.seq,
      userId: row.user_id,
      storedAt: row.stored_at,
    }));
}

/** A session with all that was said and done in it. */
export function exportOf(sql: Sql, rules: Rules, row: PhaseRow): PhaseExport {
  const logs = sql
    .exec<{ at: number; event: PhaseLog['event']; version: number; user_id: string }>(
      'SELECT * FROM phase_logs WHERE session_id = ? ORDER BY nth',
      row.id,
    )
    .toArray()
    .map(({ at, event, version, user_id }) => ({ at, event, version, userId: user_id }));
  return { session: sessionOf(rules, row), messages: messagesOf(sql, row.id, 0, -1), logs };
}
