import { check } from '../check.ts';
import { judgeOffers } from './judge-offers.ts';
import { workDirsFor } from './offers.ts';

/** The work directory is offered whatever becomes of the session (RUN-3, RUN-10). */
export const workDirKept = check({
  id: 'work-dir-kept',
  level: 'MUST',
  requirements: ['RUN-3', 'RUN-10'],
  sentence: 'A task is offered the work directory of the pointer, else of its prior run, whatever the runtimes.',
  start: () =>
    judgeOffers('left by others', {
      name: 'work directory',
      offered: ({ priorWorkDir }) => priorWorkDir,
      allowed: workDirsFor,
    }),
});
