import type { Adapter } from '../simulators/stage/adapters/index.ts';
import { Failure } from './io.ts';
import { didYouMean } from './nearest.ts';
import type { AskedReporter } from './output-plan.ts';

/** What `rehearsal.config.ts` may say. A flag wins over it, it wins over the environment. */
export interface Config {
  /** `embedded` (default), or the base URL of an API that speaks the canonical wire. */
  target?: string;
  /** Administrator's token of a `target` URL. Better kept in REHEARSE_TOKEN than in a file. */
  token?: string;
  /**
   * What speaks to a system with a wire of its own, and its options: a name, a file, or an adapter itself. Credentials are
   * better kept in REHEARSE_ADAPTER_ and the name of the option.
   */
  adapter?: { from: string | Adapter; options?: Readonly<Record<string, unknown>> };
  /** Path of the wrangler.jsonc or wrangler.toml of a Worker, to play on that instead of `target`. */
  worker?: string;
  /** One of its environments. Default: none. */
  workerEnv?: string;
  /** Paths of the wrangler files of other Workers that it calls by service bindings. Default: none. */
  workerService?: string | string[];
  /** File of the hooks that seed data and mint credentials in the Worker before each play. Default: none. */
  hooks?: string;
  /** Whole number from 0. Default 1. */
  seed?: number;
  /** Files of your own scenarios, played beside the catalogue's: paths from here, `*` and `**` allowed. Default: none. */
  scenarios?: string | string[];
  /** Id of a known bug to switch on. */
  mutant?: string;
  /** Default `terminal`. */
  reporter?: AskedReporter | AskedReporter[];
  /** Folder for report and traces. Default `rehearsal-out`. */
  out?: string;
  /** How many scenarios are played side by side. Default: processors. */
  lanes?: number;
  /** `i/n`: the i-th of n parts of the catalogue, from 1. */
  shard?: string;
  /** Milliseconds of real time a scenario may take. Default 60 000. */
  timeout?: number;
  /** Seconds of real time the run may take; then it ends with what ran and exit code 2. Default: none. */
  deadline?: number;
  /** File of known failures, YAML or JSON: they fail no run until they are mended. Default: none. */
  baseline?: string;
  /** Percent of the contract, to one decimal place, below which a run ends with exit code 1. Default: none. */
  coverageMin?: number;
}

/** Types the content of `rehearsal.config.ts`: `export default defineConfig({ … })`. */
export function defineConfig(config: Config): Config {
  return config;
}

export interface Settings extends Omit<Config, 'reporter' | 'scenarios' | 'workerService'> {
  reporter?: AskedReporter[];
  scenarios?: string[];
  workerService?: string[];
}

type Key = keyof Settings;

/** Why a value cannot be taken; the name of the setting comes in front of `reason`. */
class Unfit extends Error {
  readonly advice: string;
  constructor(reason: string, advice: string) {
    super(reason);
    this.advice = advice;
  }
}

const reporterNames: readonly AskedReporter[] = ['terminal', 'json', 'junit', 'markdown', 'github'];

const readers: { [K in Key]-?: (value: unknown) => Settings[K] } = {
  target(value) {
    const target = text(value);
    if (target === 'embedded') return target;
    const advice = 'Give "embedded" or a URL such as http://127.0.0.1:8787.';
    const url = URL.canParse(target) ? new URL(target) : null;
    if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw new Unfit(`is no URL: "${target}"`, advice);
    // A report names its target, and must not hold a secret (SAFE-4).
    if (url.username || url.password) throw new Unfit('holds a password', 'Give a token with REHEARSE_TOKEN instead.');
    return target;
  },
  token: text,
  adapter(value) {
    if (typeof value === 'string') return { from: text(value) };
    const { from, options = {} } = Object(value) as NonNullable<Config['adapter']>;
    const isOne = (typeof from === 'string' && from !== '') || (typeof from === 'object' && from !== null);
    if (isOne && typeof options === 'object') return { from, options };
    throw new Unfit('is no adapter', 'Give { from: a name, file or adapter, options: { … } }.');
  },
  worker: text,
  workerEnv: text,
  workerService: (value) => [value].flat().map(text),
  hooks: text,
  seed: (value) => wholeNumber(value, 0, Number.MAX_SAFE_INTEGER),
  scenarios: (value) => [value].flat().map(text),
  mutant: text,
  reporter(value) {
    const names = [value].flat().map(text);
    return names.map((name) => {
      const known = reporterNames.find((candidate) => candidate === name);
      if (known !== undefined) return known;
      throw new Unfit(`is unknown: "${name}"`, didYouMean(name, reporterNames, `Give ${reporterNames.join(', ')}.`));
    });
  },
  out: text,
  lanes: (value) => wholeNumber(value, 1, 64),
  shard(value) {
    const [, part = '', of = ''] = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(text(value)) ?? [];
    if (part !== '' && Number(part) <= Number(of)) return `${part}/${of}`;
    throw new Unfit(`is no part: "${String(value)}"`, 'Give i/n, such as 1/3 for the first of three.');
  },
  timeout: (value) => wholeNumber(value, 1, 2 ** 31 - 1),
  // In milliseconds it has to fit a timer.
  deadline: (value) => wholeNumber(value, 1, Math.floor((2 ** 31 - 1) / 1000)),
  baseline: text,
  coverageMin(value) {
    const shown = typeof value === 'number' ? String(value) : text(value);
    if (/^\d{1,3}(\.\d)?$/.test(shown) && Number(shown) <= 100) return Number(shown);
    throw new Unfit(`is no percentage: "${shown}"`, 'Give one from 0 to 100, such as 95 or 97.5.');
  },
};

const environment: { [K in Key]?: string } = {
  target: 'REHEARSE_TARGET',
  token: 'REHEARSE_TOKEN',
  seed: 'REHEARSE_SEED',
  lanes: 'REHEARSE_LANES',
};

const flagOf = (key: Key) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Names of all settings, as a config file may give them. */
export const settingKeys = Object.keys(readers) as Key[];

export interface Sources {
  /** As the command line gave them, unread. */
  flags: Partial<Record<Key, unknown>>;
  config: Partial<Record<Key, unknown>>;
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads the settings a verb knows from where they are given.
 *
 * @throws Failure naming the flag, key or variable whose value cannot be taken.
 */
export function settle(what: string, keys: readonly Key[], sources: Sources): Settings {
  const settings: Settings = {};
  const flagsOnly = elsewhere(sources.flags);
  const configOnly = elsewhere(sources.config);
  for (const key of keys) {
    const variable = environment[key];
    const given = [
      { name: flagOf(key), value: sources.flags[key] },
      { name: `"${key}" in rehearsal.config.ts`, value: sources.config[key] },
      ...(variable === undefined || configOnly.includes(key)
        ? []
        : [{ name: variable, value: sources.env[variable] || undefined }]),
    ].find(({ value }) => value !== undefined);
    if (given === undefined || (flagsOnly.includes(key) && given.value !== sources.flags[key])) continue;
    try {
      Object.assign(settings, { [key]: readers[key](given.value) });
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      throw new Failure(what, `${given.name} ${error.message}`, error.advice);
    }
  }
  return settings;
}

/** What is rehearsed is said once: where flags or, after them, the configuration say it, settings from later places that would be another target are none. */
function elsewhere({ target, adapter, worker }: Partial<Record<keyof Config, unknown>>): readonly (keyof Config)[] {
  if (target !== undefined) return ['adapter', 'worker', 'workerEnv', 'workerService', 'hooks'];
  return adapter === undefined && worker === undefined ? [] : ['target'];
}

/**
 * A whole number from a flag.
 *
 * @throws Failure when it is none, or out of range.
 */
export function readNumber(what: string, flag: string, value: string, least: number, most: number): number {
  try {
    return wholeNumber(value, least, most);
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    throw new Failure(what, `${flag} ${error.message}`, error.advice);
  }
}

function text(value: unknown): string {
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw new Unfit('is empty or no text', 'Give a text.');
}

function wholeNumber(value: unknown, least: number, most: number): number {
  const number = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= least && number <= most) return number;
  const shown = typeof value === 'string' || typeof value === 'number' ? `"${value}"` : typeof value;
  throw new Unfit(`is no whole number in range: ${shown}`, `Give one from ${least} to ${most}.`);
}
