import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rehearse, temporaryFolder } from './fake-engine.ts';
import { editDistance, nearest } from './nearest.ts';
import { settingKeys, settle } from './settings.ts';

const settingsModule = join(import.meta.dirname, 'settings.ts');

function folderWith(config: string, name = 'rehearsal.config.ts'): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, name), config);
  return cwd;
}

describe('A setting', () => {
  test('is taken from the flag, else from the configuration, else from the environment', () => {
    const env = { REHEARSE_SEED: '3', REHEARSE_TARGET: 'http://env', REHEARSE_LANES: '4', REHEARSE_TOKEN: 'env' };
    const config = { seed: 2, target: 'http://config' };
    expect(settle('run', settingKeys, { flags: { seed: '1' }, config, env })).toEqual({
      seed: 1,
      target: 'http://config',
      lanes: 4,
      token: 'env',
    });
  });

  test('that the environment has empty is not set', () => {
    expect(settle('run', settingKeys, { flags: {}, config: {}, env: { REHEARSE_SEED: '' } })).toEqual({});
  });

  test('that would be another target than the flags say is none, wherever it is given', () => {
    const keys = ['target', 'adapter', 'worker', 'hooks'] as const;
    const env = { REHEARSE_TARGET: 'http://env' };
    const onAdapter = settle('run', keys, { flags: { adapter: 'sam' }, config: { target: 'embedded' }, env });
    expect(onAdapter).toEqual({ adapter: { from: 'sam' } });
    const config = { adapter: 'sam', worker: 'w.toml', hooks: 'h.ts' };
    expect(settle('run', keys, { flags: { target: 'http://flag' }, config, env })).toEqual({ target: 'http://flag' });
    expect(settle('run', keys, { flags: { worker: 'other.toml' }, config, env: {} })).toEqual({
      adapter: { from: 'sam' },
      worker: 'other.toml',
      hooks: 'h.ts',
    });
  });

  test('of the environment is none where the configuration says another target', () => {
    const keys = ['target', 'token', 'adapter', 'worker'] as const;
    const env = { REHEARSE_TARGET: 'http://env', REHEARSE_TOKEN: 'env' };
    const settled = (config: object) => settle('run', keys, { flags: {}, config, env });
    expect(settled({ adapter: 'sam' })).toEqual({ token: 'env', adapter: { from: 'sam' } });
    expect(settled({ worker: 'w.toml' })).toEqual({ token: 'env', worker: 'w.toml' });
    expect(settled({})).toEqual({ token: 'env', target: 'http://env' });
    const both = settle('run', keys, { flags: { adapter: 'sam' }, config: { worker: 'w.toml' }, env });
    expect(both).toEqual({ token: 'env', adapter: { from: 'sam' }, worker: 'w.toml' });
  });

  test('that a verb does not know is not read', () => {
    expect(settle('run', ['lanes'], { flags: {}, config: { seed: 'x', lanes: 1 }, env: {} })).toEqual({ lanes: 1 });
  });

  test.each([
    [{ config: { seed: true }, env: {} }, '"seed" in rehearsal.config.ts is no whole number in range: boolean'],
    [{ config: {}, env: { REHEARSE_LANES: 'many' } }, 'REHEARSE_LANES is no whole number in range: "many"'],
    [{ config: { token: 7 }, env: {} }, '"token" in rehearsal.config.ts is empty or no text'],
  ])('that cannot be taken is named after its source: %j', (sources, reason) => {
    expect(() => settle('run', settingKeys, { flags: {}, ...sources })).toThrow(`Failed to run: ${reason}. Give `);
  });
});

describe('rehearsal.config.ts', () => {
  test('is read, types and all; flags win over it and it wins over the environment', async () => {
    const cwd = folderWith(
      `import { defineConfig } from ${JSON.stringify(settingsModule)};
       const seed: number = 5;
       export default defineConfig({ seed, lanes: 2, reporter: ['junit', 'markdown'], out: 'there' });`,
    );
    const { asked, stderr } = await rehearse('run --lanes 3', { cwd, env: { REHEARSE_SEED: '9' } });
    expect(stderr).not.toContain('Failed');
    expect(asked.run?.[0]).toMatchObject({ seed: 5, lanes: 3, out: join(cwd, 'there') });
  });

  test('may be JavaScript', async () => {
    const cwd = folderWith('export default { seed: 6 };', 'rehearsal.config.mjs');
    expect((await rehearse('run', { cwd })).asked.run?.[0]).toMatchObject({ seed: 6 });
  });

  test.each([
    ['export default { sed: 1 };', 'the key "sed" is unknown. Did you mean "seed"?'],
    ['export const seed = 1;', 'it exports no configuration. Write "export default defineConfig({ … })".'],
    ["throw new Error('no luck\\nat all');", 'no luck. Correct the file, or remove it.'],
  ])('that cannot be used is told in one line: %s', async (content, reason) => {
    const { code, stderr, asked } = await rehearse('run', { cwd: folderWith(content) });
    expect([code, stderr]).toEqual([2, `Failed to read rehearsal.config.ts: ${reason}\n`]);
    expect(asked.run).toBeUndefined();
  });
});

describe('The nearest name', () => {
  test.each([
    ['seed', 'seed', 0],
    ['sed', 'seed', 1],
    ['jnuit', 'junit', 1],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('of %j and %j are %i apart', (left, right, distance) => {
    expect(editDistance(left, right)).toBe(distance);
    expect(editDistance(right, left)).toBe(distance);
  });

  test('is none where nothing is near', () => {
    expect(nearest('html', ['terminal', 'json', 'junit'])).toBeNull();
    expect(nearest('x', [])).toBeNull();
  });
});
