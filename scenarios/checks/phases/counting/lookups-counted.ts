import { answersOf, param, type Said, text } from '../../reading.ts';
import { slotOf } from '../story/rows.ts';
import type { PhaseStory } from '../story/story.ts';
import { arrivalOf, mayHave, type Window } from '../story/windows.ts';
import { Tally } from './tally.ts';

/** How long a cache surely keeps what it has, in milliseconds, where nothing happens to it. */
const kept = 1_000;

/** How often lookups were made, and how often their cache may and must have been hit, until a reading of the counters. */
export interface LookupTally {
  all: Tally;
  hits: Tally;
}

/** `cache`: nothing broke inside, so the caches are as lookups left them. */
export function lookupsUntil(phases: PhaseStory, { from, to }: Window, cache: 'whole' | 'unknown'): LookupTally {
  const all = new Tally();
  const hits = new Tally();
  /** What was shown before, by anybody: the first time it was read from the store. */
  const seen = new Set<string>();
  /** By user, task and phase. */
  const last = new Map<string, Said>();
  for (const exchange of phases.asked('lookupPhase')) {
    const arrival = arrivalOf(exchange);
    if (arrival === undefined || arrival >= to) continue;
    const answers = answersOf(exchange);
    if (answers.length < exchange.arrived.length) {
      all.maybe(exchange.arrived.length - answers.length);
      hits.maybe(exchange.arrived.length - answers.length);
    }
    for (const answer of answers) {
      const user = phases.userOf(exchange);
      const isFound = answer.status === 200;
      const isNone = answer.status === 404 && text(answer.body.code) === 'not_found' && user !== undefined;
      if (!isFound && !isNone && (answer.status < 500 || !mayHave(exchange))) continue;
      if ((isFound || isNone) && answer.index < from) all.sure();
      else all.maybe();
      if (!isFound) {
        if (!isNone) hits.maybe();
        continue;
      }
      const shown = shownIn(answer);
      const isFirst = !seen.has(shown);
      seen.add(shown);
      const key = `${user} ${slotOf({ taskId: param(exchange, 'taskId'), phase: param(exchange, 'phase') })}`;
      const before = last.get(key);
      last.set(key, answer);
      if (isFirst && answer.index < from) continue;
      const isKept = before !== undefined && cache === 'whole' && isUntouched(phases, before, answer);
      if (isKept && answer.index < from && shownIn(before) === shown) hits.sure();
      else hits.maybe();
    }
  }
  return { all, hits };
}

function shownIn({ body }: Said): string {
  return JSON.stringify([body.sessionId, body.version, body.modelName]);
}

/** Nothing that a cache is told of was under way between two lookups of one user, the one right after the other. */
function isUntouched(phases: PhaseStory, before: Said, { exchange, index, time }: Said): boolean {
  const from = arrivalOf(before.exchange) ?? 0;
  const [arrived] = exchange.arrived;
  if (!arrived || arrived.index < before.index || time - before.time > kept) return false;
  const changes = phases.asked('startPhase', 'replacePhaseSessions', 'deletePhaseSessions');
  return !changes.some((one) => {
    const end =
      answersOf(one).length < one.arrived.length ? Number.POSITIVE_INFINITY : (answersOf(one).at(-1)?.index ?? -1);
    return one.sent.index < index && end > from;
  });
}
