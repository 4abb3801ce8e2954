import { z } from 'zod';
import { sessionId, taskId } from '../ids.ts';
import { limits } from '../limits.ts';
import { newPhaseSession, phaseIntent, phaseSession } from './session.ts';
import { phase } from './states.ts';
import { phaseTexts } from './texts.ts';

const existing = z.object({
  outcome: z.literal('existing'),
  session: phaseSession,
  message: z.literal(phaseTexts.existing),
});
const replaced = z.object({
  outcome: z.literal('replaced'),
  session: phaseSession,
  replaced: sessionId.meta({ description: 'The session that was cancelled and deleted for it.' }),
  message: z.literal(phaseTexts.warning),
});

/** Answer to a start: 201 with a new session, 200 with the one that is there and has the same model (PHASE-1). */
export const phaseStart = z
  .discriminatedUnion('outcome', [
    z.object({ outcome: z.literal('created'), session: phaseSession }),
    replaced,
    existing,
  ])
  .meta({ id: 'PhaseStart' });
export type PhaseStart = z.infer<typeof phaseStart>;

const several = limits.phaseBulk;
export const phaseReplacements = z
  .object({
    items: z
      .array(newPhaseSession.extend({ taskId, phase, replace: phaseIntent }).meta({ id: 'PhaseReplacement' }))
      .min(1)
      .max(several),
  })
  .meta({ id: 'PhaseReplacements' });
export type PhaseReplacement = z.infer<typeof phaseReplacements>['items'][number];

export const phaseRefusalCodes = ['replaced_meanwhile', 'session_locked', 'model_deleted'] as const;
export const phaseReplacementResult = z
  .discriminatedUnion('outcome', [
    replaced.omit({ message: true }),
    existing.omit({ message: true }),
    z.object({ outcome: z.literal('refused'), code: z.enum(phaseRefusalCodes), detail: z.string() }),
  ])
  .meta({ id: 'PhaseReplacementResult' });
export type PhaseReplacementResult = z.infer<typeof phaseReplacementResult>;

export const phaseDeletion = z
  .object({ sessionIds: z.array(sessionId).min(1).max(several) })
  .meta({ id: 'PhaseDeletion' });
export const deletedPhases = z
  .object({ deleted: z.array(sessionId), notFound: z.array(sessionId) })
  .meta({ id: 'DeletedPhases' });
export type DeletedPhases = z.infer<typeof deletedPhases>;
