import { accessSync, constants, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Control } from './control.ts';
import { Workerd, type WorkerSettings } from './workerd.ts';

export interface LaneOptions extends WorkerSettings {
  /** Bindings of its databases. */
  databases: readonly string[];
  /** Bindings of its key-value stores. Default: none. */
  stores?: readonly string[];
}

/** Folders of lanes that were not stopped: they go with this process, however it ends. */
const folders = new Set<string>();
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** One workerd with one worker in it, wrapped by the stage. It plays one scenario at a time. */
export class Lane {
  readonly url: string;
  readonly #workerd: Workerd;
  readonly #folder: string;
  control: Control;
  #plays = 0;

  private constructor(workerd: Workerd, url: string, control: Control, folder: string) {
    this.#workerd = workerd;
    this.#folder = folder;
    this.url = url;
    this.control = control;
  }

  static async start(options: LaneOptions): Promise<Lane> {
    const folder = await mkdtemp(join(fastFolder(), 'rehearse-'));
    folders.add(folder);
    const databases = Object.fromEntries(options.databases.map((binding) => [binding, 'StageDatabase']));
    const stores = Object.fromEntries((options.stores ?? []).map((binding) => [binding, 'StageStore']));
    let workerd: Workerd | undefined;
    try {
      workerd = await Workerd.start(folder, {
        ...options,
        objects: { ...options.objects, ...databases, ...stores },
        // For the stage, which takes objects out of memory.
        compatibilityFlags: [...options.compatibilityFlags, 'unsafe_module'],
      });
      const url = `http://127.0.0.1:${workerd.port}`;
      return new Lane(workerd, url, await Control.open(url), folder);
    } catch (error) {
      await workerd?.stop();
      await remove(folder);
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
    await this.#workerd.restart();
    this.control = await Control.open(this.url);
  }

  /** Starts the process again on the same address with nothing stored. */
  async renew(): Promise<void> {
    this.control.close();
    await this.#workerd.renew();
    this.control = await Control.open(this.url);
  }

  async stop(): Promise<void> {
    this.control.close();
    await this.#workerd.stop();
    await remove(this.#folder);
  }
}

async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  folders.delete(folder);
}

/** Memory where the system has such a folder: twice as fast for many small writes. */
export function fastFolder(): string {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
}
