export { nothingPlayed } from './account.ts';
export { annotations } from './annotations.ts';
export { colourFor } from './colour.ts';
export { firstMissing } from './coverage.ts';
export { mergeReports } from './merge.ts';
export { liveProgress } from './progress.ts';
export { stepSummary } from './step-summary.ts';
export { type ReporterName, writeReports } from './write-reports.ts';
