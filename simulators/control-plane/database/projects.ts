import type { Database } from '../platform.ts';
import { together } from './query.ts';
import { tables } from './schema.ts';

/** Stores a project, in a database that may be empty. */
export async function insertProject(db: Database, projectId: string, nodeUrl: string, now: number): Promise<void> {
  await together(db, [
    ...tables,
    ['INSERT INTO projects (id, node_url, created_at) VALUES (?, ?, ?)', projectId, nodeUrl, now],
  ]);
}
