/** What the worker's own code says with `console`, and what it throws and nobody catches, becomes news for the harness. */
import { type LogLevel, said as levels } from './protocol.ts';
import { contextOf, isThenable, ownerOf, stage, workerOf } from './state.ts';

/** Lines of each sort that are news between two orders to begin: the harness keeps fewer. */
const most = 201;
/** How much of a value is told: the harness cuts what it keeps, once it has taken out what must not be seen. */
const whole = { entries: 300, characters: 20_000 };

/** Messages of the errors that the stage makes: other copies of an error arrive where it crosses a call. */
const ours = new Set<string>();
/** Errors that are told: one that is thrown again on its way out is told once. */
const told = new WeakSet<object>();

/** Marks an error, or the reason of a reset, as one that is part of the rehearsal: it is no news. */
export function rehearsed<Made extends Error | string>(made: Made): Made {
  ours.add(typeof made === 'string' ? made : made.message);
  return made;
}

/** Replaces the console, and listens for rejected promises that nobody handles. Must run before the worker's own modules. */
export function installLogs(): void {
  for (const level of levels) {
    const real = console[level].bind(console);
    console[level] = (...values: unknown[]) => {
      if (!stage.logs) return real(...values);
      tell(level, values);
    };
  }
  addEventListener('unhandledrejection', ({ reason }) => tellThrown(reason));
}

/** Runs a piece of the worker's own code: what it throws is told, and thrown on. */
export function telling<T>(work: () => T): T {
  if (!stage.logs) return work();
  try {
    const result = work();
    // The answer of a call of another is no Promise, but can be waited for like one.
    if (isThenable(result)) result.then(undefined, tellThrown);
    return result;
  } catch (error) {
    tellThrown(error);
    throw error;
  }
}

/** An exception has left the worker's own code. */
export function tellThrown(error: unknown): void {
  if (!stage.logs) return;
  if (typeof error === 'object' && error !== null) {
    if (told.has(error)) return;
    told.add(error);
  }
  if (isRehearsed(error)) return;
  tell('exception', [error]);
}

function isRehearsed(error: unknown): boolean {
  try {
    return error instanceof Error && ours.has(error.message);
  } catch {
    return false;
  }
}

function tell(level: LogLevel, values: unknown[]): void {
  const counted = level === 'exception' ? 'thrown' : 'said';
  stage.told[counted] += 1;
  if (stage.told[counted] > most) return;
  const rest = { ...whole };
  stage.news.push({
    news: 'log',
    level,
    said: values.slice(0, rest.entries).map((value) => plain(value, rest, 0)),
    object: ownerOf.getStore() ?? null,
    worker: workerOf.getStore() ?? '',
    op: contextOf.getStore()?.op ?? null,
  });
}

/** A copy as JSON can have it, of what fits into `rest`. Whatever the value does when it is looked into: it never throws. */
function plain(value: unknown, rest: typeof whole, depth: number): unknown {
  rest.entries -= 1;
  if (rest.entries < 0 || rest.characters < 0) return '…';
  try {
    return copyOf(value, rest, depth);
  } catch {
    return '…';
  }
}

function copyOf(value: unknown, rest: typeof whole, depth: number): unknown {
  if (typeof value === 'string') {
    rest.characters -= value.length;
    return rest.characters < 0 ? `${value.slice(0, rest.characters)}…` : value;
  }
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'function') return `[function ${typeof value.name === 'string' ? value.name : ''}]`;
  if (typeof value !== 'object') return String(value);
  if (value instanceof Error) return plain(textOf(value), rest, depth);
  if (value instanceof Response) return `Response ${value.status}`;
  if (value instanceof Date) return String(value);
  if (depth === 5) return '…';
  const copy = (entry: unknown) => plain(entry, rest, depth + 1);
  if (Array.isArray(value) || value instanceof Set) return [...value].slice(0, rest.entries).map(copy);
  const isMap = value instanceof Map || value instanceof Headers;
  const entries: [unknown, unknown][] = isMap ? [...value.entries()] : Object.entries(value);
  return Object.fromEntries(
    entries.slice(0, Math.max(0, rest.entries)).map(([key, entry]) => [String(key), copy(entry)]),
  );
}

/** How many of the errors in an AggregateError are shown. */
const mostErrors = 3;

/** An error in one line: what it is, in which of the worker's own functions it arose, and what it came from. */
function textOf(error: Error): string {
  const parts = [shortTextOf(error)];
  try {
    if (error instanceof AggregateError) {
      const errors = error.errors.slice(0, mostErrors).map(briefly);
      const more = error.errors.length > mostErrors ? ', …' : '';
      if (errors.length > 0) parts.push(`(errors: ${errors.join(', ')}${more})`);
    }
    if (error.cause !== undefined && error.cause !== null) parts.push(`(cause: ${briefly(error.cause)})`);
  } catch {}
  return parts.join(' ');
}

function shortTextOf(error: Error): string {
  const [name, message] = [orElse(() => String(error.name), 'Error'), orElse(() => String(error.message), '')];
  const place = orElse(() => placeIn(error.stack), undefined);
  return `${name}: ${message}${place === undefined ? '' : ` in ${place}`}`;
}

/** What an error names as its cause may be anything. */
function briefly(value: unknown): string {
  if (value instanceof Error) return shortTextOf(value);
  const copy = plain(value, { ...whole }, 4);
  return typeof copy === 'string' ? copy : JSON.stringify(copy);
}

function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** Line and column in the bundle. The stage's modules come first in it. */
type Position = [line: number, column: number];
let ownEnd: Position = [0, 0];

/** @param stack of an error made by the last of the stage's modules */
export function useOwnEnd(stack: string | undefined): void {
  ownEnd = frames(stack)[0]?.at ?? ownEnd;
}

/** The innermost function that is not the stage's and has a name. */
function placeIn(stack: string | undefined): string | undefined {
  const [line, column] = ownEnd;
  return frames(stack).find(({ name, at }) => name && (at[0] > line || (at[0] === line && at[1] > column)))?.name;
}

function frames(stack: unknown): { name: string | undefined; at: Position }[] {
  // A library may have made something else of it.
  const lines = String(stack).split('\n');
  return lines.flatMap((text) => {
    const frame = /^\s+at (?:async )?(?:(.+) \()?[^()\s]*:(\d+):(\d+)\)?$/.exec(text);
    if (!frame) return [];
    const name = frame[1]?.replace(/ \[as .*\]$/, '').replace(/^.*\./, '');
    return [{ name: name?.startsWith('<') ? undefined : name, at: [Number(frame[2]), Number(frame[3])] }];
  });
}
