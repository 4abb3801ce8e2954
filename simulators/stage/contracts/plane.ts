import { fileURLToPath } from 'node:url';
import { bindings } from '../../control-plane/index.ts';
import { bundleText } from '../embedded/bundle.ts';
import { fastFolder } from '../embedded/lane.ts';
import { type PlaneSettings, planeInMiniflare } from '../embedded/plane-in-miniflare.ts';

/** The control plane in a real workerd, with a clock that can be moved and troubles it can be told to meet. */
export async function startPlane(options: Pick<PlaneSettings, 'host' | 'port' | 'adminToken'>) {
  return planeInMiniflare({
    ...options,
    name: 'provider',
    script: await bundleText(entry()),
    folder: fastFolder(),
    provisioning: 'on',
    // What goes wrong in it was told to.
    handleStructuredLogs: () => {},
  });
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
