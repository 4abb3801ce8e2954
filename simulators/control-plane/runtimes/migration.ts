import type { LegacyRuns } from '../../../contracts/wire/index.ts';
import type { Result } from '../calls.ts';
import type { Sql } from '../platform.ts';
import { noAgent, type RuntimeChange, refused } from './change.ts';
import { insertChat, setRuntime } from './chats.ts';
import { type AgentTaskRow, findAgent } from './rows.ts';
import { expandSchema, schemaVersion, useOldSchema } from './schema.ts';

/** Pointers: all, those that this step gave a runtime, and those that still have none. */
export interface Migrated {
  chats: number;
  paired: number;
  unknown: number;
}

/** Puts in rows as the old version wrote them. */
export function importLegacy({ sql, now }: RuntimeChange, { chats, tasks }: LegacyRuns): Result<null> {
  const agents = new Set([...chats, ...tasks].map(({ agentId }) => agentId));
  if ([...agents].some((agentId) => !findAgent(sql, agentId))) return noAgent;
  if (count(sql, 'SELECT count(*) AS n FROM chats') === 0) useOldSchema(sql);
  for (const { chatId, agentId, title, sessionId, workDir } of chats) {
    if (count(sql, 'SELECT count(*) AS n FROM chats WHERE id = ?', chatId) > 0) continue;
    const pointer = { session_id: sessionId, runtime_id: null, work_dir: workDir };
    insertChat(sql, { id: chatId, agent_id: agentId, title, ...pointer, created_at: now });
  }
  for (const task of tasks) {
    sql.exec(
      `INSERT OR IGNORE INTO tasks (id, agent_id, kind, issue_id, chat_id, prompt, runtime_id, state, attempt,
        session_id, work_dir, created_at, finished_at)
      VALUES (?, ?, ?, ?, ?, '', ?, ?, 1, ?, ?, ?, ?)`,
      task.taskId,
      task.agentId,
      task.chatId === null ? 'issue' : 'chat',
      task.issueId,
      task.chatId,
      task.runtimeId,
      task.state,
      task.sessionId,
      task.workDir,
      task.finishedAt,
      task.finishedAt,
    );
  }
  return { ok: true, value: null };
}

/** One step, as often as one likes (RUN-6). */
export function migrate(change: RuntimeChange, step: 'expand' | 'backfill'): Result<Migrated> {
  const { sql } = change;
  if (step === 'expand') expandSchema(sql);
  else if (schemaVersion(sql) === 1) return refused('not_expanded', 'The step expand comes first.');
  const paired = step === 'backfill' ? backfill(change) : 0;
  const chats = count(sql, 'SELECT count(*) AS n FROM chats');
  const unknown = count(sql, `SELECT count(*) AS n FROM chats WHERE ${unpaired}`);
  return { ok: true, value: { chats, paired, unknown } };
}

/** Whatever ended since has given its pointer a runtime: that is not touched. */
const unpaired = 'runtime_id IS NULL AND session_id IS NOT NULL';

function backfill({ sql, rules }: RuntimeChange): number {
  const pointers = sql
    .exec<{ id: string; session_id: string }>(`SELECT id, session_id FROM chats WHERE ${unpaired} ORDER BY id`)
    .toArray();
  let paired = 0;
  for (const { id, session_id } of pointers) {
    const tasks = sql
      .exec<AgentTaskRow>(
        `SELECT * FROM tasks WHERE chat_id = ? AND state IN ('completed', 'failed') ORDER BY finished_at, id`,
        id,
      )
      .toArray();
    const runtimeId = rules.backfillRuntime(session_id, tasks);
    if (runtimeId === null) continue;
    setRuntime(sql, id, runtimeId);
    paired += 1;
  }
  return paired;
}

function count(sql: Sql, query: string, ...values: string[]): number {
  return sql.exec<{ n: number }>(query, ...values).toArray()[0]?.n ?? 0;
}
