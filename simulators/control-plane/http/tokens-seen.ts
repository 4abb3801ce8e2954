import { findToken, type TokenRow } from '../database/tokens.ts';
import { digest, sameDigest } from '../digest.ts';
import type { Env } from '../env.ts';

/** Whom a token is for. */
export type Bearer = TokenRow | 'administrator';

/** Tokens that are remembered. */
const most = 1000;
const seen = new Map<string, Bearer>();

/**
 * Whom a token is for; null: it is not known. What is stored of a token never changes, so whoever was found is not
 * looked up again, as long as this memory lasts. When it expires is for the caller to judge.
 */
export async function bearerOf(env: Env, token: string): Promise<Bearer | null> {
  const known = seen.get(token);
  if (known) return known;
  const hash = await digest(token);
  const isAdministrator = env.ADMIN_TOKEN !== '' && sameDigest(hash, await digest(env.ADMIN_TOKEN));
  const found = isAdministrator ? 'administrator' : await findToken(env.DB, hash);
  // The session of a workspace may be known only later.
  if (found && (found === 'administrator' || found.role !== 'vm-agent' || found.madeFor !== null)) {
    if (seen.size >= most) seen.clear();
    seen.set(token, found);
  }
  return found;
}
