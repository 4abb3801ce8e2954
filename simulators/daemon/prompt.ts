/** How a run goes, as its prompt steers it. */
export interface Directions {
  /** Milliseconds that the work takes. */
  duration: number;
  end: 'completed' | 'failed';
  /** What the run says of itself while it runs and at its end. */
  says: { session: boolean; workDir: boolean };
  crashes: 'never' | 'first attempt' | 'every attempt';
}

const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * Reads a prompt: `/fail` fails, `/nosession` makes no session, `/nodir` keeps its work directory to itself,
 * `/long 5m` (or `s`, `h`) takes so long instead of a second, `/crash` lets the daemon crash once it has pinned, on
 * the first attempt, `/crash always` on every one.
 */
export function directionsOf(prompt: string): Directions {
  const has = (word: string) => new RegExp(`(^|\\s)/${word}(\\s|$)`).test(prompt);
  const [, count, unit = ''] = /(?:^|\s)\/long (\d+) ?([smh])(?:\s|$)/.exec(prompt) ?? [];
  return {
    duration: count === undefined ? 1_000 : Number(count) * (units[unit] ?? 0),
    end: has('fail') ? 'failed' : 'completed',
    says: { session: !has('nosession'), workDir: !has('nodir') },
    crashes: has('crash always') ? 'every attempt' : has('crash') ? 'first attempt' : 'never',
  };
}
