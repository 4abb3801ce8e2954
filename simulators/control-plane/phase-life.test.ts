import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { phaseTexts } from '../../contracts/wire/index.ts';
import { modelOf, type Phases, phasesOf, replacing } from './testing/phases.ts';
import { setUp, subscribe, typesOf } from './testing/setup.ts';

const setup = setUp();
let phases: Phases;
beforeEach(async () => {
  phases = await phasesOf(setup);
});
const small = modelOf('small');
const large = modelOf('large');
const hour = 60 * 60 * 1000;

describe('the life of a phase session', () => {
  test('takes messages once each, and runs from the first', async () => {
    const { sessionId } = await phases.session(small);
    const id = randomUUID();
    expect(await phases.say(sessionId, 'One', id)).toMatchObject({ status: 201, body: { seq: 1 } });
    expect(await phases.say(sessionId, 'One', id)).toMatchObject({ status: 200, body: { seq: 1 } });
    expect(await phases.say(sessionId, 'Two', id)).toMatchObject({ status: 409, body: { code: 'message_conflict' } });
    expect(await phases.say(sessionId, 'Two')).toMatchObject({ status: 201, body: { seq: 2 } });
    expect((await phases.lookup()).body).toMatchObject({ state: 'running', version: 2, startedAt: expect.any(Number) });
    const page = await phases.ask('listPhaseMessages', { params: { sessionId }, query: { limit: 1 } });
    expect(page.body).toMatchObject({ messages: [{ content: 'One', userId: 'ada' }], nextAfter: 1 });
  });

  test('ends once, and stays as it ended, for whoever comes later (PHASE-18)', async () => {
    const { sessionId } = await phases.session(small);
    const finish = (state: string) => phases.of('finishPhaseSession', sessionId, { state });
    expect((await finish('completed')).body.code).toBe('session_not_started');
    const socket = await subscribe(setup, null);
    expect((await phases.of('cancelPhaseSession', sessionId)).body.state).toBe('cancelled');
    expect((await phases.of('cancelPhaseSession', sessionId)).body).toMatchObject({ state: 'cancelled', version: 2 });
    for (const answer of [await finish('completed'), await phases.say(sessionId), await finish('failed')]) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'session_ended', current: { state: 'cancelled' } } });
    }
    await phases.ask('deletePhaseSessions', { body: { sessionIds: [sessionId] } });
    for (const operation of ['cancelPhaseSession', 'beginPhaseSession', 'lockPhaseSession'] as const) {
      expect((await phases.of(operation, sessionId)).status).toBe(404);
    }
    expect(typesOf(await socket.until('phase.deleted')).slice(1)).toEqual(['phase.changed', 'phase.deleted']);
    await socket.close();
  });

  test('is completed, and that again is the same', async () => {
    const { sessionId } = await phases.session(small);
    await phases.of('beginPhaseSession', sessionId);
    const done = await phases.of('finishPhaseSession', sessionId, { state: 'completed' });
    expect(done.body).toMatchObject({ state: 'completed', version: 3 });
    expect(await phases.of('finishPhaseSession', sessionId, { state: 'completed' })).toEqual({
      ...done,
      headers: expect.anything(),
    });
    expect((await phases.of('cancelPhaseSession', sessionId)).status).toBe(409);
  });

  test('is as it was after a restart of its object, and can be cancelled (PHASE-18)', async () => {
    const { sessionId } = await phases.session(small);
    const gone = await phases.session(small, 'debug');
    await phases.say(sessionId);
    const lockId = String((await phases.of('lockPhaseSession', sessionId)).body.lockId);
    const before = await phases.list();
    await phases.ask('deletePhaseSessions', { body: { sessionIds: [gone.sessionId] } });
    await setup.client.command({ kill: { binding: 'PROJECT_DATA', name: setup.project.projectId } });
    expect(await phases.list()).toEqual(before.filter((row) => row.sessionId === sessionId));
    const renewed = await phases.of('renewPhaseLock', sessionId, undefined, { lockId });
    expect(renewed.status).toBe(200);
    const cancelled = await phases.of('cancelPhaseSession', sessionId);
    expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled', version: 3 } });
  });

  test('is titled at the version that was read (PHASE-6)', async () => {
    const { sessionId } = await phases.session(small);
    const title = (text: string, version: number) =>
      phases.of('updatePhaseSession', sessionId, { title: text, version });
    const answers = await Promise.all([title('One', 1), title('Two', 1)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const late = answers.find(({ status }) => status === 409);
    expect(late?.body).toMatchObject({ code: 'version_conflict', current: { version: 2 } });
  });
});

describe('the lock of a phase session', () => {
  /** Moves the clock until an answer is there; what is held stays held. */
  async function answerWhile<T>(answer: Promise<T>, keep: () => Promise<unknown>): Promise<T> {
    let done = false;
    void answer.finally(() => {
      done = true;
    });
    while (!done) {
      await keep();
      await setup.client.command({ advance: 250 });
    }
    return answer;
  }

  test('makes a replacement wait two seconds, and is free five seconds after its holder died (PHASE-5)', async () => {
    const old = await phases.session(small);
    const held = (await phases.of('lockPhaseSession', old.sessionId)).body;
    const lockId = String(held.lockId);
    const renew = () => phases.of('renewPhaseLock', old.sessionId, undefined, { lockId });
    for (const ask of [
      () => phases.start(large, replacing(old)),
      () => phases.of('lockPhaseSession', old.sessionId),
      () => phases.of('updatePhaseSession', old.sessionId, { title: 'x', version: 1 }),
    ]) {
      const locked = await answerWhile(ask(), renew);
      expect(locked).toMatchObject({ status: 423, body: { code: 'session_locked', detail: phaseTexts.locked } });
    }
    const several = { items: [{ taskId: phases.taskId, phase: 'planning', model: large, ...replacing(old) }] };
    const refused = await answerWhile(phases.ask('replacePhaseSessions', { body: several }), renew);
    expect(refused.body.results).toMatchObject([{ outcome: 'refused', code: 'session_locked' }]);
    expect((await phases.lookup()).body).toEqual(old);
    const metrics = await phases.metrics();
    expect(metrics.get('phase_lock_timeouts_total')).toBe(4);
    expect(metrics.get('phase_lock_contention_total')).toBe(4);
    expect(metrics.get('phase_lock_wait_seconds_count')).toBe(4);
    expect(metrics.get('phase_lock_wait_seconds_sum')).toBeGreaterThanOrEqual(8);
    expect(metrics.get('phase_lock_acquisitions_total')).toBe(1);
    await setup.client.command({ advance: 5000 });
    expect((await renew()).body.code).toBe('lock_lost');
    expect(await phases.start(large, replacing(old))).toMatchObject({ status: 201 });
  });

  test('passes on to whoever waits when it is freed, and lets its holder modify (PHASE-5)', async () => {
    const old = await phases.session(small);
    const lockId = String((await phases.of('lockPhaseSession', old.sessionId)).body.lockId);
    const titled = await phases.of('updatePhaseSession', old.sessionId, { title: 'Mine', version: 1, lockId });
    expect(titled.body).toMatchObject({ title: 'Mine', version: 2 });
    const waiting = phases.start(large, { replace: { sessionId: old.sessionId, version: 2 } });
    const free = () => phases.of('unlockPhaseSession', old.sessionId, undefined, { lockId });
    expect((await free()).status).toBe(204);
    expect((await waiting).status).toBe(201);
    expect((await free()).status).toBe(404);
  });

  test('is not there where locking is off: nobody waits (PHASE-6)', async () => {
    const old = await phases.session(small);
    const lockId = String((await phases.of('lockPhaseSession', old.sessionId)).body.lockId);
    await phases.ask('phaseSettings', { body: { pessimistic_locking_enabled: false } });
    expect((await phases.of('lockPhaseSession', old.sessionId)).body.code).toBe('locking_disabled');
    const freed = await phases.of('unlockPhaseSession', old.sessionId, undefined, { lockId });
    expect(freed.body.code).toBe('locking_disabled');
    expect(await phases.start(large, replacing(old))).toMatchObject({ status: 201 });
    expect((await phases.metrics()).get('phase_lock_acquisitions_total')).toBe(1);
  });
});

describe('the archive', () => {
  const read = (sessionId: string, token?: string) =>
    phases.ask('readArchived', { params: { sessionId }, ...(token ? { token } : {}) });
  const runs = async () => (await phases.ask('listArchiveRuns')).body.runs as Record<string, unknown>[];

  async function deleted() {
    const session = await phases.session(small);
    await phases.say(session.sessionId);
    await phases.ask('deletePhaseSessions', { body: { sessionIds: [session.sessionId] } });
    return session.sessionId;
  }

  test('has a session two days after its deletion, once, for its user, for a year (PHASE-10)', async () => {
    const sessionId = await deleted();
    await phases.archive(23 * hour);
    expect((await read(sessionId)).status).toBe(404);
    expect((await phases.of('exportPhaseSession', sessionId)).status).toBe(200);
    await phases.archive(25 * hour);
    expect((await phases.of('exportPhaseSession', sessionId)).status).toBe(404);
    const entry = (await read(sessionId)).body;
    expect(entry).toMatchObject({ taskId: phases.taskId, phase: 'planning', userId: 'ada', model: small });
    expect(entry).toMatchObject({ messages: [{ content: 'Hello' }], state: 'cancelled' });
    expect((await read(sessionId, await phases.bob())).status).toBe(404);
    expect(await runs()).toMatchObject([{ archived: 1, failed: 0, deadLetters: [], alarm: null }]);
    expect(await runs()).not.toMatchObject([{ endedAt: null }]);
    await phases.archive(24 * hour);
    expect(await runs()).toHaveLength(1);
    const metrics = await phases.metrics();
    expect(metrics.get('phase_archive_runs_total{result="ok"}')).toBe(1);
    expect(metrics.get('phase_archived_sessions_total')).toBe(1);
    await phases.archive(364 * 24 * hour);
    expect((await read(sessionId)).status).toBe(404);
  });

  test.each(['phaseToArchive', 'dropArchived'])('tries again after 1, 5 and 15 minutes when %s fails', async (at) => {
    const sessionId = await deleted();
    await phases.archive(0);
    await setup.client.command({ faults: Array.from({ length: 3 }, () => ({ at, how: 'refuse' })) });
    await phases.archive(48 * hour);
    for (const minutes of [1, 5, 15]) {
      expect(await runs()).toMatchObject([{ archived: 0, failed: 0, endedAt: null }]);
      await phases.archive(minutes * 60_000);
    }
    expect(await runs()).toMatchObject([{ archived: 1, failed: 0, endedAt: expect.any(Number) }]);
    expect((await read(sessionId)).status).toBe(200);
  });

  test('gives a session up after that, says so, and keeps it in the store (PHASE-10)', async () => {
    const sessionId = await deleted();
    await phases.archive(0);
    await setup.client.command({ faults: Array.from({ length: 4 }, () => ({ at: 'phaseToArchive', how: 'refuse' })) });
    await phases.archive(48 * hour);
    for (const minutes of [1, 5, 15]) await phases.archive(minutes * 60_000);
    const alarm = 'too_many_errors';
    expect(await runs()).toMatchObject([{ archived: 0, failed: 1, deadLetters: [sessionId], alarm }]);
    expect((await phases.of('exportPhaseSession', sessionId)).status).toBe(200);
    await phases.archive(24 * hour);
    expect((await phases.metrics()).get('phase_archive_dead_letters_total')).toBe(1);
    expect((await phases.metrics()).get('phase_archive_runs_total{result="alarm"}')).toBe(1);
  });

  test('goes on after its object or the project died in it', async () => {
    const sessionId = await deleted();
    await phases.archive(0);
    await setup.client.command({ faults: [{ at: 'dropArchived', how: 'die-after' }] });
    await phases.archive(48 * hour).catch(() => {});
    await phases.archive(60_000);
    expect((await read(sessionId)).status).toBe(200);
    expect(await runs()).toMatchObject([{ archived: 1, failed: 0, endedAt: expect.any(Number) }]);
  });
});
