import { type PhaseMetric, phaseMetrics } from '../../../contracts/wire/index.ts';

/** Samples that are there before anything was counted. */
const labelled = {
  phase_replacements_total: ['{reason="model"}', '{reason="version"}', '{reason="parameters"}'],
  phase_archive_runs_total: ['{result="ok"}', '{result="alarm"}'],
  phase_store_queries_total: [],
} as Partial<Record<PhaseMetric, string[]>>;

/** The counters in the text format of Prometheus. Times are kept in milliseconds and told in seconds. */
export function metricsText(counters: Record<string, number>): string {
  const names = Object.keys(phaseMetrics) as PhaseMetric[];
  const lines = names.flatMap((name) => [
    `# HELP ${name} ${phaseMetrics[name]}`,
    `# TYPE ${name} counter`,
    ...samplesOf(name, counters).map((sample) => `${sample} ${told(name, counters[sample] ?? 0)}`),
  ]);
  return `${lines.join('\n')}\n`;
}

function samplesOf(name: PhaseMetric, counters: Record<string, number>): string[] {
  const known = (labelled[name] ?? ['']).map((labels) => `${name}${labels}`);
  const counted = Object.keys(counters).filter((sample) => sample.startsWith(`${name}{`));
  return [...new Set([...known, ...counted])].sort();
}

const told = (name: string, value: number) => (name.endsWith('_seconds_sum') ? value / 1000 : value);
