import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rehearse, temporaryFolder } from './fake-engine.ts';

describe('--adapter', () => {
  test('chooses an adapter with its options; the environment is looked at for the rest', async () => {
    const env = { REHEARSE_ADAPTER_COOKIE: 'c' };
    const line = 'run --adapter sam --adapter-option url=http://api.test/?a=b --adapter-option projectId=1';
    const { code, asked } = await rehearse(line, { env });
    expect(code).toBe(0);
    expect(asked.run?.[0]).toMatchObject({
      adapter: { from: 'sam', options: { url: 'http://api.test/?a=b', projectId: '1' }, env },
    });
  });

  test('takes a file from the working folder', async () => {
    const { asked, cwd } = await rehearse('run --adapter ./mine.ts');
    expect(asked.run?.[0]?.adapter?.from).toBe(join(cwd, 'mine.ts'));
  });

  test('may be chosen in rehearsal.config.ts, and a flag adds options', async () => {
    const cwd = temporaryFolder();
    writeFileSync(
      join(cwd, 'rehearsal.config.mjs'),
      "export default { adapter: { from: 'sam', options: { url: 'u', nodeId: 'n' } } };",
    );
    const { asked } = await rehearse('run --adapter-option nodeId=m', { cwd });
    expect(asked.run?.[0]).toMatchObject({ adapter: { from: 'sam', options: { url: 'u', nodeId: 'm' } } });
  });

  test('is not there where nobody asked for it', async () => {
    const { asked } = await rehearse('run');
    expect(asked.run?.[0]?.adapter).toBeUndefined();
  });

  test.each([
    ['run --adapter-option url=x', '--adapter-option is about an adapter, and there is none'],
    ['run --adapter sam --adapter-option secret-without-name', '--adapter-option is not key=value'],
    ['run --adapter sam --target http://127.0.0.1:1', '--adapter and --target are two targets'],
  ])('%s is refused in one line, without what was given', async (line, reason) => {
    const { code, stderr, asked } = await rehearse(line);
    expect([code, asked.run]).toEqual([2, undefined]);
    expect(stderr).toContain(`Failed to run: ${reason}`);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('secret-without-name');
  });
});

describe('the listings', () => {
  test('rehearse adapters shows each with its options and where its credentials are given', async () => {
    const { code, stdout } = await rehearse('adapters');
    expect(code).toBe(0);
    expect(stdout).toContain('sam  Simple Agent Manager: tasks');
    expect(stdout).toMatch(/cookie +needed +Of a user \(secret, best given in REHEARSE_ADAPTER_COOKIE\)/);
  });

  test('rehearse list --adapter shows what can be exercised, what cannot and why, and what is lacking', async () => {
    const { stdout, asked } = await rehearse('list --adapter sam');
    expect(asked.adapterRequirements?.[0]).toEqual({ from: 'sam' });
    expect(stdout).toMatch(
      /sam \(Simple Agent Manager\) can exercise\n +TASK-1 +2 scenarios, without idempotency: key/,
    );
    expect(stdout).toMatch(/It cannot exercise\n +LIVE-1 +the adapter sam does not offer live/);
    expect(stdout).toContain('Skipped where they are asked for: linkWorkspace');
  });
});
