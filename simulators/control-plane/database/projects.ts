import type { Database } from '../platform.ts';
import { inTables, query, together } from './query.ts';
import { tables } from './schema.ts';

/** Stores a project, in a database that may be empty. */
export async function insertProject(db: Database, projectId: string, nodeUrl: string, now: number): Promise<void> {
  await together(db, [
    ...tables,
    ['INSERT INTO projects (id, node_url, created_at) VALUES (?, ?, ?)', projectId, nodeUrl, now],
  ]);
}

/** Of administrators alone it is not known already. A database without tables has no projects. */
export async function projectExists(db: Database, projectId: string): Promise<boolean> {
  const { results } = await inTables(query<{ id: string }>(db, 'SELECT id FROM projects WHERE id = ?', projectId));
  return results.length > 0;
}
