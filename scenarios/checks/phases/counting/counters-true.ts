import { insideKinds } from '../../../../contracts/trace/index.ts';
import type { PhaseMetric } from '../../../../contracts/wire/index.ts';
import { check } from '../../check.ts';
import { Findings } from '../../findings.ts';
import type { Observed } from '../../observed.ts';
import { Pace } from '../../pace.ts';
import { fields, list, type Said } from '../../reading.ts';
import { modelChange } from '../story/rows.ts';
import type { PhaseStory } from '../story/story.ts';
import { locksUntil } from './locks-counted.ts';
import { lookupsUntil } from './lookups-counted.ts';
import { type Read, readsOf } from './reads.ts';
import { Tally } from './tally.ts';

/** Seconds that a sum of times may be off for each time in it. */
const precision = 0.0015;

/** The counters count what happened (PHASE-16). */
export const countersTrue = check({
  id: 'counters-true',
  level: 'MUST',
  requirements: ['PHASE-16'],
  sentence:
    'The counters of replacements, locks, lookups and the archive equal what the history shows, whenever they are read.',
  start() {
    const found = new Findings();
    const pace = new Pace();
    const alarms: number[] = [];
    return {
      on(event, exchange) {
        pace.on(event, exchange);
        if (event.kind === 'alarm') alarms.push(event.index);
      },
      end(observed) {
        const { phases } = observed;
        const reads = readsOf(phases);
        for (const read of reads) {
          judgeReplacements(phases, read, found);
          judgeLookups(observed, read, found);
          judgeLocks(observed, read, pace.time, found);
          judgeArchive(phases, read, alarms, found);
        }
        judgeGrowing(reads, found);
        return found;
      },
    };
  },
});

type Sample = PhaseMetric | `${PhaseMetric}{${string}}`;

function judge(read: Read, name: Sample, due: Tally, found: Findings, ...events: (number | undefined)[]): void {
  const value = read.samples.get(name);
  found.judged += 1;
  if (value !== undefined && due.fits(value)) return;
  found.breach(`${name} is ${value ?? 'not there'} instead of ${due}.`, ...events, read.answer.index);
}

function exactly(count: number): Tally {
  const tally = new Tally();
  tally.sure(count);
  return tally;
}

function judgeReplacements({ truth }: PhaseStory, read: Read, found: Findings): void {
  if (!truth) return;
  const [least, most] = truth.steps(read);
  const reasons = { model: new Tally(), version: new Tally(), parameters: new Tally() };
  const all = new Tally();
  const events: number[] = [];
  for (const life of truth.lives.values()) {
    const old = truth.lives.get(life.replaced ?? '');
    const was = old && truth.versionBefore(old, life.start);
    const [now] = life.versions;
    const reason = was && now && modelChange(was.row, now.row);
    if (!reason || life.start > most) continue;
    events.push(now.event);
    for (const tally of [reasons[reason], all]) {
      if (life.start <= least) tally.sure();
      else tally.maybe();
    }
  }
  for (const [reason, tally] of Object.entries(reasons))
    judge(read, `phase_replacements_total{reason="${reason}"}`, tally, found, ...events);
  judge(read, 'phase_replacement_seconds_count', all, found, ...events);
}

function judgeLookups(observed: Observed, read: Read, found: Findings): void {
  const { phases } = observed;
  const isBroken = observed.faults.some(({ fault }) => insideKinds.has(fault));
  const { all, hits } = lookupsUntil(phases, read, isBroken ? 'unknown' : 'whole');
  const events = phases
    .answers('lookupPhase')
    .filter(({ index }) => index < read.from)
    .map(({ index }) => index);
  const hit = read.samples.get('phase_lookup_cache_hits_total') ?? 0;
  judge(read, 'phase_lookup_seconds_count', all, found, ...events);
  judge(read, 'phase_lookup_cache_hits_total', hits, found, ...events);
  const count = read.samples.get('phase_lookup_seconds_count') ?? 0;
  judge(read, 'phase_lookup_cache_misses_total', exactly(count - hit), found, ...events);
}

function judgeLocks(observed: Observed, read: Read, time: Pace['time'], found: Findings): void {
  const { phases } = observed;
  const broken = new Set(observed.faults.flatMap(({ op }) => op ?? []));
  const { acquisitions, contention, timeouts, waited } = locksUntil(phases, read, broken, time);
  const events = phases
    .answers('lockPhaseSession', 'updatePhaseSession', 'startPhase')
    .filter(({ index }) => index < read.from)
    .map(({ index }) => index);
  judge(read, 'phase_lock_acquisitions_total', acquisitions, found, ...events);
  judge(read, 'phase_lock_contention_total', contention, found, ...events);
  judge(read, 'phase_lock_timeouts_total', timeouts, found, ...events);
  judge(
    read,
    'phase_lock_wait_seconds_count',
    exactly(read.samples.get('phase_lock_contention_total') ?? 0),
    found,
    ...events,
  );
  const sum = read.samples.get('phase_lock_wait_seconds_sum');
  // Whoever did not wait took no time: what all of them took is what was waited.
  if (waited === undefined || sum === undefined) return;
  found.judged += 1;
  if (Math.abs(sum - waited / 1000) <= precision * (contention.most + 1)) return;
  found.breach(`phase_lock_wait_seconds_sum is ${sum} instead of ${waited / 1000}.`, ...events, read.answer.index);
}

/** Where the runs were read right before or after, they say the same. */
function judgeArchive(phases: PhaseStory, read: Read, alarms: readonly number[], found: Findings): void {
  const lists = phases.answers('listArchiveRuns').filter(({ status }) => status === 200);
  const near = lists.find(
    (one) => one.time === read.answer.time && !alarms.some((index) => isBetween(index, one, read.answer)),
  );
  if (!near) return;
  const runs = list(near.body.runs).map(fields);
  const sum = (name: string) => exactly(runs.reduce((total, run) => total + Number(run[name]), 0));
  const ended = runs.filter(({ endedAt }) => endedAt !== null);
  const alarmed = ended.filter(({ alarm }) => alarm !== null);
  judge(read, 'phase_archive_runs_total{result="ok"}', exactly(ended.length - alarmed.length), found, near.index);
  judge(read, 'phase_archive_runs_total{result="alarm"}', exactly(alarmed.length), found, near.index);
  judge(read, 'phase_archived_sessions_total', sum('archived'), found, near.index);
  judge(read, 'phase_archive_dead_letters_total', sum('failed'), found, near.index);
}

function isBetween(index: number, one: Said, other: Said): boolean {
  const [first, second] = one.index < other.index ? [one, other] : [other, one];
  return index > first.exchange.sent.index && index < second.index;
}

/** A counter only grows. */
function judgeGrowing(reads: readonly Read[], found: Findings): void {
  for (const [place, read] of reads.slice(1).entries()) {
    const before = reads[place];
    if (!before || before.to > read.from) continue;
    for (const [name, value] of read.samples) {
      const old = before.samples.get(name) ?? 0;
      if (value < old) found.breach(`${name} went from ${old} to ${value}.`, before.answer.index, read.answer.index);
    }
  }
}
