import { z } from 'zod';
import { projectId, taskId } from '../ids.ts';
import {
  authenticated,
  inProject,
  inSession,
  nextCursor,
  type Operation,
  page,
  pageBySeq,
  withBody,
} from '../operation.ts';
import {
  archivedPhase,
  archiveRun,
  modelId,
  newPhaseMessage,
  newPhaseSession,
  phaseExport,
  phaseLock,
  phaseMessage,
  phaseSession,
} from './session.ts';
import { deletedPhases, phaseDeletion, phaseReplacementResult, phaseReplacements, phaseStart } from './starts.ts';
import { phase } from './states.ts';

const project = '/v1/projects/{projectId}';
const session = `${project}/phase-sessions/{sessionId}` as const;
const inPhase = z.object({ projectId, taskId, phase });
const inLock = inSession.extend({ lockId: z.uuid().lowercase() });
const inModel = z.object({ projectId, modelId });
const sent = phaseMessage.pick({ messageId: true, seq: true }).meta({ id: 'SentPhaseMessage' });
const settings = z.object({ pessimistic_locking_enabled: z.boolean() }).meta({ id: 'PhaseSettings' });
const plain = ['malformed_request', ...authenticated] as const;
const withJson = [...withBody, ...authenticated] as const;

/** The operations of phase sessions, for the users of a project. */
export const phaseOperations = {
  startPhase: {
    method: 'POST',
    path: `${project}/tasks/{taskId}/phases/{phase}/session`,
    summary: 'Start a phase',
    description:
      'With the same model as the visible session of the phase, whatever its state, it is that one: 200 `existing`, whatever `replace` says, so a replacement may be sent again (PHASE-1). With another model and without `replace` it is refused as `model_conflict` with `current`; with a `replace` that names another session or version than the current one as `replaced_meanwhile` (PHASE-2). Otherwise the current one is cancelled, where it had not ended, and deleted, and the new one created, in one step: wholly or not at all (PHASE-13). Meanwhile it holds the lock of the session, and waits up to two seconds for whoever has it (PHASE-5). The task must exist.',
    capability: 'phases',
    params: inPhase,
    body: newPhaseSession,
    answers: { 200: phaseStart, 201: phaseStart },
    problems: [
      'model_conflict',
      'replaced_meanwhile',
      'session_locked',
      'model_deleted',
      'session_creation_failed',
      ...withJson,
    ],
  },
  lookupPhase: {
    method: 'GET',
    path: `${project}/tasks/{taskId}/phases/{phase}/session`,
    summary: 'Find the session of a phase',
    description:
      'The visible one. Through a cache whose entries are checked on reading: once a start, a change or a deletion was answered, it is what is found (PHASE-8, PHASE-15).',
    capability: 'phases',
    params: inPhase,
    answers: { 200: phaseSession },
    problems: plain,
  },
  listPhaseSessions: {
    method: 'GET',
    path: `${project}/phase-sessions`,
    summary: 'List phase sessions',
    description:
      'Those that are not deleted, of one task or of all, newest first, paged like tasks (PHASE-4, PHASE-14).',
    capability: 'phases',
    params: inProject,
    query: page.extend({ taskId: taskId.optional() }),
    answers: { 200: z.object({ sessions: z.array(phaseSession), nextCursor }).meta({ id: 'PhaseSessionPage' }) },
    problems: plain,
  },
  replacePhaseSessions: {
    method: 'POST',
    path: `${project}/phase-sessions/replace`,
    summary: 'Replace several phase sessions',
    description:
      'Each judged as startPhase judges it, all in one step with a constant number of store queries; results in the order of the items (PHASE-14). It waits up to two seconds in all for locks that others hold.',
    capability: 'phases',
    params: inProject,
    body: phaseReplacements,
    answers: { 200: z.object({ results: z.array(phaseReplacementResult) }).meta({ id: 'PhaseReplacementResults' }) },
    problems: ['session_creation_failed', ...withJson],
  },
  deletePhaseSessions: {
    method: 'POST',
    path: `${project}/phase-sessions/delete`,
    summary: 'Delete several phase sessions',
    description:
      'Those that have not ended are cancelled first. Nothing of them is lost: export and archive have them (PHASE-4). A session that is deleted or unknown is `notFound`.',
    capability: 'phases',
    params: inProject,
    body: phaseDeletion,
    answers: { 200: deletedPhases },
    problems: withJson,
  },
  getPhaseSession: {
    method: 'GET',
    path: session,
    summary: 'Read a phase session',
    description: '404 once it is deleted (PHASE-4).',
    capability: 'phases',
    params: inSession,
    answers: { 200: phaseSession },
    problems: plain,
  },
  exportPhaseSession: {
    method: 'GET',
    path: `${session}/export`,
    summary: 'Export a phase session',
    description: 'Whole, also when it is deleted, until it has been archived (PHASE-10).',
    capability: 'phases',
    params: inSession,
    answers: { 200: phaseExport },
    problems: plain,
  },
  sendPhaseMessage: {
    method: 'POST',
    path: `${session}/messages`,
    summary: 'Send a message',
    description:
      'The first one makes a created session run. 201 when it was stored; the same id with the same content again is 200 and changes nothing.',
    capability: 'phases',
    params: inSession,
    body: newPhaseMessage,
    answers: {
      200: sent,
      201: sent,
    },
    problems: ['session_ended', 'model_deleted', 'message_conflict', 'message_too_large', ...withJson],
  },
  listPhaseMessages: {
    method: 'GET',
    path: `${session}/messages`,
    summary: 'Read the messages of a phase session',
    description: 'In order of `seq`. `nextAfter` is null on the last page; otherwise pass it as `after`.',
    capability: 'phases',
    params: inSession,
    query: pageBySeq,
    answers: {
      200: z
        .object({ messages: z.array(phaseMessage), nextAfter: z.int().positive().nullable() })
        .meta({ id: 'PhaseMessagePage' }),
    },
    problems: plain,
  },
  beginPhaseSession: {
    method: 'POST',
    path: `${session}/begin`,
    summary: 'Begin a phase session',
    description: 'A created session runs, without a message. One that runs stays as it is.',
    capability: 'phases',
    params: inSession,
    answers: { 200: phaseSession },
    problems: ['session_ended', 'model_deleted', ...plain],
  },
  finishPhaseSession: {
    method: 'POST',
    path: `${session}/finish`,
    summary: 'Finish a phase session',
    description:
      'A running one. Finished again in the same way nothing changes; one that ended otherwise stays as it is: `session_ended` with `current` (PHASE-18).',
    capability: 'phases',
    params: inSession,
    body: z.object({ state: z.enum(['completed', 'failed']) }).meta({ id: 'PhaseEnd' }),
    answers: { 200: phaseSession },
    problems: ['session_ended', 'session_not_started', ...withJson],
  },
  cancelPhaseSession: {
    method: 'POST',
    path: `${session}/cancel`,
    summary: 'Cancel a phase session',
    description: 'Also before it has started. Cancelling twice is one change and one event (PHASE-18).',
    capability: 'phases',
    params: inSession,
    answers: { 200: phaseSession },
    problems: ['session_ended', ...plain],
  },
  updatePhaseSession: {
    method: 'PUT',
    path: `${session}/title`,
    summary: 'Give a phase session a title',
    description:
      'Of the `version` that was read; any other is `version_conflict` with `current`. It waits up to two seconds for the lock, but for whoever holds it by `lockId` (PHASE-5).',
    capability: 'phases',
    params: inSession,
    body: z
      .object({
        title: z.string().min(1).max(200).nullable(),
        version: z.int().positive(),
        lockId: z.uuid().lowercase().optional(),
      })
      .meta({ id: 'PhaseTitle' }),
    answers: { 200: phaseSession },
    problems: ['version_conflict', 'session_locked', ...withJson],
  },
  lockPhaseSession: {
    method: 'POST',
    path: `${session}/lock`,
    summary: 'Lock a phase session',
    description:
      'For five seconds, to modify it; while it is locked a replacement waits. Waits itself up to two seconds. Whoever dies with a lock holds it no longer than that (PHASE-5).',
    capability: 'phases',
    params: inSession,
    answers: { 201: phaseLock },
    problems: ['session_locked', 'locking_disabled', ...plain],
  },
  renewPhaseLock: {
    method: 'PUT',
    path: `${session}/lock/{lockId}`,
    summary: 'Keep a lock',
    description: 'For another five seconds from now, while it is still held.',
    capability: 'phases',
    params: inLock,
    answers: { 200: phaseLock },
    problems: ['lock_lost', 'locking_disabled', ...plain],
  },
  unlockPhaseSession: {
    method: 'DELETE',
    path: `${session}/lock/{lockId}`,
    summary: 'Free a lock',
    description: 'Idempotent: 204 also when it is not held any more. Whoever waits for it goes on.',
    capability: 'phases',
    params: inLock,
    answers: { 204: null },
    problems: ['locking_disabled', ...plain],
  },
  restoreModel: {
    method: 'PUT',
    path: `${project}/models/{modelId}`,
    summary: 'Restore a model',
    description: 'Idempotent. Its sessions have its name again.',
    capability: 'phases',
    params: inModel,
    answers: { 204: null },
    problems: plain,
  },
  deleteModel: {
    method: 'DELETE',
    path: `${project}/models/{modelId}`,
    summary: 'Delete a model',
    description:
      'Idempotent. Its sessions stay, as "Model Not Found"; starting one and sending to one is `model_deleted` (PHASE-7).',
    capability: 'phases',
    params: inModel,
    answers: { 204: null },
    problems: plain,
  },
  phaseSettings: {
    method: 'PUT',
    path: `${project}/settings`,
    summary: 'Set how phases are guarded',
    description:
      'Without pessimistic locking nobody waits: versions alone decide who is first (PHASE-6). Default true.',
    capability: 'phases',
    params: inProject,
    body: settings,
    answers: { 200: settings },
    problems: withJson,
  },
  phaseMetrics: {
    method: 'GET',
    path: `${project}/metrics`,
    summary: 'Read the counters',
    description: 'Of the phases of this project, as Prometheus text (`text/plain; version=0.0.4`), exact (PHASE-16).',
    capability: 'phases',
    params: inProject,
    answers: { 200: z.string() },
    problems: plain,
  },
  listArchiveRuns: {
    method: 'GET',
    path: `${project}/archive/runs`,
    summary: 'List the runs of the archive',
    description: 'Newest first, the last hundred. One at 3:00 UTC of every day on which there is something to archive.',
    capability: 'phases',
    params: inProject,
    answers: { 200: z.object({ runs: z.array(archiveRun) }).meta({ id: 'ArchiveRuns' }) },
    problems: plain,
  },
  readArchived: {
    method: 'GET',
    path: `${project}/archive/phase-sessions/{sessionId}`,
    summary: 'Read an archived phase session',
    description: 'By the user whose session it was; for anybody else it does not exist (PHASE-10). Kept for a year.',
    capability: 'phases',
    params: inSession,
    answers: { 200: archivedPhase },
    problems: plain,
  },
} as const satisfies Record<string, Operation>;
