/**
 * Makes a clone ready: installs the dependencies when they are missing or not those of package-lock.json, and
 * links the command, so that `npx rehearse` works. Plain JavaScript: it runs before anything is installed, on
 * Node 18 or newer.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.dress-rehearsal-setup');
const windows = process.platform === 'win32';

const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
const lock = createHash('sha256')
  .update(read(join(root, 'package-lock.json')))
  .digest('hex');

if (read(stamp) !== lock) install();
link();

function install() {
  console.log('Installing the dependencies (npm install) …');
  // Inside an npm script npm says where it and its node are. That node, and not the one of this process: this one may
  // be the `node` package's, which npm is about to replace.
  const { npm_execpath: cli, npm_node_execpath: node = process.execPath } = process.env;
  // Installs what the lock file says and leaves it alone. Not npm ci: that refuses a lock file made where the registry
  // does not carry the optional packages of every other platform.
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = cli?.endsWith('npm-cli.js')
    ? spawnSync(node, [cli, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: windows });
  if (error || status !== 0) {
    const why = error ? error.message : `exit code ${status}`;
    console.error(
      `Failed to install the dependencies: npm install ended with ${why}. Mend what npm says above and try again.`,
    );
    process.exit(status || 1);
  }
  writeFileSync(stamp, lock);
}

function link() {
  const bin = join(modules, '.bin');
  mkdirSync(bin, { recursive: true });
  if (windows) {
    writeFileSync(join(bin, 'rehearse.cmd'), '@node "%~dp0\\..\\..\\bin\\rehearse.mjs" %*\r\n');
    return;
  }
  const file = join(bin, 'rehearse');
  if (!lstatSync(file, { throwIfNoEntry: false })) symlinkSync(join('..', '..', 'bin', 'rehearse.mjs'), file);
}
