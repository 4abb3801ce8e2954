import type { ArchivedPhase, PhaseMessage, PhaseSession } from '../phases/index.ts';
import { phaseTexts } from '../phases/index.ts';
import type { phaseOperations } from '../phases/operations.ts';
import type { Example } from './examples.ts';

const projectId = '6f1d3c52-0b8e-4a57-9c1e-2f4f3a7d9b10';
const taskId = 'b3a1f0c4-7d52-4e0b-8a64-91c2d7e5f308';
const sessionId = '5b1e7d93-2a4c-4f68-9d07-c3e8a1b5f402';
const nextId = 'c0f4a2d8-6e31-4b75-8a9f-1d7c5e3b9a60';
const otherId = 'e83d5b17-9c2f-4a06-b1d4-7f6a0c8e2d95';
const messageId = '31a7c5e9-0d8b-4f24-a6c3-9e1b7d5f3a82';
const lockId = '7d2b9f41-c5a8-4e63-8f10-b4d6e2a0c973';
const runId = '94f6c1e8-3b7a-4d52-a0e9-5c8d2f1b6a37';
const inPhase = { projectId, taskId, phase: 'planning' };
const inSession = { projectId, sessionId };

/** Eleven o'clock on 5 May 2026, in UTC. */
const started = 1_777_978_800_000;
const day = 24 * 60 * 60 * 1000;
const model = { modelId: 'writer', version: '1.4' };
const otherModel = { modelId: 'writer', version: '2.0' };

const created: PhaseSession = {
  sessionId,
  projectId,
  taskId,
  phase: 'planning',
  model,
  modelName: 'writer',
  parameters: { temperature: 0.2 },
  state: 'created',
  version: 1,
  title: null,
  userId: 'ada',
  createdAt: started,
  updatedAt: started,
  startedAt: null,
  endedAt: null,
  deletedAt: null,
  replacedBy: null,
};
const said = started + 40_000;
const running: PhaseSession = { ...created, state: 'running', version: 2, startedAt: said, updatedAt: said };
const titled: PhaseSession = { ...running, title: 'Plan of the login form', version: 3, updatedAt: said + 5000 };
const done = said + 60_000;
const completed: PhaseSession = { ...titled, state: 'completed', version: 4, endedAt: done, updatedAt: done };
const cancelled: PhaseSession = { ...titled, state: 'cancelled', version: 4, endedAt: done, updatedAt: done };
const replaced: PhaseSession = { ...cancelled, version: 5, deletedAt: done, replacedBy: nextId };
const next: PhaseSession = { ...created, sessionId: nextId, model: otherModel, createdAt: done, updatedAt: done };
const message: PhaseMessage = { messageId, content: 'Plan the login form.', seq: 1, userId: 'ada', storedAt: said };
const contents = {
  messages: [message],
  logs: [
    { at: started, event: 'created' as const, version: 1, userId: 'ada' },
    { at: said, event: 'running' as const, version: 2, userId: 'ada' },
    { at: said + 5000, event: 'titled' as const, version: 3, userId: 'ada' },
    { at: done, event: 'cancelled' as const, version: 4, userId: 'ada' },
    { at: done, event: 'deleted' as const, version: 5, userId: 'ada' },
  ],
};
const archived: ArchivedPhase = {
  sessionId,
  taskId,
  phase: 'planning',
  model,
  parameters: created.parameters,
  state: 'cancelled',
  title: titled.title,
  replacedBy: nextId,
  times: { createdAt: started, startedAt: said, endedAt: done, deletedAt: done, archivedAt: done + 2 * day },
  userId: 'ada',
  ...contents,
};
const replacement = { model: otherModel, parameters: created.parameters, replace: { sessionId, version: 3 } };

/** The life of one phase: a session, and the one that takes its place. */
export const phaseOperationExamples: Record<keyof typeof phaseOperations, Example> = {
  startPhase: {
    params: inPhase,
    body: replacement,
    status: 201,
    answer: { outcome: 'replaced', session: next, replaced: sessionId, message: phaseTexts.warning },
  },
  lookupPhase: { params: inPhase, status: 200, answer: running },
  listPhaseSessions: {
    params: { projectId },
    query: { taskId, limit: '50' },
    status: 200,
    answer: { sessions: [running], nextCursor: null },
  },
  replacePhaseSessions: {
    params: { projectId },
    body: {
      items: [
        { taskId, phase: 'planning', ...replacement },
        { taskId, phase: 'debug', ...replacement, replace: { sessionId: otherId, version: 1 } },
      ],
    },
    status: 200,
    answer: {
      results: [
        { outcome: 'replaced', session: next, replaced: sessionId },
        { outcome: 'refused', code: 'session_locked', detail: phaseTexts.locked },
      ],
    },
  },
  deletePhaseSessions: {
    params: { projectId },
    body: { sessionIds: [sessionId, otherId] },
    status: 200,
    answer: { deleted: [sessionId], notFound: [otherId] },
  },
  getPhaseSession: { params: inSession, status: 200, answer: running },
  exportPhaseSession: { params: inSession, status: 200, answer: { session: replaced, ...contents } },
  sendPhaseMessage: {
    params: inSession,
    body: { messageId, content: message.content },
    status: 201,
    answer: { messageId, seq: 1 },
  },
  listPhaseMessages: {
    params: inSession,
    query: { after: '0' },
    status: 200,
    answer: { messages: [message], nextAfter: null },
  },
  beginPhaseSession: { params: inSession, status: 200, answer: running },
  finishPhaseSession: { params: inSession, body: { state: 'completed' }, status: 200, answer: completed },
  cancelPhaseSession: { params: inSession, status: 200, answer: cancelled },
  updatePhaseSession: {
    params: inSession,
    body: { title: 'Plan of the login form', version: 2 },
    status: 200,
    answer: titled,
  },
  lockPhaseSession: { params: inSession, status: 201, answer: { lockId, expiresAt: started + 5000 } },
  renewPhaseLock: { params: { ...inSession, lockId }, status: 200, answer: { lockId, expiresAt: started + 9000 } },
  unlockPhaseSession: { params: { ...inSession, lockId }, status: 204 },
  restoreModel: { params: { projectId, modelId: 'writer' }, status: 204 },
  deleteModel: { params: { projectId, modelId: 'writer' }, status: 204 },
  phaseSettings: {
    params: { projectId },
    body: { pessimistic_locking_enabled: false },
    status: 200,
    answer: { pessimistic_locking_enabled: false },
  },
  phaseMetrics: {
    params: { projectId },
    status: 200,
    answer: '# TYPE phase_replacements_total counter\nphase_replacements_total{reason="version"} 1\n',
  },
  listArchiveRuns: {
    params: { projectId },
    status: 200,
    answer: {
      runs: [
        {
          runId,
          startedAt: done + 2 * day,
          endedAt: done + 2 * day + 4000,
          archived: 1,
          failed: 0,
          deadLetters: [],
          alarm: null,
        },
      ],
    },
  },
  readArchived: { params: inSession, status: 200, answer: archived },
};

const entry = (cursor: number) => ({ cursor, sessionId, at: done });
export const phaseFrameExamples = {
  'phase.changed': { type: 'phase.changed', ...entry(47), session: cancelled },
  'phase.deleted': { type: 'phase.deleted', ...entry(48), taskId, phase: 'planning' },
  'phase.started': { type: 'phase.started', ...entry(49), sessionId: nextId, session: next, replaced: sessionId },
};
