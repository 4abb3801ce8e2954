import { check } from '../check.ts';
import { together } from '../web/together.ts';
import { judgePointers, type ShownPointer } from './judge-pointers.ts';
import { judgeMigrated } from './migrated-counts.ts';
import { makersOf } from './pointers.ts';
import type { Runs } from './runs.ts';

/** A pointer of the old version is paired with the task that made its session, or with none (RUN-6). */
export const backfillPairsRightly = check({
  id: 'backfill-pairs-rightly',
  level: 'MUST',
  requirements: ['RUN-6'],
  sentence:
    'A pointer of the old version gets the runtime of the very task that made its session, by a backfill and not before; where there is no such task it stays unknown; each step counts both.',
  start: () => together(judgePointers('backfill', tell), judgeMigrated()),
});

/** The story of one pointer: whose session it is, which runtime it was given, and where that comes from. */
function tell(runs: Runs, { row, possible, from }: ShownPointer): string {
  const its = possible.find((pointer) => pointer.sessionId === row.sessionId && pointer.workDir === row.workDir);
  const [maker] = its ? makersOf(runs, its.written) : [];
  const made = maker
    ? `that session was made by task ${maker.taskId} on runtime ${maker.row.runtimeId}`
    : 'no task of the chat made that session';
  const ends = runs.ended.filter((end) => end.row.chatId === row.chatId && end.from < from);
  ends.sort((a, b) => a.finishedAt - b.finishedAt || (a.taskId < b.taskId ? -1 : 1));
  const taken = ends.findLast((end) => end.row.runtimeId === row.runtimeId);
  const rank = taken === ends.at(-1) ? ', the newest run of the chat' : '';
  const wrong =
    row.runtimeId === null
      ? 'after the backfill it still has none'
      : taken
        ? `${row.runtimeId} is that of task ${taken.taskId}${rank}, whose session is ${taken.row.sessionId ?? 'none'}`
        : `no task of the chat ran on ${row.runtimeId}`;
  const due = [...new Set(possible.map(({ runtimeId }) => runtimeId ?? 'none'))].join(' or ');
  return `${made}: its runtime should be ${due}, but ${wrong}.`;
}
