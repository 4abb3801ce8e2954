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
  const { entries } = truth;
  const told = snapshot.told.map(({ sessionId, version, event }) => ({
    place: lastOf(truth, truth.stepOfVersion(sessionId, version)),
    event,
  }));
  // A socket may break between two entries that were written together.
  const heard = entries.findLastIndex(({ shown: { value } }) => value.cursor <= snapshot.heard);
  const least = Math.max(heard, ...told.map(({ place }) => place));
  const most = Math.max(least, lastOf(truth, truth.maybe(snapshot.index)));
  const has = textOf(snapshot.shown);
  found.judged += 1;
  for (let place = most; place >= least; place -= 1) if (shown.at(place) === has) return;
  const due = shown.at(least);
  const teller = told.find(({ place }) => place === least && place > heard)?.event;
  const message = `${snapshot.actor} shows ${has || 'no session'}, where ${due || 'none'} ${due.includes(' and ') ? 'are' : 'is'} visible.`;
  found.breach(message, snapshot.report, teller ?? entries[least]?.shown.event);
}

/** The last entry of a step; -1: there is none. */
function lastOf({ entries }: PhaseTruth, step: number): number {
  return entries.findLastIndex((entry) => entry.step <= step);
}

/** What a list is to show after an entry of the feed, by its place. */
class Shown {
  readonly #truth: PhaseTruth;
  readonly #texts = new Map<number, string>();

  constructor(truth: PhaseTruth) {
    this.#truth = truth;
  }

  at(place: number): string {
    const known = this.#texts.get(place);
    if (known !== undefined) return known;
    const visible = new Map<string, PhaseSession>();
    for (const { shown } of this.#truth.entries.slice(0, place + 1)) {
      const { value: frame } = shown;
      if (frame.type === 'phase.deleted') visible.delete(frame.sessionId);
      else visible.set(frame.sessionId, frame.session);
    }
    const text = textOf([...visible.values()]);
    this.#texts.set(place, text);
    return text;
  }
}

function textOf(sessions: readonly unknown[]): string {
  const texts = sessions.map((session) => {
    const { sessionId, version, state, modelName } = fields(session);
    return `${sessionId} (${modelName}, ${state}, version ${version})`;
  });
  return texts.sort().join(' and ');
}
