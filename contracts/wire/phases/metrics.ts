/** The counters of a project's phases: what each counts, exactly (PHASE-16). Prometheus text, seconds with three decimals at most. */
export const phaseMetrics = {
  phase_replacements_total: 'Sessions that were replaced, by `reason`: model, version or parameters.',
  phase_lock_acquisitions_total:
    'Locks that were given: to lock operations, and to replacements and titles that took one.',
  phase_lock_contention_total: 'Requests that had to wait for a lock, also those that waited in vain.',
  phase_lock_timeouts_total: 'Requests that waited in vain.',
  phase_lock_wait_seconds_sum: 'What all of those waited together.',
  phase_lock_wait_seconds_count: 'Requests that waited; equal to the contention.',
  phase_lookup_cache_hits_total: 'Lookups answered with what the cache had, after the version was checked.',
  phase_lookup_cache_misses_total: 'Lookups for which the store was read, also where nothing was found.',
  phase_lookup_seconds_sum: 'What all lookups took together.',
  phase_lookup_seconds_count: 'Lookups: hits and misses.',
  phase_replacement_seconds_sum: 'From the request to the commit, of all replaced sessions together.',
  phase_replacement_seconds_count: 'Sessions that were replaced.',
  phase_store_queries_total:
    'Queries of the store, by `operation`: replacePhaseSessions, deletePhaseSessions, and so on.',
  phase_archive_runs_total: 'Runs of the archive that ended, by `result`: ok or alarm.',
  phase_archived_sessions_total: 'Sessions that were archived.',
  phase_archive_dead_letters_total: 'Sessions that the archive gave up.',
} as const;
export type PhaseMetric = keyof typeof phaseMetrics;

/** The value of each sample by its name with labels, as the text has it: `phase_replacements_total{reason="model"}`. */
export function parseMetrics(text: string): Map<string, number> {
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    samples.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}
