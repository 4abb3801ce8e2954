import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { latestCompatibilityDate, Workerd } from './workerd.ts';

async function started(): Promise<Workerd> {
  const folder = await mkdtemp(join(tmpdir(), 'rehearse-workerd-'));
  const workerd = await Workerd.start(folder, {
    script: 'export default { fetch: () => new Response("here") };',
    objects: {},
    variables: {},
    compatibilityDate: latestCompatibilityDate,
    compatibilityFlags: [],
  });
  onTestFinished(async () => {
    await workerd.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return workerd;
}

test.each(['restart', 'renew'] as const)(
  'A workerd that is stopped in the middle of a %s stays stopped',
  async (again) => {
    const workerd = await started();
    const restarted = workerd[again]();
    await workerd.stop();
    await expect(restarted).rejects.toThrow('it was stopped meanwhile');
    await expect(fetch(`http://127.0.0.1:${workerd.port}`)).rejects.toThrow();
  },
);

test('A workerd that is restarted answers at the same address', async () => {
  const workerd = await started();
  const { port } = workerd;
  await workerd.restart();
  expect(workerd.port).toBe(port);
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('here');
});
