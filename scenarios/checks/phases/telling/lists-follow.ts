import type { PhaseSession } from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { fields } from '../../reading.ts';
import type { PhaseTruth } from '../story/truth.ts';
import { QuietPanels, type Snapshot } from './quiet.ts';

/** Lists are right without a reload (PHASE-12). */
export const listsFollow = check({
  id: 'lists-follow',
  level: 'MUST',
  requirements: ['PHASE-12'],
  sentence:
    'Whenever nothing is under way, the list of every tab has exactly the sessions that are visible, as they are, after all that it was told by events and refusals.',
  start() {
    const found = new Findings();
    const panels = new QuietPanels();
    return {
      on(event, exchange) {
        panels.on(event, exchange);
      },
      end({ phases: { truth } }) {
        if (!truth) return found;
        const shown = new Shown(truth);
        for (const snapshot of panels.snapshots) judge(truth, shown, snapshot, found);
        return found;
      },
    };
  },
});

function judge(truth: PhaseTruth, shown: Shown, snapshot: Snapshot, found: Findings): void {
  const told = snapshot.told.map(({ sessionId, version, event }) => ({
    step: truth.stepOfVersion(sessionId, version),
    event,
  }));
  const least = Math.max(truth.stepAt(snapshot.heard), ...told.map(({ step }) => step));
  const most = Math.max(least, truth.maybe(snapshot.index));
  const has = textOf(snapshot.shown);
  found.judged += 1;
  for (let step = most; step >= least; step -= 1) if (shown.at(step) === has) return;
  const due = shown.at(least);
  const teller = told.find(({ step }) => step === least && step > truth.stepAt(snapshot.heard))?.event;
  const message = `${snapshot.actor} shows ${has || 'no session'}, where ${due || 'none'} ${due.includes(',') ? 'are' : 'is'} visible.`;
  found.breach(message, snapshot.report, teller ?? truth.entries.findLast(({ step }) => step <= least)?.shown.event);
}

/** What a list is to show, by step. */
class Shown {
  readonly #truth: PhaseTruth;
  readonly #texts = new Map<number, string>();

  constructor(truth: PhaseTruth) {
    this.#truth = truth;
  }

  at(step: number): string {
    const known = this.#texts.get(step);
    if (known !== undefined) return known;
    const visible = new Map<string, PhaseSession>();
    for (const entry of this.#truth.entries) {
      if (entry.step > step) break;
      const { value: frame } = entry.shown;
      if (frame.type === 'phase.deleted') visible.delete(frame.sessionId);
      else visible.set(frame.sessionId, frame.session);
    }
    const text = textOf([...visible.values()]);
    this.#texts.set(step, text);
    return text;
  }
}

function textOf(sessions: readonly unknown[]): string {
  const texts = sessions.map((session) => {
    const { sessionId, version, state, modelName } = fields(session);
    return `${sessionId} (${modelName}, ${state}, version ${version})`;
  });
  return texts.sort().join(', ');
}
