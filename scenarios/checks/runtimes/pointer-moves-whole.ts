import { check } from '../check.ts';
import { describe, judgePointers } from './judge-pointers.ts';
import type { PossiblePointer } from './pointers.ts';

/** Session, runtime and work directory move in one step (RUN-4). */
export const pointerMovesWhole = check({
  id: 'pointer-moves-whole',
  level: 'MUST',
  requirements: ['RUN-4'],
  sentence:
    'The session, runtime and work directory of a chat are always those of the one task that ended last with a session; an end without one moves none.',
  start: () =>
    judgePointers('moves whole', (_, { possible }) => {
      if (possible.length === 0) return 'nothing has given it a pointer.';
      return `${[...new Set(possible.map(tell))].join(', or ')}.`;
    }),
});

function tell(pointer: PossiblePointer): string {
  const { origin, end } = pointer.written;
  if (end) return `task ${end.taskId} ended last, with ${describe(pointer)}`;
  return `${origin === 'made' ? 'it was made' : 'the old version left it'} with ${describe(pointer)}`;
}
