import { z } from 'zod';
import { messageId, projectId, sessionId, taskId, time } from '../ids.ts';
import { problemDocument } from '../problems.ts';
import { phase, phaseState } from './states.ts';

export const modelId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)
  .meta({
    id: 'ModelId',
    description:
      'Name of a model: 1 to 100 letters, digits, dots, underscores and hyphens. Any is valid until deleted.',
  });

export const phaseModel = z
  .object({
    modelId,
    version: z
      .string()
      .regex(/^\d{1,5}\.\d{1,5}$/)
      .meta({ description: '`major.minor`. Another major version is another model (PHASE-3).' }),
  })
  .meta({ id: 'PhaseModel' });
export type PhaseModel = z.infer<typeof phaseModel>;

/** Parameters whose value, or absence, makes another model of it (PHASE-3). */
export const criticalParameters = ['temperature', 'reasoning_effort', 'max_tokens'] as const;
export const phaseParameters = z
  .record(z.string().min(1).max(100), z.union([z.string().max(1000), z.number(), z.boolean()]))
  .meta({
    id: 'PhaseParameters',
    description: `Of the model. Another value of ${criticalParameters.join(', ')} is a model change, missing included; of any other it is not (PHASE-3).`,
  });
export type PhaseParameters = z.infer<typeof phaseParameters>;

const version = z.int().positive().meta({ description: '1, and one more at each change of the session.' });
const userId = z.string().min(1).max(100);

export const phaseSession = z
  .object({
    sessionId,
    projectId,
    taskId,
    phase,
    model: phaseModel,
    modelName: z.string().meta({ description: 'The `modelId`, or "Model Not Found" once it was deleted (PHASE-7).' }),
    parameters: phaseParameters,
    state: phaseState,
    version,
    title: z.string().nullable(),
    userId: userId.meta({ description: 'Who started it.' }),
    createdAt: time,
    updatedAt: time.meta({ description: 'Time of its last change.' }),
    startedAt: time.nullable().meta({ description: 'When it was first running.' }),
    endedAt: time.nullable().meta({ description: 'When it was completed, failed or cancelled.' }),
    deletedAt: time.nullable().meta({ description: 'Only export and archive have deleted ones (PHASE-4).' }),
    replacedBy: sessionId.nullable().meta({ description: 'The session that was started in its place.' }),
  })
  .meta({ id: 'PhaseSession' });
export type PhaseSession = z.infer<typeof phaseSession>;

/** Which session a replacement is meant for: as it was shown to the user who agreed (PHASE-2). */
export const phaseIntent = z.object({ sessionId, version }).meta({ id: 'PhaseIntent' });
export type PhaseIntent = z.infer<typeof phaseIntent>;

/** What a phase is started with. */
export const newPhaseSession = z
  .object({
    model: phaseModel,
    parameters: phaseParameters.optional().meta({ description: 'Default none.' }),
    replace: phaseIntent.optional().meta({ description: 'Session and version that the user agreed to lose.' }),
  })
  .meta({ id: 'NewPhaseSession' });
export type NewPhaseSession = z.infer<typeof newPhaseSession>;

/** The session that stands in the way, in problems about it. */
export const currentPhaseSession = z
  .object({ sessionId, version, model: phaseModel, state: phaseState })
  .meta({ id: 'CurrentPhaseSession' });
export type CurrentPhaseSession = z.infer<typeof currentPhaseSession>;

/** Body of `model_conflict`, `replaced_meanwhile`, `version_conflict` and `session_ended`. */
export const phaseConflict = problemDocument
  .extend({ current: currentPhaseSession.nullable().meta({ description: 'null where there is none any more.' }) })
  .meta({ id: 'PhaseConflict' });
export type PhaseConflict = z.infer<typeof phaseConflict>;

/** Body of every 5xx of the group: its details are logged under `errorId`, and in no answer (PHASE-9). */
export const phaseFailure = problemDocument.extend({ errorId: z.uuid() }).meta({ id: 'PhaseFailure' });
export type PhaseFailure = z.infer<typeof phaseFailure>;

export const newPhaseMessage = z
  .object({
    messageId,
    content: z.string().min(1).meta({ description: 'At most 100 KiB of UTF-8, without NUL characters.' }),
  })
  .meta({ id: 'NewPhaseMessage' });
export type NewPhaseMessage = z.infer<typeof newPhaseMessage>;

const seq = z.int().positive().meta({ description: '1, 2, 3, … in the order of storing, without gaps.' });
export const phaseMessage = newPhaseMessage.extend({ seq, userId, storedAt: time }).meta({ id: 'PhaseMessage' });
export type PhaseMessage = z.infer<typeof phaseMessage>;

/** What happened to a session, in order. */
export const phaseLog = z
  .object({
    at: time,
    event: z.enum(['created', 'running', 'titled', 'completed', 'failed', 'cancelled', 'deleted']),
    version,
    userId,
  })
  .meta({ id: 'PhaseLog' });
export type PhaseLog = z.infer<typeof phaseLog>;

const contents = { messages: z.array(phaseMessage), logs: z.array(phaseLog) };
export const phaseExport = z.object({ session: phaseSession, ...contents }).meta({ id: 'PhaseExport' });
export type PhaseExport = z.infer<typeof phaseExport>;

/** A session as the archive keeps it for a year (PHASE-10). */
export const archivedPhase = z
  .object({
    sessionId,
    taskId,
    phase,
    model: phaseModel,
    parameters: phaseParameters,
    state: phaseState,
    title: z.string().nullable(),
    replacedBy: sessionId.nullable(),
    times: z.object({
      createdAt: time,
      startedAt: time.nullable(),
      endedAt: time.nullable(),
      deletedAt: time,
      archivedAt: time,
    }),
    userId,
    ...contents,
  })
  .meta({ id: 'ArchivedPhaseSession' });
export type ArchivedPhase = z.infer<typeof archivedPhase>;

export const archiveRun = z
  .object({
    runId: z.uuid(),
    startedAt: time,
    endedAt: time.nullable().meta({ description: 'null while it goes on.' }),
    archived: z.int().nonnegative().meta({ description: 'Sessions that it archived.' }),
    failed: z.int().nonnegative().meta({ description: 'Sessions that it gave up.' }),
    deadLetters: z.array(sessionId).meta({ description: 'Those it gave up, by name. They stay in the store.' }),
    alarm: z
      .enum(['too_long', 'too_many_errors'])
      .nullable()
      .meta({ description: 'Longer than 6 hours, or more than 5 % of its sessions given up.' }),
  })
  .meta({ id: 'ArchiveRun' });
export type ArchiveRun = z.infer<typeof archiveRun>;

export const phaseLock = z
  .object({
    lockId: z.uuid(),
    expiresAt: time.meta({ description: "By the provider's clock: five seconds from now (PHASE-5)." }),
  })
  .meta({ id: 'PhaseLock' });
export type PhaseLock = z.infer<typeof phaseLock>;
