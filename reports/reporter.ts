import type { RunReport, ScenarioReport } from '../contracts/trace/index.ts';

/** Something text is written to: `process.stdout` is one. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** What a reporter may know beyond the report. */
export interface ReportContext {
  /** Folder that `trace` of a scenario is relative to; absent when nothing was written. */
  out?: string;
  /** Default `off`. Only reporters for a terminal use it. */
  colour?: 'on' | 'off';
  /** What a terminal shows of the contract that was not exercised. Default `counted`: how much it is. */
  coverage?: 'counted' | 'listed';
  /** Sentences of the requirements by id, so that a failure can quote what was promised. */
  requirements?: ReadonlyMap<string, string>;
}

/** Makes one text of a whole run. It reads nothing but the report. */
export interface Reporter {
  /** Name of its file in the report's folder; null: it is for reading on stdout. */
  file: string | null;
  render(report: RunReport, context: ReportContext): string;
}

/** What a run tells while it is under way. */
export type RunProgress =
  | { type: 'begin'; total: number; target: string; lanes: number; seed: number }
  | { type: 'finished'; scenario: ScenarioReport; done: number; total: number };
