import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const bin = join(import.meta.dirname, 'rehearse.mjs');

function start(...words: string[]) {
  return spawnSync(process.execPath, [bin, ...words], { encoding: 'utf8' });
}

describe('The program file', () => {
  test('starts the command', () => {
    const { status, stdout, stderr } = start('run', '--help');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Usage: rehearse run');
  });

  test('passes the exit code and the one line of an error on', () => {
    const { status, stdout, stderr } = start('run', '--sed', '1');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe("Failed to read the command: unknown option '--sed'. Did you mean --seed?\n");
  });
});
