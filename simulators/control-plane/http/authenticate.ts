import type { Role, Who } from '../calls.ts';
import type { Env } from '../env.ts';
import type { Rules } from '../rules.ts';
import { checkRate } from './rate-limit.ts';
import { Refused } from './refused.ts';
import { bearerOf } from './tokens-seen.ts';

/** Who sent a request. An administrator has no project. */
export interface Caller extends Who {
  role: Role;
  token: string;
  project: { projectId: string; nodeUrl: string } | null;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** @throws Refused for a token that is missing, unknown, expired (SAFE-1) or over its limit of requests. */
export async function authenticate(request: Request, env: Env, rules: Rules): Promise<Caller> {
  const token = tokenOf(request);
  const challenge = { 'www-authenticate': 'Bearer' };
  if (!token) throw new Refused('unauthenticated', 'A bearer token is needed.', challenge);
  const found = await bearerOf(env, token);
  if (found === 'administrator') {
    return {
      role: 'administrator',
      subject: '',
      madeFor: null,
      token,
      project: null,
      expiresAt: Number.MAX_SAFE_INTEGER,
    };
  }
  if (!found) throw new Refused('unauthenticated', rules.refusalDetail('The token is not known.', token), challenge);
  const { projectId, nodeUrl, requestsPerMinute, ...rest } = found;
  if (Date.now() >= rest.expiresAt) {
    throw new Refused(rules.expiredToken(), rules.refusalDetail('The token has expired.', token), challenge);
  }
  if (requestsPerMinute !== null) await checkRate(env, token, requestsPerMinute);
  return { ...rest, token, project: { projectId, nodeUrl } };
}

/** A browser cannot set headers on a socket: it offers its token as a subprotocol. */
function tokenOf(request: Request): string | null {
  const header = request.headers.get('authorization');
  if (header !== null) return /^Bearer +(\S+)$/i.exec(header.trim())?.[1] ?? null;
  if (!isUpgrade(request)) return null;
  const offered = subprotocols(request).find((name) => name.startsWith('token.'));
  return offered?.slice('token.'.length) || null;
}

export function isUpgrade(request: Request): boolean {
  return request.headers.get('upgrade')?.toLowerCase() === 'websocket';
}

/** The subprotocols a client offers. */
export function subprotocols(request: Request): string[] {
  return (request.headers.get('sec-websocket-protocol') ?? '').split(',').map((name) => name.trim());
}
