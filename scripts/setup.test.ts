import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const setup = fileURLToPath(new URL('setup.mjs', import.meta.url));

/** Stands in for npm: notes what it was asked, and installs nothing but the folder. */
const npm = `
const { appendFileSync, mkdirSync } = require('node:fs');
appendFileSync('asked', process.argv.slice(2).join(' ') + '\\n');
if (process.env.FAIL) process.exit(Number(process.env.FAIL));
mkdirSync('node_modules', { recursive: true });
`;

let clone: string;
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'dress-rehearsal-setup-'));
  mkdirSync(join(clone, 'bin'));
  writeFileSync(join(clone, 'bin/rehearse.mjs'), '');
  writeFileSync(join(clone, 'npm-cli.js'), npm);
  writeFileSync(join(clone, 'package-lock.json'), '{"lockfileVersion": 3}');
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

function run(env: Record<string, string> = {}) {
  return spawnSync(process.execPath, [setup, clone], {
    encoding: 'utf8',
    env: { ...process.env, npm_execpath: join(clone, 'npm-cli.js'), npm_node_execpath: process.execPath, ...env },
  });
}
const asked = () => readFileSync(join(clone, 'asked'), 'utf8').trim().split('\n');

describe('the setup of a clone', () => {
  test('installs from the lock file and links the command', () => {
    const { status, stdout } = run();
    expect(status).toBe(0);
    expect(stdout).toContain('npm install');
    expect(asked()).toHaveLength(1);
    expect(asked()[0]).toMatch(/^install --no-save /);
    const command = join(clone, 'node_modules/.bin', process.platform === 'win32' ? 'rehearse.cmd' : 'rehearse');
    const reached = process.platform === 'win32' ? existsSync(command) : realpathSync(command);
    expect(reached).toBe(process.platform === 'win32' ? true : realpathSync(join(clone, 'bin/rehearse.mjs')));
  });

  test('does and says nothing when it is asked again', () => {
    run();
    const { status, stdout, stderr } = run();
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(asked()).toHaveLength(1);
  });

  test('installs again when the lock file has changed', () => {
    run();
    writeFileSync(join(clone, 'package-lock.json'), '{"lockfileVersion": 4}');
    run();
    expect(asked()).toHaveLength(2);
  });

  test('passes on the failure of npm in one line, and tries again the next time', () => {
    const { status, stderr } = run({ FAIL: '7' });
    expect(status).toBe(7);
    expect(stderr).toBe(
      'Failed to install the dependencies: npm install ended with exit code 7. Mend what npm says above and try again.\n',
    );
    expect(run().status).toBe(0);
    expect(asked()).toHaveLength(2);
  });
});
