import { check } from '../check.ts';
import { judgeOffers } from './judge-offers.ts';
import { sessionsFor } from './offers.ts';

/** What can be resumed is offered, and the runtime of the task decides (RUN-1, RUN-2, RUN-5). */
export const offeredWhenPossible = check({
  id: 'offered-when-possible',
  level: 'MUST',
  requirements: ['RUN-1', 'RUN-2', 'RUN-5'],
  sentence:
    'On the runtime of its prior run an issue task is offered that session, a chat task the pointer or else the newest session of the chat, by the runtime of the task itself.',
  start: () =>
    judgeOffers('left by others', {
      name: 'session',
      offered: ({ priorSessionId }) => priorSessionId,
      allowed: sessionsFor,
    }),
});
