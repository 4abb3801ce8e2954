import { check } from '../check.ts';
import { together } from '../web/together.ts';
import { judgeOffers } from './judge-offers.ts';
import { sessionsFor, workDirsFor } from './offers.ts';

/** What a run has said of itself outlives its daemon (RUN-8). */
export const pinnedSurvives = check({
  id: 'pinned-survives',
  level: 'MUST',
  requirements: ['RUN-8'],
  sentence: 'A task that is queued again is offered the session and the work directory that its own run said.',
  start: () =>
    together(
      judgeOffers('own', { name: 'session', offered: ({ priorSessionId }) => priorSessionId, allowed: sessionsFor }),
      judgeOffers('own', { name: 'work directory', offered: ({ priorWorkDir }) => priorWorkDir, allowed: workDirsFor }),
    ),
});
