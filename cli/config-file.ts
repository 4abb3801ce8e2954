import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './io.ts';
import { didYouMean } from './nearest.ts';
import { type Config, settingKeys } from './settings.ts';

const fileNames = ['rehearsal.config.ts', 'rehearsal.config.mts', 'rehearsal.config.js', 'rehearsal.config.mjs'];

/**
 * The configuration in a folder; empty where there is none. Values are not yet read: `settle` does that.
 *
 * @throws Failure when the file cannot be loaded or has an unknown key.
 */
export async function loadConfig(folder: string): Promise<Config> {
  const name = fileNames.find((candidate) => existsSync(join(folder, candidate)));
  if (name === undefined) return {};
  const what = `read ${name}`;
  const config = await load(join(folder, name), what);
  if (typeof config !== 'object' || config === null) {
    throw new Failure(what, 'it exports no configuration', 'Write "export default defineConfig({ … })".');
  }
  for (const key of Object.keys(config)) {
    if (settingKeys.some((known) => known === key)) continue;
    const advice = didYouMean(key, settingKeys, `Known keys are ${settingKeys.join(', ')}.`);
    throw new Failure(what, `the key "${key}" is unknown`, advice);
  }
  return config;
}

async function load(file: string, what: string): Promise<unknown> {
  try {
    // With it comes a compiler, which nobody needs who has no such file.
    const { loadUserModule } = await import('../scenarios/play/user-module.ts');
    return await loadUserModule(file);
  } catch (error) {
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n');
    throw new Failure(what, reason, 'Correct the file, or remove it.');
  }
}
