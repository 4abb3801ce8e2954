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
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value, ...partsOf(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** What a Worker would take out of it: the fields of JSON, the password of an address. */
function partsOf(text: string): string[] {
  if (/^\s*[[{]/.test(text)) {
    try {
      return textsIn(JSON.parse(text));
    } catch {
      return [];
    }
  }
  const { password = '' } = URL.canParse(text) ? new URL(text) : {};
  return password === '' ? [] : [password, decodeURIComponent(password)];
}
