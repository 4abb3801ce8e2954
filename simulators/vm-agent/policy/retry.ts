const first = 1_000;
const longest = 30_000;
const mostJitter = 0.5;

/**
 * Milliseconds to wait after failed attempt `attempt` (from 1): 1 s, doubled each time up to 30 s, and 0–50 % on top.
 * As one and a half times a delay is less than twice that delay, delays grow strictly until they are at the cap.
 * @param fraction Chance, 0 ≤ fraction < 1.
 */
export function retryDelay(attempt: number, fraction: number): number {
  return Math.round(Math.min(first * 2 ** (attempt - 1), longest) * (1 + mostJitter * fraction));
}

/** Milliseconds that `Retry-After` asks for: seconds or an HTTP date. 0 where there is none, or it says nothing. */
export function retryAfter(headers: Record<string, string>, now: number): number {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const date = /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
