/** Builds histories of phase sessions for the tests of their checks. */
import {
  type FeedFrame,
  type PhaseIntent,
  type PhaseSession,
  type ProblemCode,
  phaseProblemText,
  phaseTexts,
  problem,
} from '../../../contracts/wire/index.ts';
import type { HistoryBuilder, Step } from '../testing.ts';

type Json = Record<string, unknown>;

/** The clock of the target at the beginning: 2026-01-01T00:00:00Z. */
export const beginning = Date.UTC(2026, 0, 1);

/** A session of alice, of model `small`, just created. */
export function phaseRow(fields: Partial<PhaseSession> = {}): PhaseSession {
  const modelId = fields.model?.modelId ?? 'small';
  return {
    sessionId: 'a',
    projectId: 'p1',
    taskId: 't1',
    phase: 'planning',
    model: { modelId, version: '1.0' },
    modelName: modelId,
    parameters: {},
    state: 'created',
    version: 1,
    title: null,
    userId: 'alice',
    createdAt: beginning,
    updatedAt: beginning,
    startedAt: null,
    endedAt: null,
    deletedAt: null,
    replacedBy: null,
    ...fields,
  };
}

export const large = { model: { modelId: 'large', version: '1.0' }, modelName: 'large' };
export const running = { state: 'running', version: 2, startedAt: beginning } as const;

/** A project in which phases are started; `feed` is what the observer reads of it at the end. */
export class PhasePlay {
  readonly h: HistoryBuilder;
  readonly feed: FeedFrame[] = [];

  constructor(h: HistoryBuilder) {
    this.h = h;
    this.user('frontend', 'alice');
    this.user('frontend:bob', 'bob');
    this.user('observer', 'alice');
  }

  user(actor: string, userId: string): void {
    const body = { role: 'user', userId, projectId: 'p1' };
    this.h.call('harness', 'createToken', { body }, 201, { token: `token-of-${actor}` });
  }

  /** An entry of the feed. */
  tell(type: 'started' | 'changed', session: PhaseSession, replaced: string | null = null): FeedFrame {
    const { sessionId } = session;
    const shared = { cursor: this.feed.length + 1, sessionId, at: beginning + this.h.time, session };
    return this.#push(
      type === 'started' ? { type: 'phase.started', ...shared, replaced } : { type: 'phase.changed', ...shared },
    );
  }

  tellDeleted({ sessionId, taskId, phase }: PhaseSession): FeedFrame {
    return this.#push({
      type: 'phase.deleted',
      cursor: this.feed.length + 1,
      sessionId,
      at: beginning + this.h.time,
      taskId,
      phase,
    });
  }

  /** A request for a start that arrived; the answer is up to the test. */
  asks({ taskId, phase, model, parameters }: PhaseSession, replace?: PhaseIntent, actor = 'frontend'): Step {
    const step = this.h.send(actor, 'startPhase', { params: { taskId, phase }, body: { model, parameters, replace } });
    step.arrive();
    return step;
  }

  start(session: PhaseSession, actor = 'frontend'): number {
    const step = this.asks(session, undefined, actor);
    this.tell('started', session);
    return done(step, 201, { outcome: 'created', session });
  }

  /** One is cancelled and deleted, and the other started in its place, as the feed has it. */
  swap(old: PhaseSession, session: PhaseSession): void {
    this.tell('changed', { ...old, state: 'cancelled', version: old.version + 1, endedAt: beginning });
    this.tellDeleted(old);
    this.tell('started', session, old.sessionId);
  }

  replace(old: PhaseSession, session: PhaseSession, actor = 'frontend'): number {
    const step = this.asks(session, { sessionId: old.sessionId, version: old.version }, actor);
    this.swap(old, session);
    const message = phaseTexts.warning;
    return done(step, 201, { outcome: 'replaced', session, replaced: old.sessionId, message });
  }

  existing(session: PhaseSession, wanted = session): number {
    return done(this.asks(wanted), 200, { outcome: 'existing', session, message: phaseTexts.existing });
  }

  /** A request about a session that goes well, and what the feed says of it. */
  change(operation: string, now: PhaseSession, body?: Json): number {
    const step = this.h.send('frontend', operation, { params: { sessionId: now.sessionId }, body });
    step.arrive();
    this.tell('changed', now);
    return done(
      step,
      operation === 'sendPhaseMessage' ? 201 : 200,
      operation === 'sendPhaseMessage' ? { ...body, seq: 1 } : now,
    );
  }

  delete(session: PhaseSession): number {
    const step = this.h.send('frontend', 'deletePhaseSessions', { body: { sessionIds: [session.sessionId] } });
    step.arrive();
    this.tell('changed', { ...session, state: 'cancelled', version: session.version + 1, endedAt: beginning });
    this.tellDeleted(session);
    return done(step, 200, { deleted: [session.sessionId], notFound: [] });
  }

  ask(operation: string, sessionId: string, status: number, body?: unknown, actor = 'frontend'): number {
    return this.h.call(actor, operation, { params: { sessionId } }, status, body);
  }

  lookup(session: PhaseSession | null, actor = 'frontend'): number {
    const params = { taskId: 't1', phase: 'planning' };
    return this.h.call(actor, 'lookupPhase', { params }, session ? 200 : 404, session ?? refusal('not_found'));
  }

  list(...sessions: PhaseSession[]): number {
    return this.h.call('frontend', 'listPhaseSessions', {}, 200, { sessions, nextCursor: null });
  }

  /** The counters, as text. */
  metrics(samples: Record<string, number>): number {
    const text = Object.entries(samples).map(([name, value]) => `${name} ${value}\n`);
    return this.h.call('frontend', 'phaseMetrics', {}, 200, text.join(''));
  }

  /** The observer reads the feed. Answers the events with its entries. */
  end(): number[] {
    return this.h.observe({ feed: this.feed }).feed;
  }

  #push(frame: FeedFrame): FeedFrame {
    this.feed.push(frame);
    return frame;
  }
}

/** The answer, on its way to who asked. */
export function done(step: Step, status: number, body: unknown): number {
  const answered = step.answer(status, body);
  step.receive();
  return answered;
}

/** A problem with its text, and more about it. */
export function refusal(code: ProblemCode, more: Json = {}): Json {
  return { ...problem(code, phaseProblemText(code) ?? 'Not now.'), ...more };
}

export function currentOf({ sessionId, version, model, state }: PhaseSession): Json {
  return { current: { sessionId, version, model, state } };
}

/** A play after which the observer reads the feed; answers the event that shows a breach, or else the whole feed. */
export function played(play: (p: PhasePlay) => unknown): (h: HistoryBuilder) => number[] {
  return (h) => {
    const p = new PhasePlay(h);
    const shown = play(p);
    const feed = p.end();
    return typeof shown === 'number' ? [shown] : feed.slice(-1);
  };
}
