import { z } from 'zod';

/** What ispo-code says, as far as the adapter reads it. */
export const status = z.enum([
  'pending',
  'running',
  'working',
  'waiting_approval',
  'waiting_input',
  'idle',
  'completed',
  'failed',
  'cancelled',
]);
export type IspoStatus = z.infer<typeof status>;

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const text = z.string().nullish();

/** A session, as the list of its task and a reading by its id have it in common. */
export interface IspoSession {
  id: string;
  title: string | null;
  status: IspoStatus;
  /** When it was started, in milliseconds since 1970. */
  at: number;
  model: string | null;
}

/** Of one task, newest first. */
export const sessionsOfTask = z.object({
  all: z.array(
    z
      .object({ sessionId: z.string(), title: text, status, timestamp: time, model: text })
      .transform(({ sessionId: id, title = null, timestamp: at, model = null, ...rest }): IspoSession => {
        return { ...rest, id, title, at, model };
      }),
  ),
});

/** By its id, with the task it is of; null: there is none, or it was deleted. */
export const agentSession = z
  .object({ id: z.string(), title: text, status, startedAt: time, model: text, taskPath: text })
  .transform(({ startedAt: at, title = null, model = null, taskPath = null, ...rest }) => {
    return { ...rest, title, model, at, taskPath };
  })
  .nullable();

export const createdTask = z.object({ path: z.string().min(1) });
export const startedSession = z.object({ sessionId: z.string().min(1), status });
export const done = z.object({ success: z.boolean() });

/** What it says when something goes wrong in it: a 500, whatever it is. */
export const failure = z.object({ error: z.object({ message: z.string(), data: z.object({ code: z.string() }) }) });
