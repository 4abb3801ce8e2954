import { type PhaseMetric, phaseMetrics } from '../../../../contracts/wire/index.ts';
import { judgeCases } from '../../cases.testing.ts';
import { done, large, type PhasePlay, phaseRow, played, refusal } from '../testing.ts';
import { countersTrue } from './counters-true.ts';
import { queriesConstant } from './queries-constant.ts';

const a = phaseRow();
const b = phaseRow({ sessionId: 'b', ...large });
const name = 'phase_store_queries_total{operation="deletePhaseSessions"}';

/** Deletes so many, with readings of what it cost; answers the answer. */
const deletes = (p: PhasePlay, count: number, from: number, to: number) => {
  const sessionIds = Array.from({ length: count }, (_, nth) => `s${nth}`);
  p.metrics({ [name]: from });
  const body = { deleted: sessionIds, notFound: [] };
  const answered = p.h.call('frontend', 'deletePhaseSessions', { body: { sessionIds } }, 200, body);
  p.metrics({ [name]: to });
  return answered;
};

judgeCases(queriesConstant, [
  [
    'passes the same for few and many',
    played((p) => {
      deletes(p, 3, 0, 7);
      deletes(p, 30, 7, 14);
    }),
  ],
  [
    'fails for more',
    played((p) => {
      deletes(p, 3, 0, 7);
      return deletes(p, 30, 7, 41);
    }),
    /deletePhaseSessions took 7 queries for 3 sessions, and 34 for 30/,
  ],
]);

type Counted = Partial<Record<PhaseMetric | `phase_replacements_total{reason="${string}"}`, number>>;
const zero = Object.fromEntries([
  ...Object.keys(phaseMetrics).map((one) => [one, 0]),
  ...['model', 'version', 'parameters'].map((reason) => [`phase_replacements_total{reason="${reason}"}`, 0]),
]);
const counted = (p: PhasePlay, counters: Counted) => p.metrics({ ...zero, ...counters });
const lookups = (all: number, hits: number): Counted => ({
  phase_lookup_seconds_count: all,
  phase_lookup_cache_hits_total: hits,
  phase_lookup_cache_misses_total: all - hits,
});
const replacement: Counted = {
  'phase_replacements_total{reason="model"}': 1,
  phase_replacement_seconds_count: 1,
  phase_lock_acquisitions_total: 1,
};
const waits = (p: PhasePlay) => {
  p.start(a);
  p.ask('lockPhaseSession', 'a', 201, { lockId: 'x', expiresAt: 1 }, 'frontend:bob');
  const step = p.asks(b, { sessionId: 'a', version: 1 });
  p.h.wait(2000);
  done(step, 423, refusal('session_locked'));
};
const waited: Counted = {
  phase_lock_acquisitions_total: 1,
  phase_lock_contention_total: 1,
  phase_lock_timeouts_total: 1,
  phase_lock_wait_seconds_count: 1,
  phase_lock_wait_seconds_sum: 2,
};

judgeCases(countersTrue, [
  [
    'passes a replacement, lookups with a miss and a hit, and a wait in vain',
    played((p) => {
      waits(p);
      counted(p, waited);
      p.lookup(a);
      p.lookup(a);
      counted(p, { ...waited, ...lookups(2, 1) });
    }),
  ],
  [
    'passes either count after a replacement whose answer was lost, and while one is under way',
    played((p) => {
      p.start(a);
      const step = p.asks(b, { sessionId: 'a', version: 1 });
      counted(p, {});
      p.swap(a, b);
      counted(p, replacement);
      step.giveUp();
    }),
  ],
  [
    'fails for a replacement that is not counted',
    played((p) => {
      p.start(a);
      p.replace(a, b);
      return counted(p, { ...replacement, 'phase_replacements_total{reason="model"}': 0 });
    }),
    /phase_replacements_total\{reason="model"\} is 0 instead of 1/,
  ],
  [
    'fails for a hit that is counted as a miss',
    played((p) => {
      p.start(a);
      p.lookup(a);
      p.lookup(a);
      return counted(p, lookups(2, 0));
    }),
    /phase_lookup_cache_hits_total is 0 instead of 1/,
  ],
  [
    'fails for a first lookup that is counted as a hit',
    played((p) => {
      p.start(a);
      p.lookup(a);
      return counted(p, lookups(1, 1));
    }),
    /phase_lookup_cache_hits_total is 1 instead of 0/,
  ],
  [
    'fails for a wait in vain that is not counted',
    played((p) => {
      waits(p);
      return counted(p, { ...waited, phase_lock_timeouts_total: 0 });
    }),
    /phase_lock_timeouts_total is 0 instead of 1/,
  ],
  [
    'fails for less time than was waited',
    played((p) => {
      waits(p);
      return counted(p, { ...waited, phase_lock_wait_seconds_sum: 1 });
    }),
    /phase_lock_wait_seconds_sum is 1 instead of 2/,
  ],
  [
    'fails for runs of the archive that are not counted',
    played((p) => {
      p.start(a);
      const run = { endedAt: 1, archived: 3, failed: 0, alarm: null };
      p.h.call('frontend', 'listArchiveRuns', {}, 200, { runs: [run] });
      return counted(p, {});
    }),
    /phase_archive_runs_total\{result="ok"\} is not there instead of 1/,
  ],
]);
