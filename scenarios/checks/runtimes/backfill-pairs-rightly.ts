import { check } from '../check.ts';
import { judgePointers, type ShownPointer } from './judge-pointers.ts';
import { makersOf } from './pointers.ts';
import type { Runs } from './runs.ts';

/** A pointer of the old version is paired with the task that made its session, or with none (RUN-6). */
export const backfillPairsRightly = check({
  id: 'backfill-pairs-rightly',
  level: 'MUST',
  requirements: ['RUN-6'],
  sentence:
    'A pointer of the old version gets the runtime of the very task that made its session, by a backfill and not before; where there is no such task it stays unknown.',
  start: () => judgePointers('backfill', tell),
});

/** The story of one pointer: whose session it is, which runtime it was given, and where that comes from. */
function tell(runs: Runs, { row, possible }: ShownPointer): string {
  const its = possible.find((pointer) => pointer.sessionId === row.sessionId && pointer.workDir === row.workDir);
  const [maker] = its ? makersOf(runs, its.written) : [];
  const made = maker
    ? `that session was made by task ${maker.taskId} on runtime ${maker.row.runtimeId}`
    : 'no task of the chat made that session';
  const taken = runs.ended.filter((end) => end.row.chatId === row.chatId && end.row.runtimeId === row.runtimeId).at(-1);
  const wrong =
    row.runtimeId === null
      ? 'after the backfill it still has none'
      : taken
        ? `${row.runtimeId} is that of task ${taken.taskId}, whose session is ${taken.row.sessionId ?? 'none'}`
        : `no task of the chat ran on ${row.runtimeId}`;
  const due = [...new Set(possible.map(({ runtimeId }) => runtimeId ?? 'none'))].join(' or ');
  return `${made}: its runtime should be ${due}, but ${wrong}.`;
}
