import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** How a process ended: by itself with a code, or by a signal. */
export interface Ended {
  code: number | null;
  signal: string | null;
}

export interface ProcessOptions {
  /** Program and arguments; with `shell` one line for the shell. */
  words: readonly string[];
  shell: boolean;
  env: Record<string, string>;
  cwd: string;
}

/** Lines of output that are kept, the last ones. */
const kept = 2000;
/** Characters of a line that are kept. */
const longestLine = 2000;

/** A client: a process in a group of its own, so that it goes with all that it has started. */
export class ClientProcess {
  /** What it has printed on stdout and stderr, in the order in which it came: the last lines. */
  readonly lines: string[] = [];
  /** Settles when it has ended and all it printed has come. */
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line.slice(0, longestLine));
        if (this.lines.length > kept) this.lines.shift();
      });
    }
    // What it has started and left behind would hold its output open.
    child.once('exit', () => this.#signal('SIGKILL'));
    this.ended = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
  }

  /** @throws the error of the system where the program cannot be started */
  static async start({ words, shell, env, cwd }: ProcessOptions): Promise<ClientProcess> {
    const [program = '', ...args] = words;
    const child = spawn(program, args, { shell, env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const client = new ClientProcess(child);
    await once(child, 'spawn');
    child.on('error', () => {}); // A signal that reaches nobody.
    return client;
  }

  /** SIGTERM, and SIGKILL where it is still there after `patience` milliseconds. Says which it took. */
  async stop(patience: number): Promise<'none' | 'SIGTERM' | 'SIGKILL'> {
    if (this.#isOver) return this.ended.then(() => 'none');
    this.#signal('SIGTERM');
    let timer: NodeJS.Timeout | undefined;
    let used: 'SIGTERM' | 'SIGKILL' = 'SIGTERM';
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        used = 'SIGKILL';
        this.#signal('SIGKILL');
        resolve();
      }, patience);
    });
    await Promise.race([this.ended, late]);
    clearTimeout(timer);
    await this.ended;
    return used;
  }

  get #isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // Nobody is left in its group, or there are no groups here.
      this.#child.kill(signal);
    }
  }
}
