import { z } from 'zod';
import { projectId, sessionId, time } from '../ids.ts';
import { liveState } from './states.ts';

export const permissionMode = z.enum(['ask', 'agent', 'auto']).meta({
  id: 'PermissionMode',
  description: 'What the agent may do without asking. It belongs to its session; a new session has `ask` (WEB-12).',
});
export type PermissionMode = z.infer<typeof permissionMode>;

export const liveMetadata = z
  .object({
    totalTokens: z.int().nonnegative().meta({ description: 'Of all completed turns, as the provider counts them.' }),
    messageCount: z.int().nonnegative().meta({ description: 'Prompts and completed replies.' }),
    lastMessageAt: time.nullable(),
    firstMessagePreview: z.string().nullable().meta({ description: 'First 80 characters of the first prompt.' }),
  })
  .meta({ id: 'LiveMetadata' });
export type LiveMetadata = z.infer<typeof liveMetadata>;

const place = z.string().min(1).max(500);
/** Where the agent of a session works. */
export const workplace = {
  cwd: place.meta({ description: 'Working directory of the agent.' }),
  branch: place.meta({ description: 'Branch it works on.' }),
  worktree: place.nullable().meta({ description: 'Worktree of its own, where it has one.' }),
};

export const liveSession = z
  .object({
    sessionId,
    projectId,
    state: liveState,
    running: z.boolean().meta({
      description: 'A query loop is registered and the durable state is a running one (LIVE-4).',
    }),
    mode: permissionMode,
    ...workplace,
    metadata: liveMetadata,
    seq: z.int().nonnegative().meta({ description: '`seq` of its last durable event.' }),
    createdAt: time,
    updatedAt: time.meta({ description: 'Time of its last durable event.' }),
  })
  .meta({ id: 'LiveSession' });
export type LiveSession = z.infer<typeof liveSession>;

/** What a client may choose when it makes the record of a session under an id of its own (WEB-16). */
export const newLiveSession = z
  .object({
    mode: permissionMode.optional().meta({ description: 'Default `ask`.' }),
    cwd: workplace.cwd.optional().meta({ description: 'Default `/workspace`.' }),
    branch: workplace.branch.optional().meta({ description: 'Default `main`.' }),
    worktree: workplace.worktree.optional().meta({ description: 'Default null.' }),
  })
  .meta({ id: 'NewLiveSession' });
export type NewLiveSession = z.infer<typeof newLiveSession>;
