import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { KnownFailure } from '../scenarios/play/baseline.ts';
import type { Engine } from './engine.ts';
import { Failure, fileTrouble } from './io.ts';
import { didYouMean } from './nearest.ts';

/**
 * The known failures in a file of YAML or JSON.
 *
 * @throws Failure where it cannot be read, or an entry names no scenario or check of the catalogue.
 */
export async function readBaseline(engine: Engine, cwd: string, file: string): Promise<KnownFailure[]> {
  const what = `read the baseline ${file}`;
  const known = await parseBaseline(file, await textOf(what, resolve(cwd, file)));
  const scenarios = (await engine.catalogue()).map(({ id }) => id);
  const checks = await engine.checkNames();
  for (const { scenario, check } of known) {
    if (!scenarios.includes(scenario)) {
      const advice = didYouMean(scenario, scenarios, 'See rehearse list for those there are.');
      throw new Failure(what, `there is no scenario "${scenario}"`, advice);
    }
    if (check !== null && !checks.includes(check)) {
      const advice = didYouMean(check, checks, 'A report has the ids of all checks.');
      throw new Failure(what, `there is no check "${check}", named for ${scenario}`, advice);
    }
  }
  return known;
}

/**
 * The known failures in the text of a file, whose name says whether it is JSON.
 *
 * @throws Failure where it is no list of them.
 */
export async function parseBaseline(file: string, text: string): Promise<KnownFailure[]> {
  const what = `read the baseline ${file}`;
  const entries = (await contentOf(what, file, text)) ?? [];
  if (!Array.isArray(entries)) throw new Failure(what, 'it is no list', advice);
  const known = entries.map((entry, index) => knownFailure(what, entry, index + 1));
  const seen = new Set<string>();
  for (const { scenario, check } of known) {
    const words = check === null ? scenario : `check ${check} of ${scenario}`;
    if (seen.has(words)) throw new Failure(what, `${words} is there twice`, 'Remove one of them.');
    seen.add(words);
  }
  return known;
}

/** The text of a file with these known failures. */
export async function baselineText(file: string, known: readonly KnownFailure[]): Promise<string> {
  const entries = known.map(({ scenario, check, reason }) => ({
    scenario,
    ...(check === null ? {} : { check }),
    ...(reason === null ? {} : { reason }),
  }));
  if (isJson(file)) return `${JSON.stringify(entries, null, 2)}\n`;
  const { stringify } = await import('yaml');
  return `# Known failures of rehearse run --baseline. An entry that no longer fails has to go.\n${stringify(entries)}`;
}

const keys = ['scenario', 'check', 'reason'] as const;
const advice = 'Write a list of entries with "scenario", and "check" and "reason" where they are known.';

function knownFailure(what: string, entry: unknown, number: number): KnownFailure {
  if (typeof entry !== 'object' || entry === null) throw new Failure(what, `entry ${number} is no entry`, advice);
  for (const key of Object.keys(entry)) {
    if (keys.some((known) => known === key)) continue;
    throw new Failure(what, `entry ${number} has the unknown key "${key}"`, didYouMean(key, keys, advice));
  }
  const { scenario, check = null, reason = null }: Partial<Record<(typeof keys)[number], unknown>> = entry;
  if (typeof scenario !== 'string') throw new Failure(what, `entry ${number} has no scenario`, advice);
  if (check !== null && typeof check !== 'string')
    throw new Failure(what, `the check of entry ${number} is no text`, advice);
  if (reason !== null && typeof reason !== 'string') {
    throw new Failure(what, `the reason of entry ${number} is no text`, 'Put it in quotes.');
  }
  return { scenario, check, reason };
}

async function contentOf(what: string, file: string, text: string): Promise<unknown> {
  try {
    if (isJson(file)) return JSON.parse(text);
    const { parse } = await import('yaml');
    return parse(text, { logLevel: 'error' });
  } catch (error) {
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n');
    throw new Failure(
      what,
      `it is no ${isJson(file) ? 'JSON' : 'YAML'}: ${reason.replace(/[:.]$/, '')}`,
      'Correct it.',
    );
  }
}

async function textOf(what: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = fileTrouble(error);
    const reason = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new Failure(what, reason, 'Write one with rehearse baseline write.');
  }
}

function isJson(file: string): boolean {
  return file.toLowerCase().endsWith('.json');
}
