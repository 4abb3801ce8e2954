import { z } from 'zod';
import { messageId, projectId, sessionId, taskId, time, workspaceId } from './ids.ts';

export const task = z
  .object({
    taskId,
    projectId,
    sessionId,
    status: z.enum(['queued', 'running', 'completed', 'stopped', 'failed']).meta({
      description:
        'queued: no workspace linked yet. running: linked. completed: cleaned up after the agent completed. stopped: by a user. failed: no workspace was to be had.',
    }),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Task' });
export type Task = z.infer<typeof task>;

export const session = z
  .object({
    sessionId,
    projectId,
    taskId,
    workspaceId: workspaceId.nullable().meta({ description: 'null until the workspace is linked (TASK-5).' }),
    topic: z.string().meta({ description: 'First 80 characters of the first user message.' }),
    status: z.enum(['active', 'stopped']),
    messageCount: z.int().nonnegative().meta({ description: 'Messages stored, always exact (TASK-10).' }),
    createdAt: time,
    agentCompletedAt: time.nullable(),
    stoppedAt: time.nullable(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof session>;

export const role = z.enum(['user', 'assistant', 'system', 'tool']).meta({ id: 'MessageRole' });

/** A message as its writer sends it. */
export const newMessage = z
  .object({
    messageId,
    role,
    content: z.string().min(1).meta({ description: 'At most 100 KiB of UTF-8, without NUL characters.' }),
    createdAt: time.meta({ description: "When the writer made it, by the writer's clock. Never used for order." }),
  })
  .meta({ id: 'NewMessage' });
export type NewMessage = z.infer<typeof newMessage>;

/** A message as it is stored. */
export const message = newMessage
  .extend({
    sessionId,
    seq: z.int().positive().meta({ description: '1, 2, 3, … in the order of storing, without gaps (TASK-10).' }),
    storedAt: time,
  })
  .meta({ id: 'Message' });
export type Message = z.infer<typeof message>;
