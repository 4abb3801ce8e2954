import { z } from 'zod';
import type { Adapter } from './adapter.ts';
import { isSecret } from './secrets.ts';

/** What a user gave wrongly: one line for the user. */
export class OptionTrouble extends Error {}

/** The environment variable of an option: `agentToken` is `REHEARSE_ADAPTER_AGENT_TOKEN`. */
export function variableOf(option: string): string {
  return `REHEARSE_ADAPTER_${option.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/**
 * Options of an adapter, given by a user and, where not given, found in the environment.
 *
 * @throws OptionTrouble naming the option; what was given is not repeated, it may be a secret
 */
export function readOptions(
  adapter: Adapter,
  given: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>> = {},
): Record<string, unknown> {
  const names = Object.keys(adapter.options.shape);
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue;
    throw new OptionTrouble(
      `Failed to use the adapter ${adapter.name}: it has no option "${name}". Its options are ${names.join(', ')}.`,
    );
  }
  const all = Object.fromEntries(
    names.flatMap((name) => {
      const value = given[name] ?? (env[variableOf(name)] || undefined);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  for (const [name, value] of Object.entries(all)) {
    // It would be in reports and traces.
    const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
    if (!url || (url.username === '' && url.password === '') || isSecret(adapter.options.shape[name])) continue;
    throw new OptionTrouble(
      `Failed to use the adapter ${adapter.name}: ${name} has a user or password in it. Leave that out.`,
    );
  }
  const read = adapter.options.safeParse(all);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const name = String(issue?.path[0] ?? names[0]);
  const advice = `Give --adapter-option ${name}=… or set ${variableOf(name)}.`;
  if (!(name in all)) throw new OptionTrouble(`Failed to use the adapter ${adapter.name}: it needs ${name}. ${advice}`);
  const reason = z.prettifyError(new z.ZodError([{ ...(issue ?? { code: 'custom', message: '' }), path: [] }]));
  const line = reason.replace(/^[✖\s]+/, '').split('\n', 1)[0];
  throw new OptionTrouble(`Failed to use the adapter ${adapter.name}: ${name} cannot be taken (${line}). ${advice}`);
}
