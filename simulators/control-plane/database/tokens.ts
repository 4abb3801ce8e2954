import type { Role } from '../calls.ts';
import type { Database } from '../platform.ts';
import { inTables, query } from './query.ts';

export interface TokenRow {
  role: Exclude<Role, 'administrator'>;
  projectId: string;
  /** User, workspace or runtime. */
  subject: string;
  expiresAt: number;
  nodeUrl: string;
  /** For a VM agent: the session its workspace was made for, when the provider made it. */
  madeFor: string | null;
  /** null: without limit. */
  requestsPerMinute: number | null;
}

export async function findToken(db: Database, hash: string): Promise<TokenRow | null> {
  const { results } = await inTables(
    query<TokenRow>(
      db,
      `SELECT t.role, t.project_id AS projectId, t.subject, t.expires_at AS expiresAt, p.node_url AS nodeUrl,
        w.session_id AS madeFor, t.requests_per_minute AS requestsPerMinute
      FROM tokens t JOIN projects p ON p.id = t.project_id
      LEFT JOIN workspaces w ON t.role = 'vm-agent' AND w.id = t.subject AND w.project_id = t.project_id
      WHERE t.hash = ?`,
      hash,
    ),
  );
  return results[0] ?? null;
}

/** Answers false when there is no such project. */
export async function insertToken(
  db: Database,
  token: Omit<TokenRow, 'nodeUrl' | 'madeFor'> & { hash: string },
): Promise<boolean> {
  const { meta } = await inTables(
    query(
      db,
      `INSERT INTO tokens (hash, role, project_id, subject, expires_at, requests_per_minute)
      SELECT ?, ?, id, ?, ?, ? FROM projects WHERE id = ?`,
      token.hash,
      token.role,
      token.subject,
      token.expiresAt,
      token.requestsPerMinute,
      token.projectId,
    ),
  );
  return meta.changes > 0;
}

/** Counts one more request of a token. Answers how many there were in this minute, counted since 1970, this one among them. */
export async function countRequest(db: Database, hash: string, minute: number): Promise<number> {
  const { results } = await query<{ requests: number }>(
    db,
    `INSERT INTO token_requests (hash, minute, requests) VALUES (?, ?, 1)
    ON CONFLICT (hash) DO UPDATE SET requests = CASE WHEN minute = excluded.minute THEN requests + 1 ELSE 1 END,
      minute = excluded.minute
    RETURNING requests`,
    hash,
    minute,
  );
  return results[0]?.requests ?? 1;
}
