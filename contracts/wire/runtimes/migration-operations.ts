import { z } from 'zod';
import { time } from '../ids.ts';
import { authenticated, inProject, type Operation, withBody } from '../operation.ts';
import { agentChatId, agentId, agentTaskId, issueId, label, runSession, runtimeId, workDir } from './resources.ts';

/** Both for administrators, and only where provisioning is on. */
const problems = ['provisioning_disabled', ...withBody, ...authenticated] as const;

export const legacyRuns = z
  .object({
    chats: z
      .array(
        z.object({
          chatId: agentChatId,
          agentId,
          title: label,
          sessionId: runSession.nullable(),
          workDir: workDir.nullable(),
        }),
      )
      .max(1000),
    tasks: z
      .array(
        z
          .object({
            taskId: agentTaskId,
            agentId,
            chatId: agentChatId.nullable(),
            issueId: issueId.nullable(),
            runtimeId,
            sessionId: runSession.nullable(),
            workDir: workDir.nullable(),
            state: z.enum(['completed', 'failed', 'cancelled']),
            finishedAt: time,
          })
          .refine(
            ({ chatId, issueId }) => (chatId === null) !== (issueId === null),
            'One of chatId and issueId is null.',
          ),
      )
      .max(1000)
      .meta({ description: 'Each of a chat or of an issue: one of `chatId` and `issueId` is null.' }),
  })
  .meta({ id: 'LegacyRuns' });
export type LegacyRuns = z.infer<typeof legacyRuns>;

/** How a store of the old version becomes one of the new (RUN-6). */
export const migrationOperations = {
  importLegacyRuns: {
    method: 'PUT',
    path: '/v1/projects/{projectId}/legacy-runs',
    summary: 'Put in what the old version has stored',
    description:
      'For administrators. In a project without chats the store is that of the old version from then on, until it is migrated. A chat or task that is there stays as it is. 404 where an agent does not exist; then nothing is put in.',
    capability: 'migration',
    params: inProject,
    body: legacyRuns,
    answers: { 204: null },
    problems,
  },
  migrateRuns: {
    method: 'POST',
    path: '/v1/projects/{projectId}/migrate',
    summary: 'Migrate the store, step by step',
    description:
      'For administrators. First `expand`, then `backfill`, each as often as one likes, while tasks are claimed and end. A pointer that the end of a task has moved since is not touched (RUN-6).',
    capability: 'migration',
    params: inProject,
    body: z.object({ step: z.enum(['expand', 'backfill']) }).meta({ id: 'MigrationStep' }),
    answers: {
      200: z
        .object({
          chats: z.int().nonnegative().meta({ description: 'All there are.' }),
          paired: z.int().nonnegative().meta({ description: 'Pointers that this step gave a runtime.' }),
          unknown: z.int().nonnegative().meta({ description: 'Pointers with a session and still without a runtime.' }),
        })
        .meta({ id: 'Migrated' }),
    },
    problems: ['not_expanded', ...problems],
  },
} as const satisfies Record<string, Operation>;
