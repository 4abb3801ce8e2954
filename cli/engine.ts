import type { RunReport } from '../contracts/trace/index.ts';
import type { OwnScenarios, ReplayOptions, RunOptions } from '../scenarios/play/run-types.ts';
import type { ServeOptions, Serving } from '../scenarios/play/serve.ts';

/** A scenario as the catalogue names it. */
export interface ScenarioEntry {
  id: string;
  title: string;
  family: string;
  requirements: readonly string[];
  /** Capabilities a target must offer for it to be played. */
  needs: readonly string[];
  /** Ids of the checks it names itself; the invariants come on top. */
  checks: readonly string[];
}

export interface RequirementRow {
  id: string;
  text: string;
  /** false while no scenario of its family exists. */
  built: boolean;
  /** Ids of the scenarios that exercise it. */
  scenarios: readonly string[];
  /** Ids of the known bugs that break it. */
  mutants: readonly string[];
  /** What proves it where no scenario does, a line each. */
  proofs: readonly string[];
}

/** What only this scenario does: which faults fired, how much was judged, which mutants nothing else catches. */
export interface ScenarioValue {
  id: string;
  faultsFired: readonly string[];
  judged: number;
  onlyCatcherOf: readonly string[];
}

export interface MutantEntry {
  id: string;
  requirement: string;
  /** The program that has the bug, such as `control-plane` or `vm-agent`. */
  side: string;
  title: string;
}

export interface MutantResult extends MutantEntry {
  caughtBy: readonly { scenario: string; check: string }[];
  survived: boolean;
}

/** An adapter, as it is listed. */
export interface AdapterEntry {
  name: string;
  title: string;
  /** Groups of operations that it has at least one of. */
  capabilities: readonly string[];
  options: readonly { name: string; needed: boolean; secret: boolean; variable: string; description: string }[];
}

/** What can be exercised through an adapter. */
export interface AdapterReach {
  name: string;
  title: string;
  /** Operations that it has not, of the groups that it has: a scenario that asks for one is skipped in the middle. */
  lacks: readonly string[];
  requirements: readonly {
    id: string;
    text: string;
    /** Scenarios that can be played for it, as far as can be told without playing. */
    scenarios: readonly string[];
    /** Why there are none; null where there are some. */
    reason: string | null;
    /** Guarantees that some of its checks need, and that are not given: those are not judged. */
    notPromised: readonly string[];
  }[];
}

/** Tells how far a long job is: `id` is what was just finished. */
export type StepProgress = (step: { id: string; done: number; total: number }) => void;

export interface MutantOptions {
  /** Ids. Default: all. */
  select?: readonly string[];
  /** Default 1. */
  seed?: number;
  /** Default: processors. */
  lanes?: number;
  signal?: AbortSignal;
  progress?: StepProgress;
}

export interface ReplayResult {
  same: boolean;
  /** The first line that is not the same; null where one of the histories had already ended. */
  firstDifference: null | { index: number; recorded: string | null; replayed: string | null };
  report: RunReport;
}

/** All that the command needs of the rooms behind it. Every function may throw `CannotRun`. */
export interface Engine {
  /** Plays scenarios; writes their traces to `options.out`. */
  run(options: RunOptions): Promise<RunReport>;
  /** `scenarios`: files of a project's own scenarios, as in `RunOptions`. */
  catalogue(own?: OwnScenarios): Promise<readonly ScenarioEntry[]>;
  /** Ids of all checks; any of them may judge any scenario. */
  checkNames(): Promise<readonly string[]>;
  requirementTable(own?: OwnScenarios): Promise<readonly RequirementRow[]>;
  /** Plays the catalogue and every mutant: slow. */
  exclusive(options?: { signal?: AbortSignal; progress?: StepProgress }): Promise<readonly ScenarioValue[]>;
  mutants(options: MutantOptions): Promise<readonly MutantResult[]>;
  mutantNames(): Promise<readonly MutantEntry[]>;
  /** Plays a trace again, in the same order, and compares the histories line by line. */
  replay(traceFile: string, options: ReplayOptions): Promise<ReplayResult>;
  serve(options: ServeOptions): Promise<Serving>;
  /** The adapters that come with the command. */
  adapters(): Promise<readonly AdapterEntry[]>;
  /** `from`: a name, or an absolute path. */
  adapterRequirements(options: { from: string } & OwnScenarios): Promise<AdapterReach>;
}
