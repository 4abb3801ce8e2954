export interface Place {
  /** JSON pointer. */
  pointer: string;
  value: Record<string, unknown>;
}

/** Every object in a document, with where it stands. */
export function* objectsOf(value: unknown, pointer = ''): Generator<Place> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield { pointer, value: value as Record<string, unknown> };
  for (const [key, inner] of Object.entries(value)) {
    yield* objectsOf(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}

/** What a local reference points at, or undefined. */
export function resolve(document: unknown, ref: string): unknown {
  if (!ref.startsWith('#/')) return undefined;
  let at: unknown = document;
  for (const part of ref.slice(2).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined;
  }
  return at;
}

/** References that point at nothing. */
export function danglingRefs(document: unknown): string[] {
  const refs = [...objectsOf(document)].flatMap(({ value }) => (typeof value.$ref === 'string' ? [value.$ref] : []));
  return refs.filter((ref) => resolve(document, ref) === undefined);
}
