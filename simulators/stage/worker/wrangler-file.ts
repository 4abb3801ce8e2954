import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { parse as parseToml } from 'smol-toml';
import stripJsonComments from 'strip-json-comments';
import { WorkerTrouble } from './trouble.ts';

type Config = Record<string, unknown>;

/** What an environment has of its own: nothing of these comes from above it. */
const notInherited = new Set([
  'vars',
  'define',
  'durable_objects',
  'kv_namespaces',
  'd1_databases',
  'r2_buckets',
  'queues',
  'services',
  'workflows',
  'vectorize',
  'hyperdrive',
  'ai',
  'browser',
  'images',
  'send_email',
  'analytics_engine_datasets',
  'dispatch_namespaces',
  'mtls_certificates',
  'tail_consumers',
  'pipelines',
  'version_metadata',
  'secrets_store_secrets',
]);

/** A file as it is written. */
export interface WranglerFile {
  path: string;
  /** What stands in it outside of its environments. */
  common: Config;
  environments: Record<string, Config>;
}

/** One of the Workers that a file describes: the one without an environment, or that of an environment. */
export interface Described {
  /** As it would be deployed. */
  name: string;
  /** What the file calls it, whatever the environment. */
  base: string;
  /** Null: none. */
  environment: string | null;
}

/**
 * Reads a `wrangler.jsonc`, `.json` or `.toml`.
 *
 * @param flag with which it was given
 * @throws WorkerTrouble where there is no such file, or it cannot be read
 */
export async function readWranglerFile(path: string, flag = '--worker'): Promise<WranglerFile> {
  const name = basename(path);
  const advice = `Give the path of the wrangler.jsonc or wrangler.toml of the Worker with ${flag}.`;
  const text = await readFile(path, 'utf8').catch(() => {
    throw new WorkerTrouble('read the Worker', `there is no file ${path}`, advice);
  });
  if (!['.json', '.jsonc', '.toml'].includes(extname(name)))
    throw new WorkerTrouble('read the Worker', `${name} is no wrangler file`, advice);
  const { env, ...common } = parse(name, text);
  const environments = isConfig(env) ? Object.entries(env) : [];
  return { path, common, environments: Object.fromEntries(environments.filter(isOfConfig)) };
}

/**
 * What a file says for one of its environments, or for none.
 *
 * @throws WorkerTrouble where it has no such environment
 */
export function inEnvironment({ path, common, environments }: WranglerFile, environment: string | undefined): Config {
  if (environment === undefined) return common;
  const own = environments[environment];
  if (!own) {
    const known = Object.keys(environments).join(', ');
    const advice = known ? `It has ${known}.` : 'It has none; leave --worker-env out.';
    throw new WorkerTrouble(`read ${basename(path)}`, `it has no environment "${environment}"`, advice);
  }
  const inherited = Object.entries(common).filter(([key]) => !notInherited.has(key));
  return { ...Object.fromEntries(inherited), ...own };
}

/** The Workers that a file describes. As wrangler has it, that of an environment has the environment's name after its own. */
export function describedIn({ path, common, environments }: WranglerFile): [Described, ...Described[]] {
  const base = textOf(common.name) ?? basename(dirname(resolve(path)));
  return [
    { name: base, base, environment: null },
    ...Object.entries(environments).map(([environment, own]) => ({
      name: textOf(own.name) ?? `${base}-${environment}`,
      base,
      environment,
    })),
  ];
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** What `wrangler dev` would take from `.dev.vars` beside the file: secrets, which the file itself does not have. */
export async function readDevVars(path: string, environment: string | undefined): Promise<Record<string, string>> {
  const names = environment === undefined ? ['.dev.vars'] : [`.dev.vars.${environment}`, '.dev.vars'];
  for (const name of names) {
    const text = await readFile(join(dirname(path), name), 'utf8').catch(() => null);
    if (text === null) continue;
    const read = Object.entries(parseEnv(text)).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
    return Object.fromEntries(read);
  }
  return {};
}

function parse(name: string, text: string): Config {
  const isToml = extname(name) === '.toml';
  try {
    const config: unknown = isToml ? parseToml(text) : JSON.parse(stripJsonComments(text, { trailingCommas: true }));
    if (isConfig(config)) return config;
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n');
    throw new WorkerTrouble(`read ${name}`, reason, `Correct it: it is no ${isToml ? 'TOML' : 'JSON with comments'}.`);
  }
  throw new WorkerTrouble(`read ${name}`, 'it has no settings', 'Write at least "main".');
}

function isOfConfig(entry: [string, unknown]): entry is [string, Config] {
  return isConfig(entry[1]);
}

function isConfig(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
