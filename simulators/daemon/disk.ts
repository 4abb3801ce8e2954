/** A session as the agent's command line keeps it. */
export interface StoredSession {
  /** It can be resumed there alone, also by another daemon of the same machine. */
  runtimeId: string;
  workDir: string;
}

/** What survives the process of a daemon: the disk of its machine, shared by all daemons on it. */
export class MachineDisk {
  /** Runtimes whose daemon has run here. */
  readonly runtimes = new Set<string>();
  /** By path: the names of the files in it. */
  readonly directories = new Map<string, string[]>();
  /** By session id. */
  readonly sessions = new Map<string, StoredSession>();

  /** Opens a work directory, or makes it, empty. */
  enter(path: string): { made: 'before' | 'now'; files: string[] } {
    const files = this.directories.get(path);
    if (files) return { made: 'before', files };
    const empty: string[] = [];
    this.directories.set(path, empty);
    return { made: 'now', files: empty };
  }
}
