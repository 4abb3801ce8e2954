import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AdapterChoice } from './run-types.ts';
import { workerTargetOf } from './worker-target.ts';

/** The wrangler file of a Worker in a folder of its own, with an environment of this name. */
function workerOf(environment: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'rehearse-target-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const config = { name: 'chat', main: 'main.js', compatibility_date: '2026-01-31', env: { [environment]: {} } };
  writeFileSync(join(folder, 'main.js'), 'export default { fetch() {} };');
  writeFileSync(join(folder, 'wrangler.json'), JSON.stringify(config));
  return join(folder, 'wrangler.json');
}

const given = { projectId: 'a project', cookie: 'a=secret' };
const sam = (more: Partial<AdapterChoice> = {}): AdapterChoice => ({ from: 'sam', options: given, ...more });

describe('a Worker as the target of a run', () => {
  test('is chosen again with the options of its adapter, but with none that is secret', async () => {
    const project = workerOf("it's");
    const env = {
      REHEARSE_ADAPTER_NODE_ID: 'n1',
      REHEARSE_ADAPTER_AGENT_TOKEN: 'secret',
      REHEARSE_ADAPTER_URL: 'http://a',
    };
    const { name, flags } = await workerTargetOf({ project, env: "it's" }, { adapter: sam({ env }) });
    expect(name).toBe("worker chat-it's");
    const file = relative(process.cwd(), project);
    const options = "--adapter sam --adapter-option 'projectId=a project' --adapter-option nodeId=n1";
    expect(flags).toBe(` --worker ${file} --worker-env 'it'\\''s' ${options}`);
  });

  test('is chosen again without an adapter where it has none', async () => {
    const project = workerOf('stage');
    expect((await workerTargetOf({ project }, {})).flags).toBe(` --worker ${relative(process.cwd(), project)}`);
  });

  test('has an address of its own: an adapter is given none, but may find one in the environment', async () => {
    const worker = { project: workerOf('stage') };
    const options = { ...given, url: 'http://127.0.0.1:1' };
    await expect(workerTargetOf(worker, { adapter: sam({ options }) })).rejects.toMatchObject({
      name: 'CannotRun',
      message: "Failed to use the adapter sam: the address is the Worker's; leave url out.",
    });
    const target = await workerTargetOf(worker, { adapter: sam({ env: { REHEARSE_ADAPTER_URL: 'http://a' } }) });
    expect(target.name).toBe('worker chat');
  });
});
