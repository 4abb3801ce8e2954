import type { RunReport, ScenarioReport } from '../../contracts/trace/index.ts';
import type { Adapter } from '../../simulators/stage/adapters/index.ts';
import type { KnownFailure } from './baseline.ts';

/** Scenarios of one's own. */
export interface OwnScenarios {
  /** Their files, played beside the catalogue's: paths from the working folder, `*` and `**` allowed. Default: none. */
  scenarios?: readonly string[];
}

export interface ReplayOptions extends OwnScenarios {
  /** Id of a known bug to switch on. Default: that of the trace. */
  mutant?: string;
  /** Folder for the trace; default: no file. */
  out?: string;
}

/** An adapter, and what it is given. */
export interface AdapterChoice {
  /** Name of one that comes with this package, a file (absolute) whose default export is one, or one itself. */
  from: string | Adapter;
  /** Its options. */
  options?: Readonly<Record<string, unknown>>;
  /** Where options that are not given are looked for: `agentToken` as REHEARSE_ADAPTER_AGENT_TOKEN. Default: nowhere. */
  env?: Readonly<Record<string, string | undefined>>;
}

/** The project of a Worker, to be run on the stage. */
export interface WorkerChoice {
  /** Path of its wrangler.jsonc, wrangler.json or wrangler.toml. */
  project: string;
  /** One of its environments. Default: none. */
  env?: string;
  /** Wrangler files of other Workers that it calls. Default: none. */
  services?: readonly string[];
  /** File of the hooks that seed data and mint credentials before each play. Default: none. */
  hooks?: string;
}

/** What to play, on what. Every option has a default. */
export interface RunOptions extends OwnScenarios {
  /** Scenario ids, families, or ids with `*`. Default: all. */
  select?: readonly string[];
  /** `embedded`, or the base URL of an API that speaks the canonical wire. Default `embedded`. */
  target?: string;
  /** What speaks to a system with a wire of its own; `target` and `token` mean nothing then. Default: none. */
  adapter?: AdapterChoice;
  /** A Worker to play on instead of `target`; with an `adapter` where it has a wire of its own. Default: none. */
  worker?: WorkerChoice;
  /** Takes what a person should know of the target before the run, a line each. Default: nobody does. */
  warn?: (line: string) => void;
  /** Administrator's token of a `target` URL. */
  token?: string;
  /** Default 1. */
  seed?: number;
  /** Id of a known bug to switch on. */
  mutant?: string;
  /** How many scenarios are played side by side. Default: processors. */
  lanes?: number;
  /** `i/n`: the i-th of n parts of the catalogue, from 1. */
  shard?: string;
  /** Folder for report and traces; default: no files. */
  out?: string;
  /** Folder of the pacts whose interactions are counted as played or not. Default: those of this contract. */
  pacts?: string;
  /** Milliseconds of real time a scenario may take. Default 60 000. */
  timeout?: number;
  /** Seconds of real time the run may take: what is under way then is given up, and the run not complete. Default: none. */
  deadline?: number;
  /** What is known to fail. Default: nothing. */
  baseline?: readonly KnownFailure[];
  /** The file of `baseline`, as a command names it: the one that plays a stale entry again does. Default: none. */
  baselineFile?: string;
  /** Ends the run early: what was played is reported, `complete` is false. */
  signal?: AbortSignal;
  progress?: (progress: Progress) => void;
}

export type Progress =
  | { type: 'begin'; total: number; target: string; lanes: number; seed: number }
  | { type: 'finished'; scenario: ScenarioReport; done: number; total: number };

/** The run could not be made or not be finished: exit code 2. The message is one line. */
export class CannotRun extends Error {
  /** What ran until then. */
  readonly report: RunReport | null;
  constructor(message: string, report: RunReport | null = null) {
    super(message);
    this.name = 'CannotRun';
    this.report = report;
  }
}
