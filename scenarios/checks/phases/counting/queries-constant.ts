import { check, type Exchange } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { Pace } from '../../pace.ts';
import { answersOf, fields, list, queryOf, type Said } from '../../reading.ts';
import type { PhaseStory } from '../story/story.ts';
import { arrivalOf } from '../story/windows.ts';
import { type Read, readsOf } from './reads.ts';

const several = ['listPhaseSessions', 'replacePhaseSessions', 'deletePhaseSessions'] as const;

/** What one request cost. */
interface Cost {
  operation: string;
  /** What became of its sessions. */
  shape: string;
  sessions: number;
  queries: number;
  answer: Said;
}

/** Many sessions cost no more queries than few (PHASE-14). */
export const queriesConstant = check({
  id: 'queries-constant',
  level: 'MUST',
  requirements: ['PHASE-14'],
  sentence:
    'Listing, replacing and deleting take the same number of queries of the store, however many sessions there are.',
  start() {
    const found = new Findings();
    const pace = new Pace();
    return {
      on: (event, exchange) => pace.on(event, exchange),
      end({ phases }) {
        for (const [, costs] of Map.groupBy(costsOf(phases, pace.time), ({ operation }) => operation)) {
          for (const [place, many] of costs.entries()) {
            for (const few of costs.slice(0, place)) judge(few, many, found);
          }
        }
        return found;
      },
    };
  },
});

/** A little more may be because something else became of the sessions; more for every session may not. */
function judge(one: Cost, other: Cost, found: Findings): void {
  const [few, many] = one.sessions < other.sessions ? [one, other] : [other, one];
  const [added, more] = [many.sessions - few.sessions, many.queries - few.queries];
  if (added === 0) return;
  found.judged += 1;
  if (more <= 0 || (few.shape !== many.shape && more * 2 < added)) return;
  const message = `${many.operation} took ${few.queries} queries for ${few.sessions} sessions, and ${many.queries} for ${many.sessions}.`;
  found.breach(message, few.answer.index, many.answer.index);
}

/** The cost of every request that is the only one of its operation between two readings of the counters. */
function costsOf(phases: PhaseStory, time: Pace['time']): Cost[] {
  const reads = readsOf(phases);
  // On real time nobody can tell who waited for a lock: only where there was none to wait for.
  if (time === 'real' && phases.asked('lockPhaseSession').length > 0) return [];
  const requests = phases.asked(...several);
  return reads.slice(1).flatMap((read, place) => {
    const before = reads[place];
    return before ? several.flatMap((operation) => costBetween(before, read, operation, requests, time) ?? []) : [];
  });
}

function costBetween(
  before: Read,
  after: Read,
  operation: (typeof several)[number],
  requests: readonly Exchange[],
  time: Pace['time'],
): Cost | undefined {
  const touching = requests.filter(
    (one) =>
      one.operation === operation &&
      one.sent.index < after.to &&
      (answersOf(one).at(-1)?.index ?? Number.POSITIVE_INFINITY) > before.from,
  );
  const [only, another] = touching;
  const [answer] = only ? answersOf(only) : [];
  if (!only || another || !answer || answer.status !== 200 || only.arrived.length > 1) return undefined;
  // Under way with one of the readings, or it waited and tried again.
  const arrival = arrivalOf(only) ?? 0;
  if (arrival < before.to || answer.index > after.from) return undefined;
  if (time === 'virtual' && answer.time > (only.arrived[0]?.time ?? 0)) return undefined;
  const name = `phase_store_queries_total{operation="${operation}"}`;
  const queries = (after.samples.get(name) ?? 0) - (before.samples.get(name) ?? 0);
  return { operation, ...sizeOf(answer), queries, answer };
}

function sizeOf({ exchange, body }: Said): { shape: string; sessions: number } {
  if (exchange.operation === 'listPhaseSessions') {
    const isCut = body.nextCursor !== null;
    return { shape: `${isCut} ${queryOf(exchange).has('taskId')}`, sessions: list(body.sessions).length };
  }
  if (exchange.operation === 'deletePhaseSessions') {
    const [deleted, missing] = [list(body.deleted).length, list(body.notFound).length];
    return { shape: `${deleted > 0} ${missing > 0}`, sessions: deleted + missing };
  }
  const outcomes = list(body.results).map((result) => `${fields(result).outcome} ${fields(result).code ?? ''}`);
  return { shape: [...new Set(outcomes)].sort().join(), sessions: outcomes.length };
}
