import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Log, LogLevel, type Miniflare, type MiniflareOptions } from 'miniflare';
import { Control } from './control.ts';
import { quietMiniflare } from './quiet-miniflare.ts';

export interface LaneOptions {
  /** Bundled worker with the stage around it. */
  script: string;
  /** Binding → class of its Durable Objects. */
  objects: Record<string, string>;
  databases: readonly string[];
  variables: Record<string, string>;
  compatibilityDate: string;
  compatibilityFlags: readonly string[];
}

/**
 * A schedule point is a promise that one request's code waits for and the control socket resolves. workerd takes
 * what follows back to the waiting request, but code that V8's optimizing compilers have made (after some ten
 * thousand points) goes on in the wrong one, and its next call to a store fails: so they are off.
 */
const v8Flags = '--no-turbofan --no-maglev';

/** One workerd with one worker in it. It plays one scenario at a time. */
export class Lane {
  readonly url: string;
  readonly objects: Record<string, string>;
  readonly #miniflare: Miniflare;
  readonly #options: MiniflareOptions;
  readonly #folder: string;
  control: Control;
  #plays = 0;

  private constructor(
    miniflare: Miniflare,
    url: string,
    control: Control,
    options: MiniflareOptions,
    folder: string,
    objects: Record<string, string>,
  ) {
    this.#miniflare = miniflare;
    this.#options = options;
    this.#folder = folder;
    this.url = url;
    this.control = control;
    this.objects = objects;
  }

  static async start(options: LaneOptions): Promise<Lane> {
    const folder = await mkdtemp(join(fastFolder(), 'rehearse-'));
    const settings: MiniflareOptions = {
      name: 'target',
      // Given as a module, the bundle is not searched for imports, which would take a tenth of a second.
      modules: [{ type: 'ESModule', path: 'worker.mjs', contents: options.script }],
      compatibilityDate: options.compatibilityDate,
      compatibilityFlags: [...options.compatibilityFlags],
      host: '127.0.0.1',
      port: 0,
      // Past the worker that Miniflare puts in front, which costs more than most requests do behind it.
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
      log: new Log(LogLevel.NONE),
      handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
        stdout.resume();
        stderr.resume();
      },
      durableObjects: Object.fromEntries(
        [...Object.entries(options.objects), ...options.databases.map((binding) => [binding, 'StageDatabase'])].map(
          ([binding, className]) => [binding, { className, useSQLite: true }],
        ),
      ),
      bindings: options.variables,
      defaultPersistRoot: folder,
    };
    // Miniflare reads them from the environment, whenever it starts the process.
    process.env.MINIFLARE_WORKERD_V8_FLAGS ??= v8Flags;
    const miniflare = quietMiniflare(settings);
    try {
      const url = (await miniflare.unsafeGetDirectURL('target')).toString().replace(/\/$/, '');
      return new Lane(miniflare, url, await Control.open(url), settings, folder, options.objects);
    } catch (error) {
      await miniflare.dispose().catch(() => {});
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Eight hex digits that no other play on this lane has. */
  nextNonce(): string {
    this.#plays += 1;
    return this.#plays.toString(16).padStart(8, '0');
  }

  /** Kills the process (SIGKILL) and starts it again on the same address with the same data. */
  async kill(): Promise<void> {
    this.control.close();
    await this.#miniflare.setOptions(this.#options);
    this.control = await Control.open(this.url);
  }

  /** Takes an object out of memory, where it is there; its hibernating sockets stay. Only when nothing is in flight in it. */
  async evict(key: string): Promise<void> {
    const [className = '', id = ''] = key.split('/');
    try {
      await this.#miniflare.unsafeEvictDurableObject('target', className, { id, webSockets: 'hibernate' });
    } catch (error) {
      if (!String(error).includes('not currently running')) throw error;
    }
  }

  async stop(): Promise<void> {
    this.control.close();
    await this.#miniflare.dispose();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Memory where the system has such a folder: twice as fast for many small writes. */
function fastFolder(): string {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
}
