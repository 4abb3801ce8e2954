import { z } from 'zod';
import { sessionId, taskId } from '../ids.ts';
import { phaseSession } from './session.ts';
import { phase } from './states.ts';

/**
 * The entries of a project's feed about phase sessions. A list kept by them is right without a reload (PHASE-12): started
 * puts a session first, changed replaces it, deleted removes it. `shared` is what every entry of the feed has.
 */
export const phaseFeedOptions = <S extends z.ZodRawShape>(shared: S) =>
  [
    z
      .object({
        type: z.literal('phase.started'),
        ...shared,
        session: phaseSession,
        replaced: sessionId.nullable().meta({ description: 'The session it replaces; its deletion came before.' }),
      })
      .meta({ id: 'phase.started', description: 'A session for a phase was started.' }),
    z.object({ type: z.literal('phase.changed'), ...shared, session: phaseSession }).meta({
      id: 'phase.changed',
      description:
        'It is running, was titled, completed, failed or cancelled, or its model was deleted or restored. `version` stands still for the model.',
    }),
    z
      .object({ type: z.literal('phase.deleted'), ...shared, taskId, phase })
      .meta({ id: 'phase.deleted', description: 'It is in no list and no lookup any more.' }),
  ] as const;

export const phaseEventTypes: ReadonlySet<string> = new Set(['phase.started', 'phase.changed', 'phase.deleted']);
