import { z } from 'zod';
import { currentPhaseSession, operations, problemDocument } from '../../../contracts/wire/index.ts';
import type { Ports } from '../../ports.ts';
import { type Asked, ask, askAll, type Problem } from '../ask.ts';
import type { PhaseAsked, PhaseMessagesRead, PhaseProblem, PhaseSessionsRead } from './results.ts';

const nothing = z.unknown().transform(() => null);

/** What the requests of the panel are answered; null: there is nothing in it. */
const answers = {
  startPhase: operations.startPhase.answers[200],
  lookupPhase: operations.lookupPhase.answers[200],
  listPhaseSessions: operations.listPhaseSessions.answers[200],
  replacePhaseSessions: operations.replacePhaseSessions.answers[200],
  deletePhaseSessions: operations.deletePhaseSessions.answers[200],
  getPhaseSession: operations.getPhaseSession.answers[200],
  exportPhaseSession: operations.exportPhaseSession.answers[200],
  sendPhaseMessage: operations.sendPhaseMessage.answers[200],
  listPhaseMessages: operations.listPhaseMessages.answers[200],
  beginPhaseSession: operations.beginPhaseSession.answers[200],
  finishPhaseSession: operations.finishPhaseSession.answers[200],
  cancelPhaseSession: operations.cancelPhaseSession.answers[200],
  updatePhaseSession: operations.updatePhaseSession.answers[200],
  lockPhaseSession: operations.lockPhaseSession.answers[201],
  renewPhaseLock: operations.renewPhaseLock.answers[200],
  unlockPhaseSession: nothing,
  restoreModel: nothing,
  deleteModel: nothing,
  phaseSettings: operations.phaseSettings.answers[200],
  phaseMetrics: operations.phaseMetrics.answers[200],
  listArchiveRuns: operations.listArchiveRuns.answers[200],
  readArchived: operations.readArchived.answers[200],
};
export type PhaseCall = keyof typeof answers;
export type PhaseAnswer<Name extends PhaseCall> = z.output<(typeof answers)[Name]>;
const schemas: { [Name in PhaseCall]: z.ZodType<PhaseAnswer<Name>> } = answers;

interface Given {
  /** Those beside the project. */
  params?: Record<string, string>;
  /** What is undefined is not sent. */
  query?: Record<string, string | number | undefined>;
  body?: unknown;
}

/** The requests of the phase panel: none is repeated by itself. */
export class PhaseApi {
  readonly #ports: Ports;
  readonly #projectId: string;
  readonly #token: string;

  constructor(ports: Ports, { projectId, token }: { projectId: string; token: string }) {
    this.#ports = ports;
    this.#projectId = projectId;
    this.#token = token;
  }

  async ask<Name extends PhaseCall>(
    operation: Name,
    { params, query = {}, body }: Given = {},
  ): Promise<PhaseAsked<PhaseAnswer<Name>>> {
    const given = Object.entries(query).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
    const call = {
      operation,
      params: { projectId: this.#projectId, ...params },
      token: this.#token,
      ...(given.length > 0 && { query: Object.fromEntries(given) }),
      ...(body !== undefined && { body }),
    };
    const asked = await ask(this.#ports, call, schemas[operation]);
    if (asked.status === 'ok') return { status: 'ok', value: asked.value };
    return { status: asked.status, problem: explained(asked.problem, asked.body) };
  }

  /** All that are visible, of one task or of the project, newest first. */
  async sessions(taskId?: string, limit?: number): Promise<PhaseSessionsRead> {
    const { problem, ...read } = await askAll(
      (cursor: string | undefined): Promise<Asked<PhaseAnswer<'listPhaseSessions'>>> =>
        this.ask('listPhaseSessions', { query: { taskId, limit, cursor } }),
      ({ sessions, nextCursor }) => ({ rows: sessions, next: nextCursor }),
    );
    return { ...read, ...(problem && { problem: described(problem) }) };
  }

  /** All messages of a session, by `seq`. */
  async messages(sessionId: string, limit?: number): Promise<PhaseMessagesRead> {
    const { problem, ...read } = await askAll(
      (after: number | undefined): Promise<Asked<PhaseAnswer<'listPhaseMessages'>>> =>
        this.ask('listPhaseMessages', { params: { sessionId }, query: { limit, after } }),
      ({ messages, nextAfter }) => ({ rows: messages, next: nextAfter }),
    );
    return { ...read, ...(problem && { problem: described(problem) }) };
  }
}

/** A problem of a list: that of a page has its detail, that of the list as a whole has none. */
const described = (problem: Problem): PhaseProblem => ({ detail: null, ...problem });

const conflict = z.object({ current: currentPhaseSession.nullable() });
const failure = z.object({ errorId: z.string() });

/** What more the provider says of a problem. */
function explained(problem: Problem, body: unknown): PhaseProblem {
  return {
    ...problem,
    detail: problemDocument.safeParse(body).data?.detail ?? null,
    ...conflict.safeParse(body).data,
    ...failure.safeParse(body).data,
  };
}
