import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** Path of the program, and its day. The package says nothing of its types. */
const { default: program, compatibilityDate }: { default: string; compatibilityDate: string } = createRequire(
  import.meta.url,
)('workerd');

/** The last day whose platform it knows. */
export const latestCompatibilityDate = compatibilityDate;

/** One worker and what it is bound to, as workerd is told. */
export interface WorkerSettings {
  /** Text of its module. */
  script: string;
  /** Binding → class of its Durable Objects. */
  objects: Record<string, string>;
  /** Binding → which of its own entrypoints it calls. Default: none. */
  services?: Record<string, string>;
  /** Classes that do without SQLite. Default: none. */
  withoutSql?: readonly string[];
  /** Text bindings, and what is no text as JSON. */
  variables: Record<string, unknown>;
  compatibilityDate: string;
  compatibilityFlags: readonly string[];
}

/**
 * A schedule point is a promise that one request's code waits for and the control socket resolves. workerd takes
 * what follows back to the waiting request, but code that V8's optimizing compilers have made (after some ten
 * thousand points) goes on in the wrong one, and its next call to a store fails: so they are off.
 */
const v8Flags = ['--no-turbofan', '--no-maglev'];

/** What dies with this process, however it ends. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** One workerd process that serves one worker and keeps what it stores in a folder. */
export class Workerd {
  readonly #folder: string;
  #process: ChildProcess | undefined;
  /** It was stopped: whoever is about to start it again comes too late. */
  #over = false;
  /** Of the socket; 0 until it has started once. It stays the same ever after. */
  port = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Starts it on a free port of this machine. `folder` must be there. @throws Error with what it says, where it does not start */
  static async start(folder: string, settings: WorkerSettings): Promise<Workerd> {
    await mkdir(join(folder, 'objects'));
    await writeFile(join(folder, 'worker.mjs'), settings.script);
    await writeFile(join(folder, 'config.capnp'), configOf(settings));
    const started = new Workerd(folder);
    await started.#start();
    return started;
  }

  /** Kills it (SIGKILL) and starts it again on the same port with the same data. */
  async restart(): Promise<void> {
    await this.#kill();
    await this.#start();
  }

  /** Kills it for good: there is nothing that it would have to say. */
  async stop(): Promise<void> {
    this.#over = true;
    await this.#kill();
  }

  async #kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    running.delete(child);
  }

  /** As `restart`, with nothing stored. */
  async renew(): Promise<void> {
    await this.#kill();
    const objects = join(this.#folder, 'objects');
    await rm(objects, { recursive: true, force: true });
    await mkdir(objects);
    await this.#start();
  }

  async #start(): Promise<void> {
    if (this.#over) throw new Error('Failed to start workerd: it was stopped meanwhile.');
    const address = `--socket-addr=http=127.0.0.1:${this.port}`;
    const child = spawn(program, ['serve', '--experimental', '--control-fd=3', address, 'config.capnp'], {
      cwd: this.#folder,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    running.add(child);
    this.port = await portOf(child);
  }
}

/** The port it listens on, as it says on its control pipe. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    let complaint = '';
    (child.stdio[3] as Readable).on('data', (text) => {
      said += text;
      const port = /"event":"listen".*"port":(\d+)/.exec(said)?.[1];
      if (port) resolve(Number(port));
    });
    child.stderr?.on('data', (text) => {
      if (complaint.length < 2000) complaint += text;
    });
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`Failed to start workerd: ${complaint.trim() || 'it said nothing'}.`)));
  });
}

/** Its configuration, in the text form of Cap'n Proto: strings are written as JSON writes them. */
function configOf(settings: WorkerSettings): string {
  const text = JSON.stringify;
  const list = (entries: string[]) => `[${entries.join(', ')}]`;
  const objects = Object.entries(settings.objects);
  const bindings = [
    ...objects.map(([name, className]) => `(name = ${text(name)}, durableObjectNamespace = ${text(className)})`),
    ...Object.entries(settings.services ?? {}).map(
      ([name, entrypoint]) => `(name = ${text(name)}, service = (name = "target", entrypoint = ${text(entrypoint)}))`,
    ),
    ...Object.entries(settings.variables).map(([name, value]) =>
      typeof value === 'string'
        ? `(name = ${text(name)}, text = ${text(value)})`
        : `(name = ${text(name)}, json = ${text(text(value))})`,
    ),
  ];
  const namespaces = [...new Set(Object.values(settings.objects))].map(
    (name) =>
      `(className = ${text(name)}, uniqueKey = ${text(name)}, enableSql = ${!settings.withoutSql?.includes(name)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "target", worker = (
      modules = [(name = "worker.mjs", esModule = embed "worker.mjs")],
      compatibilityDate = ${text(settings.compatibilityDate)},
      compatibilityFlags = ${list(settings.compatibilityFlags.map((flag) => text(flag)))},
      bindings = ${list(bindings)},
      durableObjectNamespaces = ${list(namespaces)},
      durableObjectStorage = (localDisk = "objects"),
      globalOutbound = "machine"
    )),
    (name = "objects", disk = (path = "objects", writable = true)),
    (name = "machine", network = (allow = ["private"]))
  ],
  sockets = [(name = "http", http = (), service = "target")],
  v8Flags = ${list(v8Flags.map((flag) => text(flag)))}
);
`;
}
