import type { Change } from './change.ts';
import type { Loops } from './loops.ts';
import type { LiveRow } from './rows.ts';

/** When the memory of the object begins anew, no loop is left: what the store believes to live has ended (LIVE-11). */
export function recover(change: Change, loops: Loops): void {
  const alive = change.sql.exec<LiveRow>("SELECT * FROM sessions WHERE state <> 'ENDED' ORDER BY rowid").toArray();
  for (const { id } of alive) change.rules.recoverSession(change, loops, id);
}
