import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Log, LogLevel } from 'miniflare';
import { bindings } from '../../control-plane/index.ts';
import { bundleText } from '../embedded/bundle.ts';
import { fastFolder } from '../embedded/lane.ts';
import { quietMiniflare } from '../embedded/quiet-miniflare.ts';

/** The control plane in a real workerd, with a clock that can be moved and troubles it can be told to meet. */
export async function startPlane({ host, port, adminToken }: { host: string; port: number; adminToken: string }) {
  const folder = await mkdtemp(join(fastFolder(), 'rehearse-provider-'));
  const miniflare = quietMiniflare({
    name: 'provider',
    modules: [{ type: 'ESModule', path: 'worker.mjs', contents: await bundleText(entry()) }],
    compatibilityDate: bindings.compatibilityDate,
    compatibilityFlags: [...bindings.compatibilityFlags],
    host,
    port,
    log: new Log(LogLevel.ERROR),
    // What goes wrong in it was told to.
    handleStructuredLogs: () => {},
    durableObjects: Object.fromEntries(
      Object.entries(bindings.objects).map(([binding, className]) => [binding, { className, useSQLite: true }]),
    ),
    d1Databases: [bindings.database],
    bindings: { ADMIN_TOKEN: adminToken, PROVISIONING: 'on' },
    defaultPersistRoot: folder,
  });
  async function stop(): Promise<void> {
    try {
      await miniflare.dispose();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  try {
    return { url: (await miniflare.ready).toString().replace(/\/$/, ''), stop };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

/** The control plane is imported unchanged; one of its objects has no alarm. */
function entry(): string {
  const pathOf = (path: string) => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));
  const { PHASE_LOOKUPS: plain, ...alarmed } = bindings.objects;
  return [
    `import { commanded, ringing } from ${pathOf('./inside/index.ts')};`,
    `import * as worker from ${pathOf('../../control-plane/worker.ts')};`,
    `export const ${plain} = worker.${plain};`,
    ...Object.values(alarmed).map((name) => `export const ${name} = ringing(worker.${name});`),
    'export default commanded(worker.default);',
  ].join('\n');
}
