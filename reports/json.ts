import type { Reporter } from './reporter.ts';

/** `report.json`: the report itself, for programs and for the other verbs. */
export const json: Reporter = {
  file: 'report.json',
  render: (report) => `${JSON.stringify(report, null, 2)}\n`,
};
