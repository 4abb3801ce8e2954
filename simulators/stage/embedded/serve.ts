import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Log, LogLevel, type MiniflareOptions } from 'miniflare';
import { bindings } from '../../control-plane/index.ts';
import { bundlePlain } from './bundle.ts';
import { quietMiniflare } from './quiet-miniflare.ts';

export interface ServedPlane {
  url: string;
  /** From now on nobody makes projects or tokens over the wire. */
  switchProvisioningOff(): Promise<void>;
  stop(): Promise<void>;
}

/** The control plane as it is, without a stage around it: real time, real alarms. What it stores goes with it. */
export async function serveControlPlane(options: {
  host: string;
  port: number;
  adminToken: string;
  provisioning: 'on' | 'off';
}): Promise<ServedPlane> {
  const folder = await mkdtemp(join(tmpdir(), 'rehearse-serve-'));
  const settings = (provisioning: 'on' | 'off'): MiniflareOptions => ({
    name: 'target',
    modules: [{ type: 'ESModule', path: 'worker.mjs', contents: script }],
    compatibilityDate: bindings.compatibilityDate,
    compatibilityFlags: [...bindings.compatibilityFlags],
    host: options.host,
    port: options.port,
    log: new Log(LogLevel.ERROR),
    durableObjects: Object.fromEntries(
      Object.entries(bindings.objects).map(([binding, className]) => [binding, { className, useSQLite: true }]),
    ),
    d1Databases: [bindings.database],
    bindings: { ADMIN_TOKEN: options.adminToken, PROVISIONING: provisioning },
    defaultPersistRoot: folder,
  });
  const script = await bundlePlain(fileURLToPath(new URL('../../control-plane/worker.ts', import.meta.url)));
  const miniflare = quietMiniflare(settings(options.provisioning));
  const url = (await miniflare.ready).toString().replace(/\/$/, '');
  return {
    url,
    switchProvisioningOff: () => miniflare.setOptions(settings('off')),
    async stop() {
      await miniflare.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
