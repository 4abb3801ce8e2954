/**
 * Stubs that are handed on in a call: the platform takes its own stubs only, so each is taken out of its wrapper before it
 * leaves, and wrapped again where it arrives.
 */
import { stage } from './state.ts';

const key = '__stageStub';

/** A stub on its way, with what it was called where it came from. */
interface Passed {
  [key]: string;
  stub: object;
}

/** @param dispose lets go of it, where the platform gave that with it */
type Wrap = (stub: object, dispose: (() => void) | undefined) => object;

const wrappers = new Map<string, Wrap>();
const wrappedStubs = new WeakMap<object, { name: string; stub: object }>();

/** @param wrap makes the same wrapper again, around a stub of that name that has arrived */
export function rememberStub(wrapped: object, name: string, stub: object, wrap: Wrap): void {
  wrappedStubs.set(wrapped, { name, stub });
  wrappers.set(name, wrap);
}

export function isWrappedStub(value: unknown): boolean {
  return isObject(value) && wrappedStubs.has(value);
}

/** What may leave for code that is wrapped too, with its stubs ready to be wrapped there. */
export function packed(value: unknown): unknown {
  if (!stage.loose) return value;
  return copied(value, ({ name, stub }): Passed => ({ [key]: name, stub }), new Set());
}

/** What may leave for the platform's own stubs. */
export function bare(value: unknown): unknown {
  return copied(value, ({ stub }) => stub, new Set());
}

/** The value itself, or a copy of the arrays and plain objects in which a stub is. */
function copied(
  value: unknown,
  change: (wrapped: { name: string; stub: object }) => object,
  seen: Set<object>,
): unknown {
  if (!isObject(value)) return value;
  const wrapped = wrappedStubs.get(value);
  if (wrapped) return change(wrapped);
  if (!isContainer(value) || seen.has(value)) return value;
  seen.add(value);
  const entries = Object.entries(value).map(([name, entry]) => [name, entry, copied(entry, change, seen)] as const);
  const changes = entries.filter(([, before, after]) => before !== after).map(([name, , after]) => [name, after]);
  if (changes.length === 0) return value;
  return Object.assign(Array.isArray(value) ? [...value] : { ...value }, Object.fromEntries(changes));
}

/** What has arrived, its stubs wrapped. It is changed and not copied: it knows how to dispose of what is in it. */
export function unpacked(value: unknown, seen = new Set<object>()): unknown {
  if (!stage.loose) return value;
  if (!isObject(value) || !isContainer(value) || seen.has(value)) return value;
  seen.add(value);
  const { [key]: name, stub } = value as Partial<Passed>;
  const wrap = name === undefined ? undefined : wrappers.get(name);
  const dispose = (value as Partial<Disposable>)[Symbol.dispose];
  if (wrap && stub) return wrap(stub, dispose?.bind(value));
  const own = value as Record<string, unknown>;
  for (const [entry, before] of Object.entries(own)) {
    const after = unpacked(before, seen);
    if (after !== before) own[entry] = after;
  }
  return value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isContainer(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
