import { z } from 'zod';

/** What Multica says, as far as the adapter reads it. Its times have seconds and no more. */
const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
/** An id, or text, that may be missing: left out, null or "". */
const maybe = z
  .string()
  .nullish()
  .transform((text) => text || null);
const maybeTime = time.nullish().transform((at) => at ?? null);

/** One attempt at a task. The next attempt is a row of its own, which names this one as its parent. */
export const row = z.object({
  id: z.string(),
  agent_id: z.string(),
  runtime_id: z.string(),
  issue_id: maybe,
  chat_session_id: maybe,
  status: z.enum(['queued', 'dispatched', 'running', 'completed', 'failed', 'cancelled']),
  attempt: z.int().positive(),
  parent_task_id: maybe,
  trigger_comment_id: maybe,
  created_at: time,
  dispatched_at: maybeTime,
  started_at: maybeTime,
  completed_at: maybeTime,
  result: z
    .object({ output: z.string().nullish() })
    .nullish()
    .transform((result) => result?.output ?? null),
  error: maybe,
  failure_reason: maybe,
  chat_message: maybe,
  trigger_comment_content: maybe,
  prior_session_id: maybe,
  prior_work_dir: maybe,
});
export type Row = z.output<typeof row>;

export const rows = z.array(row);
export const claimed = z.object({ task: row.nullable() });
export const orphans = z.object({ orphaned: z.int().nonnegative(), retried: z.int().nonnegative() });

export const registered = z.object({ runtimes: z.array(z.object({ id: z.string() })) });
export const runtime = z.object({
  id: z.string(),
  name: z.string(),
  provider: z.string(),
  status: z.enum(['online', 'offline']),
  last_seen_at: maybeTime,
});
export const runtimes = z.array(runtime);

export const agent = z.object({ id: z.string(), name: z.string(), runtime_id: z.string() });
export const chat = z.object({ id: z.string(), agent_id: z.string(), title: z.string(), created_at: time });
export const chats = z.array(chat);
export const made = z.object({ id: z.string() });
export const sent = z.object({ task_id: z.string() });
