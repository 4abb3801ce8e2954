import { countRequest } from '../database/tokens.ts';
import { digest } from '../digest.ts';
import type { Env } from '../env.ts';
import { Refused } from './refused.ts';

/** Milliseconds; windows begin with the minutes of the clock. */
const window = 60_000;

/** Counts a request of a token that has a limit; refused requests count too. @throws Refused over the limit */
export async function checkRate(env: Pick<Env, 'DB'>, token: string, requestsPerMinute: number): Promise<void> {
  const now = Date.now();
  const minute = Math.floor(now / window);
  const requests = await countRequest(env.DB, await digest(token), minute);
  if (requests <= requestsPerMinute) return;
  const seconds = Math.ceil(((minute + 1) * window - now) / 1000);
  const detail = `The token is good for ${requestsPerMinute} requests a minute.`;
  throw new Refused('rate_limited', detail, { 'retry-after': String(seconds) });
}
