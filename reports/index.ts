export { colourFor } from './colour.ts';
export { type LiveProgress, liveProgress } from './progress.ts';
export type { Output, ReportContext, Reporter, RunProgress } from './reporter.ts';
export { type ReporterName, reporters, type WriteOptions, writeReports } from './write-reports.ts';
