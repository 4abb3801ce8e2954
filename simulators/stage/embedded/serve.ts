import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { bundlePlain } from './bundle.ts';
import { type PlaneSettings, planeInMiniflare } from './plane-in-miniflare.ts';

export interface ServedPlane {
  url: string;
  /** From now on nobody makes projects or tokens over the wire. */
  switchProvisioningOff(): Promise<void>;
  stop(): Promise<void>;
}

/** The control plane as it is, without a stage around it: real time, real alarms. What it stores goes with it. */
export async function serveControlPlane(
  options: Pick<PlaneSettings, 'host' | 'port' | 'adminToken' | 'provisioning'>,
): Promise<ServedPlane> {
  const script = await bundlePlain(fileURLToPath(new URL('../../control-plane/worker.ts', import.meta.url)));
  const { url, provisioning, stop } = await planeInMiniflare({ ...options, name: 'target', script, folder: tmpdir() });
  return { url, switchProvisioningOff: () => provisioning('off'), stop };
}
