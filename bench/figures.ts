/** The middle one of some figures; NaN where there are none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? upper) + upper) / 2 : upper;
}

/** Rounded for reading: three significant digits, or whole above 1000. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en-GB') : String(Number(value.toPrecision(3)));
}

export const megabyte = 1024 * 1024;

/** Tells whoever waits what is being measured; figures alone go to stdout. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
