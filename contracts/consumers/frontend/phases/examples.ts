import { type CurrentPhaseSession, type PhaseSession, phaseTexts } from '../../../wire/index.ts';
import { values } from '../../toolkit/values.ts';
import type { Told } from '../playing.ts';
import { refusal, time } from '../playing.ts';

const { projectId, taskId, sessionId, version } = values;

/** The model of the session that is there, and another. */
export const model = { modelId: 'writer', version: '1.4' };
export const otherModel = { modelId: 'writer', version: '2.0' };
export const phase = 'planning';

/** A session of which only its start is known. */
export const created: PhaseSession = {
  sessionId,
  projectId,
  taskId,
  phase,
  model,
  modelName: model.modelId,
  parameters: {},
  state: 'created',
  version,
  title: null,
  userId: 'ada',
  createdAt: time,
  updatedAt: time,
  startedAt: null,
  endedAt: null,
  deletedAt: null,
  replacedBy: null,
};
export const running: PhaseSession = { ...created, state: 'running', version: 2, startedAt: time };
export const completed: PhaseSession = { ...running, state: 'completed', version: 3, endedAt: time };
export const failed: PhaseSession = { ...completed, state: 'failed' };
/** Cancelled before it ran. */
export const cancelled: PhaseSession = { ...created, state: 'cancelled', version: 2, endedAt: time };
export const cancelledRunning: PhaseSession = { ...completed, state: 'cancelled' };

/** The session that stands in the way. */
export const currentOf = ({ sessionId, version, model, state }: PhaseSession): CurrentPhaseSession => {
  return { sessionId, version, model, state };
};
export const errorId = '8c1e5f73-a90d-4b26-9e84-d2f6b0c7a315';
/** A version that the session does not have: it was shown before the session changed. */
export const overtaken = 7;

/** What starts before the one that is looked at are answered: a question, and the replacement that follows it `more`. */
export const askedFirst =
  (current: PhaseSession, more: ReturnType<typeof refusal> | null = null): NonNullable<Told['others']> =>
  ({ body }) => {
    const isReplacement = typeof body === 'object' && body !== null && 'replace' in body;
    if (isReplacement && more) return more;
    return refusal('model_conflict', { detail: phaseTexts.conflict, current: currentOf(current) });
  };
