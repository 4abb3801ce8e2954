import { check } from '../check.ts';
import { judgePointers } from './judge-pointers.ts';

/** A new chat can be resumed by its very first task (RUN-9). */
export const chatKnowsRuntime = check({
  id: 'chat-knows-runtime',
  level: 'MUST',
  requirements: ['RUN-9'],
  sentence: 'A chat has the runtime of its agent from the moment it is made.',
  start: () =>
    judgePointers('new chat', (_, { possible }) => {
      const due = [...new Set(possible.map(({ runtimeId }) => runtimeId ?? 'none'))];
      return `it has had no session yet, and its agent has runtime ${due.join(' or ')}.`;
    }),
});
