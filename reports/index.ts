export { colourFor } from './colour.ts';
export { liveProgress } from './progress.ts';
export { type ReporterName, writeReports } from './write-reports.ts';
