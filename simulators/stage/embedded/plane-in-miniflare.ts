import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Log, LogLevel, type MiniflareOptions } from 'miniflare';
import { bindings } from '../../control-plane/index.ts';
import { quietMiniflare } from './quiet-miniflare.ts';

export interface PlaneSettings {
  /** Name of the worker. */
  name: string;
  /** Its code, bundled. */
  script: string;
  host: string;
  /** 0: any that is free. */
  port: number;
  adminToken: string;
  /** Folder below which it stores; what is stored there goes with it. */
  folder: string;
  /** Whether projects and tokens can be made over the wire. */
  provisioning: 'on' | 'off';
  /** Default: what the worker logs is printed. */
  handleStructuredLogs?: MiniflareOptions['handleStructuredLogs'];
}

/** The control plane's worker in Miniflare, with all its bindings and real time. */
export async function planeInMiniflare({ folder: parent, ...settings }: PlaneSettings) {
  const folder = await mkdtemp(join(parent, `rehearse-${settings.name}-`));
  const miniflare = quietMiniflare(optionsOf(settings, folder));
  async function stop(): Promise<void> {
    try {
      await miniflare.dispose();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  try {
    return {
      url: (await miniflare.ready).toString().replace(/\/$/, ''),
      provisioning: (provisioning: 'on' | 'off') =>
        miniflare.setOptions(optionsOf({ ...settings, provisioning }, folder)),
      stop,
    };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

function optionsOf(settings: Omit<PlaneSettings, 'folder'>, folder: string): MiniflareOptions {
  const { name, script, host, port, adminToken, provisioning, handleStructuredLogs } = settings;
  return {
    name,
    modules: [{ type: 'ESModule', path: 'worker.mjs', contents: script }],
    compatibilityDate: bindings.compatibilityDate,
    compatibilityFlags: [...bindings.compatibilityFlags],
    host,
    port,
    log: new Log(LogLevel.ERROR),
    ...(handleStructuredLogs ? { handleStructuredLogs } : {}),
    durableObjects: Object.fromEntries(
      Object.entries(bindings.objects).map(([binding, className]) => [binding, { className, useSQLite: true }]),
    ),
    d1Databases: [bindings.database],
    bindings: { ADMIN_TOKEN: adminToken, PROVISIONING: provisioning },
    defaultPersistRoot: folder,
  };
}
