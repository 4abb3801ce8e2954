import assert from 'node:assert/strict';
import type { PhaseSession } from '../../../wire/index.ts';
import type { HttpInteraction } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';
import { aProject, does, given, has, refused, type Told } from '../playing.ts';
import {
  cancelled,
  cancelledRunning,
  completed,
  created,
  currentOf,
  errorId,
  failed,
  phase,
  running,
} from './examples.ts';

const { taskId, sessionId } = values;
const aSession = given('a phase session');
const state = (name: PhaseSession['state']) => given('a phase session', { state: name });
const beginPhaseSession = 'beginPhaseSession';
const finishPhaseSession = 'finishPhaseSession';
const cancelPhaseSession = 'cancelPhaseSession';

/** Something that answers a session. */
const answersOne = (
  description: string,
  states: Told['given'],
  operation: Told['operation'],
  session: PhaseSession,
  act: Parameters<typeof does>[1],
): HttpInteraction =>
  does(
    { description, given: states, operation, promised: { status: 200, body: session } },
    act,
    (asked, { phases }) => {
      assert.deepEqual(asked, { status: 'ok', value: session });
      assert.equal(phases.notice, null);
    },
  );

/** What a user reads of phase sessions. */
export const phaseReads: readonly HttpInteraction[] = [
  answersOne('a lookup of the session of a phase', aSession, 'lookupPhase', created, ({ phases }) =>
    phases.lookup({ taskId, phase }),
  ),
  refused(
    {
      description: 'a lookup of a phase that has no session',
      given: given('a task'),
      operation: 'lookupPhase',
      problem: 'not_found',
    },
    ({ phases }) => phases.lookup({ taskId, phase }),
    ({ phases }) => assert.equal(phases.notice, null),
  ),
  does(
    {
      description: 'a list of the phase sessions',
      given: aSession,
      operation: 'listPhaseSessions',
      promised: { status: 200, body: { sessions: [created], nextCursor: null } },
    },
    ({ phases }) => phases.list(),
    (read) => assert.deepEqual(read, { status: 'ok', rows: [created] }),
  ),
  does(
    {
      description: 'a list of the phase sessions of one task',
      given: aSession,
      operation: 'listPhaseSessions',
      promised: { status: 200, body: { sessions: [created], nextCursor: null } },
    },
    ({ phases }) => phases.list({ taskId, limit: 10 }),
    (read) => assert.deepEqual(read.rows, [created]),
  ),
  does(
    {
      description: 'a list of the phase sessions where the only one is deleted',
      given: given('a phase session', { deleted: true }),
      operation: 'listPhaseSessions',
      promised: { status: 200, body: { sessions: [], nextCursor: null } },
    },
    ({ phases }) => phases.list(),
    (read) => assert.deepEqual(read, { status: 'ok', rows: [] }),
  ),
  refused(
    {
      description: 'a list of the phase sessions with more rows than a page has',
      given: aProject,
      operation: 'listPhaseSessions',
      problem: 'malformed_request',
    },
    ({ phases }) => phases.list({ limit: 1000 }),
    ({ phases }) => assert.equal(phases.notice?.code, 'malformed_request'),
  ),
  ...(
    [
      ['a read of a phase session that nobody talked to', 'created', created],
      ['a read of a phase session that runs', 'running', running],
      ['a read of a phase session that is completed', 'completed', completed],
      ['a read of a phase session that failed', 'failed', failed],
      ['a read of a phase session that was cancelled', 'cancelled', cancelled],
    ] as const
  ).map(([description, name, session]) =>
    answersOne(description, state(name), 'getPhaseSession', session, ({ phases }) => phases.read({ sessionId })),
  ),
  refused(
    {
      description: 'a read of a phase session that is deleted',
      given: given('a phase session', { deleted: true }),
      operation: 'getPhaseSession',
      problem: 'not_found',
    },
    ({ phases }) => phases.read({ sessionId }),
    ({ phases }) => assert.equal(phases.notice?.code, 'not_found'),
  ),
  refused(
    {
      description: 'a read of a phase session while something is broken inside',
      given: given('a phase session', {}, { state: 'something is broken inside' }),
      operation: 'getPhaseSession',
      problem: 'internal_error',
      more: { errorId },
      outcome: 'unknown',
    },
    ({ phases }) => phases.read({ sessionId }),
    ({ phases }) => assert.equal(phases.notice?.code, 'internal_error'),
  ),
];

/** How a user begins and ends a phase session. */
export const phaseEnds: readonly HttpInteraction[] = [
  answersOne('the beginning of a phase session', aSession, beginPhaseSession, running, ({ phases }) =>
    phases.begin({ sessionId }),
  ),
  answersOne('the beginning of a phase session that runs', state('running'), beginPhaseSession, running, ({ phases }) =>
    phases.begin({ sessionId }),
  ),
  refused(
    {
      description: 'the beginning of a phase session that has ended',
      given: state('completed'),
      operation: beginPhaseSession,
      problem: 'session_ended',
      more: { current: currentOf(completed) },
    },
    ({ phases }) => phases.begin({ sessionId }),
    ({ phases }) => assert.equal(phases.notice?.code, 'session_ended'),
  ),
  answersOne(
    'the end of a phase session that went well',
    state('running'),
    finishPhaseSession,
    completed,
    ({ phases }) => phases.finish({ sessionId, state: 'completed' }),
  ),
  answersOne(
    'the end of a phase session that went well, said again',
    state('completed'),
    finishPhaseSession,
    completed,
    ({ phases }) => phases.finish({ sessionId, state: 'completed' }),
  ),
  answersOne('the end of a phase session that failed', state('running'), finishPhaseSession, failed, ({ phases }) =>
    phases.finish({ sessionId, state: 'failed' }),
  ),
  refused(
    {
      description: 'the end of a phase session that has not begun',
      given: aSession,
      operation: finishPhaseSession,
      problem: 'session_not_started',
    },
    ({ phases }) => phases.finish({ sessionId, state: 'completed' }),
    ({ phases }) => assert.equal(phases.notice?.code, 'session_not_started'),
  ),
  refused(
    {
      description: 'the end of a phase session that ended otherwise',
      given: state('failed'),
      operation: finishPhaseSession,
      problem: 'session_ended',
      more: { current: currentOf(failed) },
    },
    ({ phases }) => phases.finish({ sessionId, state: 'completed' }),
    ({ phases }) => has(phases.notice, { code: 'session_ended' }),
  ),
  answersOne('a phase session called off before it ran', aSession, cancelPhaseSession, cancelled, ({ phases }) =>
    phases.cancel({ sessionId }),
  ),
  answersOne(
    'a phase session called off while it ran',
    state('running'),
    cancelPhaseSession,
    cancelledRunning,
    ({ phases }) => phases.cancel({ sessionId }),
  ),
  refused(
    {
      description: 'a phase session that is completed, called off',
      given: state('completed'),
      operation: cancelPhaseSession,
      problem: 'session_ended',
      more: { current: currentOf(completed) },
    },
    ({ phases }) => phases.cancel({ sessionId }),
    ({ phases }) => assert.equal(phases.notice?.code, 'session_ended'),
  ),
  refused(
    {
      description: 'a phase session that does not exist, called off',
      given: aProject,
      operation: cancelPhaseSession,
      problem: 'not_found',
    },
    ({ phases }) => phases.cancel({ sessionId: strange(31) }),
  ),
];
