import { z } from 'zod';

/** What Simple Agent Manager says, as far as the adapter reads it. Times are milliseconds since 1970. */
const time = z.number();

export const session = z.object({
  id: z.string(),
  workspaceId: z.string().nullable(),
  taskId: z.string().nullable(),
  topic: z.string().nullable(),
  status: z.enum(['active', 'stopped']),
  messageCount: z.int().nonnegative(),
  startedAt: time,
  endedAt: time.nullable(),
  createdAt: time,
  agentCompletedAt: time.nullable(),
});
export type SamSession = z.infer<typeof session>;

export const message = z.object({
  id: z.string(),
  role: z.enum(['user', 'assistant', 'system', 'tool']),
  content: z.string(),
  createdAt: time,
});
export type SamMessage = z.infer<typeof message>;

export const submitted = z.object({ taskId: z.string(), sessionId: z.string() });
export const sessionPage = z.object({ sessions: z.array(session), total: z.int().nonnegative() });
export const sessionDetail = z.object({ session, messages: z.array(message), hasMore: z.boolean() });
export const counters = z.object({ persisted: z.int().nonnegative(), duplicates: z.int().nonnegative() });

/** A frame of the project's feed. Frames of other types are nothing the contract knows. */
export const frame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session.created'), payload: z.object({ id: z.string(), taskId: z.string().nullish() }) }),
  ...(['session.updated', 'session.stopped', 'session.agent_completed', 'session.idle_cleanup'] as const).map((type) =>
    z.object({ type: z.literal(type), payload: z.object({ sessionId: z.string() }) }),
  ),
  z.object({
    type: z.literal('message.new'),
    payload: z.object({ sessionId: z.string(), messageId: z.string() }),
  }),
  z.object({
    type: z.literal('messages.batch'),
    payload: z.object({ sessionId: z.string(), messages: z.array(message) }),
  }),
]);
export type SamFrame = z.infer<typeof frame>;
