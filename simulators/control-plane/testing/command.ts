/**
 * What happens to a call, named by its method or by words of its SQL: `refuse`d before it runs, its answer `lose`d
 * after it, or the object that makes it `die`s right before or after it.
 */
export interface Fault {
  at: string;
  how: 'refuse' | 'lose' | 'die-before' | 'die-after';
}
export interface Command {
  faults?: Fault[];
  /** Milliseconds. */
  advance?: number;
  /** Time stands still but for `advance`. */
  frozen?: boolean;
  mutant?: string | null;
  /** Rings the alarm of an object, whether or not something is due, and waits until it has come to rest. */
  ring?: { binding: 'PROJECT_DATA' | 'TASK_RUNNER' | 'LIVE_SESSIONS' | 'RUNTIMES' | 'PHASE_ARCHIVE'; name: string };
  /** Ends the memory of an object; its store stays. */
  kill?: { binding: 'RUNTIMES' | 'PROJECT_DATA'; name: string };
  /** Breaks what the live sessions of a project have in memory: one loop behind their back, or all of it. */
  live?: { project: string; how: 'lose' | 'start' | 'kill'; sessionId?: string };
}
