import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { param, type Said } from '../../reading.ts';
import { phaseSessionsIn } from '../story/rows.ts';
import type { PhaseTruth } from '../story/truth.ts';
import { windowOf } from '../story/windows.ts';

/** What was answered is what is found from then on (PHASE-4, PHASE-8). */
export const replacedIsGone = check({
  id: 'replaced-is-gone',
  level: 'MUST',
  requirements: ['PHASE-8', 'PHASE-4'],
  sentence:
    'Once a replacement, a deletion or a change was told, no lookup, list or reading that begins later shows a session as it was before; lists are newest first.',
  start() {
    const found = new Findings();
    return {
      on() {},
      end({ phases }) {
        const { truth } = phases;
        for (const { wrong, message, events, life } of phases.views) {
          if (life && life.frames.length > 1) found.judged += 1;
          if (wrong === 'gone' || wrong === 'stale') found.breach(message, ...events);
        }
        const uses = phases.answers('listPhaseMessages', 'sendPhaseMessage', 'lockPhaseSession');
        for (const answer of uses) if (truth && answer.status < 300) judgeUse(truth, answer, found);
        for (const answer of phases.answers('listPhaseSessions')) judgeOrder(answer, found);
        return found;
      },
    };
  },
});

/** What shows no session, but is done with one that is there. */
function judgeUse(truth: PhaseTruth, answer: Said, found: Findings): void {
  const life = truth.lives.get(param(answer.exchange, 'sessionId'));
  if (!life) return;
  found.judged += 1;
  const [least] = truth.steps(windowOf(answer));
  if (life.end > least) return;
  const message = `${answer.exchange.operation} was answered ${answer.status} for session ${life.sessionId}, which had been replaced or deleted before.`;
  found.breach(message, life.endEvent, answer.index);
}

function judgeOrder(answer: Said, found: Findings): void {
  const shown = phaseSessionsIn(answer);
  for (const [place, { sessionId, createdAt }] of shown.entries()) {
    const before = shown[place - 1];
    if (before && before.createdAt < createdAt)
      found.breach(`A list has session ${sessionId} after ${before.sessionId}, which is older.`, answer.index);
  }
}
