const units = { ms: 1, second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** Milliseconds of `'15 minutes'`, `'1 second'`, `'250 ms'`, or of a number of milliseconds. */
export function milliseconds(duration: string | number): number {
  if (typeof duration === 'number') return duration;
  const match = /^(\d+(?:\.\d+)?) ?(ms|second|minute|hour|day)s?$/.exec(duration);
  if (!match) throw new TypeError(`Failed to read the duration "${duration}". Write it like "15 minutes" or "250 ms".`);
  return Math.round(Number(match[1]) * units[match[2] as keyof typeof units]);
}
