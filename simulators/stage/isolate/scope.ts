/**
 * Several Workers share one isolate and one environment: what belongs to another than the one that is played has the name of
 * its Worker before its own.
 */

const between = '/';

/** @param scope name of the Worker; empty for the one that is played, whose names stay as they are */
export function scopedName(scope: string, name: string): string {
  return scope === '' ? name : `${scope}${between}${name}`;
}

/** What of the environment belongs to a Worker, by its own names. */
export function ofScope<Value>(scope: string, entries: readonly [string, Value][]): [string, Value][] {
  if (scope === '') return entries.filter(([name]) => !name.includes(between));
  const start = scopedName(scope, '');
  return entries.flatMap(([name, value]): [string, Value][] =>
    name.startsWith(start) ? [[name.slice(start.length), value]] : [],
  );
}
