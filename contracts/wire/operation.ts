import { z } from 'zod';
import { projectId, sessionId } from './ids.ts';
import { limits } from './limits.ts';
import type { ProblemCode } from './problems.ts';

/** One operation of the canonical wire: everything a client, a provider, the link and the documents need of it. */
export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path template with `{name}` for each of `params`. */
  path: string;
  summary: string;
  /** What an implementer must know beyond the schemas: idempotency, order, what survives. */
  description: string;
  capability:
    | 'provisioning'
    | 'tasks'
    | 'messages'
    | 'events'
    | 'live'
    | 'deferred'
    | 'phases'
    | 'runtimes'
    | 'migration'
    | 'node';
  params: z.ZodObject;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodType;
  /** Success answers by status; null: no body. 101 is the upgrade to a socket. */
  answers: Record<number, z.ZodType | null>;
  problems: readonly ProblemCode[];
}

export const everywhere = ['internal_error', 'unavailable', 'rate_limited'] as const;
export const authenticated = ['unauthenticated', 'token_expired', 'forbidden', 'not_found', ...everywhere] as const;
export const withBody = ['malformed_request', 'body_too_large'] as const;

export const inProject = z.object({ projectId });
export const inSession = z.object({ projectId, sessionId });

export const page = z.object({
  limit: z.coerce.number().int().min(1).max(limits.pageRows).optional().meta({ description: 'Default 50.' }),
  cursor: z.string().max(200).optional().meta({ description: '`nextCursor` of the page before.' }),
});
/** A page of what has a `seq`. */
export const pageBySeq = z.object({
  limit: z.coerce.number().int().min(1).max(limits.pageRows).optional().meta({ description: 'Default 50.' }),
  after: z.coerce.number().int().nonnegative().optional().meta({ description: 'What has a greater `seq`. Default 0.' }),
});
export const nextCursor = z
  .string()
  .nullable()
  .meta({ description: 'null on the last page; otherwise rows were left out.' });
