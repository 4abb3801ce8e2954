import type { AgentChat } from '../../../contracts/wire/index.ts';
import type { PageRequest, Result } from '../calls.ts';
import type { Sql } from '../platform.ts';
import type { Pointer } from '../rules/runtimes-pointers.ts';
import type { Rules } from '../rules.ts';
import { noAgent, noChat, type RuntimeChange, taken } from './change.ts';
import { findAgent } from './rows.ts';
import { schemaVersion } from './schema.ts';

export type ChatRow = Pointer & { id: string; agent_id: string; title: string; created_at: number };

/** In the old version a pointer has no runtime. */
const known = (row: Omit<ChatRow, 'runtime_id'> & { runtime_id?: string | null }): ChatRow => ({
  ...row,
  runtime_id: row.runtime_id ?? null,
});

export function findChat(sql: Sql, chatId: string): ChatRow | null {
  const row = sql.exec<ChatRow>('SELECT * FROM chats WHERE id = ?', chatId).toArray()[0];
  return row ? known(row) : null;
}

export interface ChatOrder {
  chatId: string;
  agentId: string;
  title: string;
}

export function createChat(
  { sql, rules, now }: RuntimeChange,
  { chatId, agentId, title }: ChatOrder,
): Result<{ made: boolean; chat: AgentChat }> {
  const there = findChat(sql, chatId);
  if (there && (there.agent_id !== agentId || there.title !== title)) return taken;
  if (there) return { ok: true, value: { made: false, chat: describeChat(there) } };
  const agent = findAgent(sql, agentId);
  if (!agent) return noAgent;
  insertChat(sql, {
    id: chatId,
    agent_id: agentId,
    title,
    session_id: null,
    runtime_id: rules.runtimeOfNewChat(agent),
    work_dir: null,
    created_at: now,
  });
  return chatAt(sql, chatId, (chat) => ({ made: true, chat }));
}

/** A chat that is there stays as it is. */
export function insertChat(sql: Sql, chat: ChatRow): void {
  sql.exec(
    'INSERT OR IGNORE INTO chats (id, agent_id, title, session_id, work_dir, created_at) VALUES (?, ?, ?, ?, ?, ?)',
    chat.id,
    chat.agent_id,
    chat.title,
    chat.session_id,
    chat.work_dir,
    chat.created_at,
  );
  setRuntime(sql, chat.id, chat.runtime_id);
}

/** The three in one step (RUN-4). */
export function storePointer(sql: Sql, chatId: string, pointer: Pointer): void {
  sql.exec('UPDATE chats SET session_id = ?, work_dir = ? WHERE id = ?', pointer.session_id, pointer.work_dir, chatId);
  setRuntime(sql, chatId, pointer.runtime_id);
}

/** The old version has no place for it (RUN-6). */
export function setRuntime(sql: Sql, chatId: string, runtimeId: string | null): void {
  if (schemaVersion(sql) === 1) return;
  sql.exec('UPDATE chats SET runtime_id = ? WHERE id = ?', runtimeId, chatId);
}

export function getChat({ sql }: RuntimeChange, chatId: string): Result<AgentChat> {
  return chatAt(sql, chatId, (chat) => chat);
}

function chatAt<T>(sql: Sql, chatId: string, as: (chat: AgentChat) => T): Result<T> {
  const row = findChat(sql, chatId);
  return row ? { ok: true, value: as(describeChat(row)) } : noChat;
}

export function listChats({ sql, rules }: RuntimeChange, page: PageRequest, agentId: string | null) {
  const { rows, nextCursor } = pageOf<ChatRow>(sql, rules, 'chats', page, agentId);
  return { chats: rows.map((row) => describeChat(known(row))), nextCursor };
}

/** A page of a table that has `agent_id`, newest first. */
export function pageOf<T extends { id: string; created_at: number }>(
  sql: Sql,
  rules: Rules,
  from: 'chats' | 'tasks',
  page: PageRequest,
  agentId: string | null,
): { rows: T[]; nextCursor: string | null } {
  const condition = rules.pageCondition(page.after);
  const rows = sql
    .exec<T & Record<string, string | number | null>>(
      `SELECT * FROM ${from} WHERE (? IS NULL OR agent_id = ?) AND ${condition.sql}
      ORDER BY created_at DESC, id DESC LIMIT ?`,
      agentId,
      agentId,
      ...condition.values,
      page.limit + 1,
    )
    .toArray();
  return rules.cutPage<T>(rows, page.limit);
}

function describeChat(row: ChatRow): AgentChat {
  return {
    chatId: row.id,
    agentId: row.agent_id,
    title: row.title,
    sessionId: row.session_id,
    runtimeId: row.runtime_id,
    workDir: row.work_dir,
    createdAt: row.created_at,
  };
}
