import { isAbsolute, resolve } from 'node:path';
import type { AdapterChoice } from '../scenarios/play/run-types.ts';
import { Failure, type Io } from './io.ts';
import type { Settings } from './settings.ts';

/**
 * The adapter that flags and configuration choose, with options and a path from the working folder; nothing where none
 * was asked for.
 *
 * @param given what `--adapter-option` was given, as `key=value`
 * @throws Failure where an option cannot be read or there are two targets; values are not repeated, they may be secret
 */
export function chooseAdapter(
  what: string,
  io: Pick<Io, 'cwd' | 'env'>,
  { adapter, target, worker }: Pick<Settings, 'adapter' | 'target' | 'worker'>,
  given: readonly string[] = [],
): { adapter?: AdapterChoice } {
  if (adapter === undefined) {
    if (given.length === 0) return {};
    throw new Failure(what, '--adapter-option is about an adapter, and there is none', 'Give its name with --adapter.');
  }
  if (target !== undefined && worker === undefined) {
    const advice = 'Leave one of them out, also in other places; the address of the system is an --adapter-option.';
    throw new Failure(what, '--adapter and --target are two targets', advice);
  }
  const { from, options } = adapter;
  const isFile = typeof from === 'string' && /[/\\]|\.[mc]?[jt]s$/.test(from);
  return {
    adapter: {
      from: isFile && !isAbsolute(from) ? resolve(io.cwd, from) : from,
      options: { ...options, ...Object.fromEntries(given.map((one) => readOption(what, one))) },
      env: io.env,
    },
  };
}

function readOption(what: string, given: string): [name: string, value: string] {
  const [, name = '', value = ''] = /^([A-Za-z]\w*)=(.+)$/s.exec(given) ?? [];
  if (name !== '') return [name, value];
  throw new Failure(what, '--adapter-option is not key=value', 'Write it like --adapter-option url=https://api.test.');
}
