/** What action.yml runs: `rehearse run` as its inputs say. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { act } from './action.ts';

const bin = fileURLToPath(new URL('../bin/rehearse.mjs', import.meta.url));

process.exitCode = act(process.env, process.cwd(), ({ words, env }) => {
  const { status } = spawnSync(process.execPath, [bin, ...words], { env, stdio: 'inherit' });
  // Ended by a signal it has no code.
  return status ?? 2;
});
