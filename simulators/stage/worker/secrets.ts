import type { Secrets } from '../adapters/secrets.ts';

/**
 * What must not be seen in what a Worker says: its variables, since nothing tells which of them are secrets, and what
 * else is given.
 */
export function learnAll(
  secrets: Secrets,
  variables: Readonly<Record<string, unknown>>,
  given: readonly string[],
): void {
  const texts = [...textsIn(variables), ...given].filter((text) => !/^(true|false)$/i.test(text));
  // The longest first: one may begin as another does.
  for (const text of texts.sort((a, b) => b.length - a.length)) {
    secrets.learn(text);
    // Also as it stands in JSON: keys that sign have many lines.
    secrets.learn(JSON.stringify(text).slice(1, -1));
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
