import {
  type CurrentPhaseSession,
  type PhaseSession,
  type ProblemCode,
  phaseTexts,
  problem,
} from '../../../contracts/wire/index.ts';
import type { Answer } from '../../ports.ts';
import { answered, settle, uuid } from '../../testing.ts';
import type { Rules } from '../rules.ts';
import { correctRules } from '../rules.ts';
import { frontendWith, projectId, taskId } from '../testing.ts';
import type { PhaseEvent } from './rules.ts';

export const phase = 'planning';
export const model = { modelId: 'sonnet', version: '1.0' };
export const other = { modelId: 'opus', version: '1.0' };
export { projectId, taskId };

/** The session `id` of the phase `planning`. */
export function session(id: number, given: Partial<PhaseSession> = {}): PhaseSession {
  return {
    sessionId: uuid(id),
    projectId,
    taskId,
    phase,
    model,
    modelName: model.modelId,
    parameters: {},
    state: 'created',
    version: 1,
    title: null,
    userId: 'alice',
    createdAt: 1,
    updatedAt: 1,
    startedAt: null,
    endedAt: null,
    deletedAt: null,
    replacedBy: null,
    ...given,
  };
}

export function started(cursor: number, of: PhaseSession): PhaseEvent {
  return { type: 'phase.started', cursor, sessionId: of.sessionId, at: 1, session: of, replaced: null };
}
export function changed(cursor: number, of: PhaseSession): PhaseEvent {
  return { type: 'phase.changed', cursor, sessionId: of.sessionId, at: 1, session: of };
}
export function deleted(cursor: number, { sessionId, taskId, phase }: PhaseSession): PhaseEvent {
  return { type: 'phase.deleted', cursor, sessionId, at: 1, taskId, phase };
}

export const current = ({ sessionId, version, model, state }: PhaseSession): CurrentPhaseSession => {
  return { sessionId, version, model, state };
};

/** A refusal by its code; `more` are the members beside those of every problem. */
export function refused(code: ProblemCode, detail: string, more: object = {}): Answer {
  const document = problem(code, detail);
  return answered(document.status, { ...document, ...more });
}
export const conflict = (with_: PhaseSession): Answer =>
  refused('model_conflict', phaseTexts.conflict, { current: current(with_) });
export const locked = refused('session_locked', phaseTexts.locked);

export const created = (of: PhaseSession): Answer => answered(201, { outcome: 'created', session: of });
export const replaced = (of: PhaseSession, old: PhaseSession): Answer =>
  answered(201, { outcome: 'replaced', session: of, replaced: old.sessionId, message: phaseTexts.warning });
export const existing = (of: PhaseSession): Answer =>
  answered(200, { outcome: 'existing', session: of, message: phaseTexts.existing });

/** A panel whose other end is the test. Lists are what `visible` has; anything else is answered by `link.script`. */
export function panelWith(rules: Partial<Rules> = {}) {
  const made = frontendWith({ rules: { ...correctRules, ...rules } });
  const { frontend, link, journal, socket } = made;
  const visible: PhaseSession[] = [];
  link.answer = ({ operation }) =>
    operation === 'listPhaseSessions' ? answered(200, { sessions: [...visible], nextCursor: null }) : answered(404);
  const panel = frontend.phases;
  const receive = async (...frames: unknown[]) => {
    for (const frame of frames) socket().handlers.frame(frame);
    await settle();
  };
  return {
    ...made,
    panel,
    visible,
    receive,
    /** The panel shows what is visible; the feed stands at `cursor`. */
    async watch(cursor = 5) {
      const watching = panel.watch();
      await settle();
      socket().handlers.open();
      await receive({ type: 'subscribed', sessionId: null, cursor });
      return watching;
    },
    /** The next answer is kept back until it is released. */
    holdAnswer() {
      const { request } = link;
      let release = () => {};
      link.request = async (call) => {
        link.request = request;
        const answer = await request.call(link, call);
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return answer;
      };
      return async () => {
        release();
        await settle();
      };
    },
    shown: () => panel.sessions.map(({ sessionId, version }) => `${Number(sessionId.slice(-4))} v${version}`),
    bodies: () => link.calls.filter(({ operation }) => operation === 'startPhase').map(({ body }) => body),
    lists: () => link.calls.filter(({ operation }) => operation === 'listPhaseSessions').length,
    dialogs: () => journal.of('phase-dialog'),
    notices: () => journal.of('phase-notice'),
  };
}
