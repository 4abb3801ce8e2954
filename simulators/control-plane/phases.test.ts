import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { type PhaseSession, phaseConflict, phaseFailure, phaseTexts } from '../../contracts/wire/index.ts';
import { modelOf, type Phases, phasesOf, replacing } from './testing/phases.ts';
import { attack, setUp, subscribe, typesOf } from './testing/setup.ts';

const setup = setUp();
let phases: Phases;
beforeEach(async () => {
  phases = await phasesOf(setup);
});

const small = modelOf('small');
const large = modelOf('large', '2.3');

describe('starting a phase', () => {
  test('makes a session, and again with the same model finds it, whatever its state (PHASE-1, PHASE-15)', async () => {
    const made = await phases.start(small);
    expect(made).toMatchObject({
      status: 201,
      body: { outcome: 'created', session: { state: 'created', version: 1 } },
    });
    const session = made.body.session as PhaseSession;
    expect(await phases.list()).toEqual([session]);
    expect((await phases.lookup()).body).toEqual(session);
    for (const step of [null, 'beginPhaseSession', 'cancelPhaseSession'] as const) {
      if (step) expect((await phases.of(step, session.sessionId)).status).toBe(200);
      const again = await phases.start(modelOf('small', '1.9'), { parameters: { style: 'brief' } });
      expect(again).toMatchObject({ status: 200, body: { outcome: 'existing', message: phaseTexts.existing } });
      expect(again.body.session).toMatchObject({ sessionId: session.sessionId, model: small, parameters: {} });
    }
    expect(await phases.list()).toHaveLength(1);
  });

  test('with another model says what would be lost, and does nothing (PHASE-2, PHASE-3)', async () => {
    const { sessionId } = await phases.session(small, 'planning', { parameters: { temperature: 0.2 } });
    const { version, model, state } = (await phases.lookup()).body;
    for (const [other, parameters] of [
      [large, { temperature: 0.2 }],
      [modelOf('small', '2.0'), { temperature: 0.2 }],
      [small, { temperature: 0.3 }],
      [small, {}],
    ] as const) {
      const refused = await phases.start(other, { parameters });
      expect(phaseConflict.parse(refused.body)).toMatchObject({ code: 'model_conflict', detail: phaseTexts.conflict });
      expect(refused).toMatchObject({ status: 409, body: { current: { sessionId, version, model, state } } });
    }
    expect(await phases.list()).toHaveLength(1);
  });

  test('replaces what was agreed to, in one step, for lookups, lists and subscribers (PHASE-2, PHASE-4, PHASE-12)', async () => {
    const old = await phases.session(small);
    await phases.say(old.sessionId);
    const running = (await phases.lookup()).body as unknown as PhaseSession;
    const socket = await subscribe(setup, null);
    const made = await phases.start(large, replacing(running));
    const session = made.body.session as PhaseSession;
    expect(made).toMatchObject({ status: 201, body: { outcome: 'replaced', replaced: old.sessionId } });
    expect(made.body.message).toBe(phaseTexts.warning);
    expect(await phases.list()).toEqual([session]);
    for (const token of [undefined, await phases.bob()]) {
      expect((await phases.lookup('planning', token)).body).toEqual(session);
    }
    expect((await phases.of('getPhaseSession', old.sessionId)).status).toBe(404);
    const kept = (await phases.of('exportPhaseSession', old.sessionId)).body;
    expect(kept).toMatchObject({
      session: { state: 'cancelled', version: 4, replacedBy: session.sessionId, deletedAt: session.createdAt },
      messages: [{ seq: 1, content: 'Hello', userId: 'ada' }],
    });
    expect((kept.logs as { event: string }[]).map(({ event }) => event)).toEqual([
      ...['created', 'running', 'cancelled', 'deleted'],
    ]);
    const frames = await socket.until('phase.started');
    expect(typesOf(frames).slice(1)).toEqual(['phase.changed', 'phase.deleted', 'phase.started']);
    expect(frames.at(-1)).toMatchObject({ replaced: old.sessionId, session });
    await socket.close();
    const metrics = await phases.metrics();
    expect(metrics.get('phase_replacements_total{reason="model"}')).toBe(1);
    expect(metrics.get('phase_replacement_seconds_count')).toBe(1);
  });

  test('does nothing for an intent that is out of date, and is repeated safely (PHASE-2, PHASE-6)', async () => {
    const old = await phases.session(small);
    const next = (await phases.start(large, replacing(old))).body.session as PhaseSession;
    for (const intent of [old, { ...next, version: 7 }]) {
      const late = await phases.start(modelOf('third'), replacing(intent));
      expect(phaseConflict.parse(late.body)).toMatchObject({ code: 'replaced_meanwhile', status: 409 });
      expect(late.body.current).toMatchObject({ sessionId: next.sessionId, version: 1 });
    }
    expect(await phases.start(large, replacing(old))).toMatchObject({ status: 200, body: { outcome: 'existing' } });
    await phases.ask('deletePhaseSessions', { body: { sessionIds: [next.sessionId] } });
    expect((await phases.start(small, replacing(next))).body).toMatchObject({ current: null });
    expect(await phases.list()).toEqual([]);
  });

  test.each(['on', 'off'])('has one winner of two at once, with locking %s (PHASE-5, PHASE-6)', async (locking) => {
    await phases.ask('phaseSettings', { body: { pessimistic_locking_enabled: locking === 'on' } });
    const old = await phases.session(small);
    const models = ['a', 'b', 'c', 'd'].map((name) => modelOf(name));
    const answers = await Promise.all(models.map((model) => phases.start(model, replacing(old))));
    const said = answers.map(({ status, body }) => [status, body.outcome ?? body.code]);
    expect(said.filter(([status]) => status === 201)).toEqual([[201, 'replaced']]);
    expect(said.filter(([status]) => status !== 201)).toEqual(Array(3).fill([409, 'replaced_meanwhile']));
    expect(await phases.list()).toHaveLength(1);
  });

  test('makes one session when several start it at once', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => phases.start(small)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect(await phases.list()).toHaveLength(1);
  });

  test('needs a task, a phase and a model that are there (PHASE-7)', async () => {
    const elsewhere = { taskId: randomUUID(), phase: 'debug' };
    expect(await phases.ask('startPhase', { params: elsewhere, body: { model: small } })).toMatchObject({
      status: 404,
    });
    const unknown = { taskId: phases.taskId, phase: 'lunch' };
    expect(await phases.ask('startPhase', { params: unknown, body: { model: small } })).toMatchObject({ status: 400 });
    expect(await phases.start(modelOf('a/b'))).toMatchObject({ status: 400 });
    const session = await phases.session(small);
    await phases.ask('deleteModel', { params: { modelId: 'small' } });
    const named = { status: 422, body: { code: 'model_deleted', detail: expect.stringContaining('"small"') } };
    expect(await phases.start(small)).toMatchObject(named);
    expect(await phases.start(small, {}, 'debug')).toMatchObject(named);
    expect(await phases.say(session.sessionId)).toMatchObject(named);
    const lost = { sessionId: session.sessionId, modelName: phaseTexts.modelNotFound, model: small };
    expect((await phases.lookup()).body).toMatchObject(lost);
    expect(await phases.list()).toMatchObject([lost]);
    await phases.ask('restoreModel', { params: { modelId: 'small' } });
    expect((await phases.lookup()).body).toMatchObject({ modelName: 'small' });
    expect((await phases.say(session.sessionId)).status).toBe(201);
  });
});

describe('a start that fails', () => {
  const failed = (code: string, text: string) => ({ code, detail: text });

  test.each(['refuse', 'lose'] as const)(
    'in its last step leaves the old session as it was, or is done (PHASE-9, PHASE-13): %s',
    async (how) => {
      const old = await phases.session(small);
      const attacked = await attack(setup, { at: 'commitPhase', how });
      const answer = await phases.start(large, replacing(old));
      await attacked.spent();
      if (how === 'lose') {
        expect(answer).toMatchObject({ status: 201, body: { outcome: 'replaced', replaced: old.sessionId } });
        expect((await phases.lookup()).body).toEqual(answer.body.session);
        return;
      }
      expect(answer.status).toBe(500);
      const text = failed('session_creation_failed', phaseTexts.creationFailed);
      expect(phaseFailure.parse(answer.body)).toMatchObject({ ...text, retryable: true });
      expect(Object.keys(answer.body).sort()).toEqual(
        ['type', 'title', 'status', 'detail', 'code', 'retryable', 'errorId'].sort(),
      );
      expect((await phases.lookup()).body).toEqual(old);
      expect(await phases.start(large, replacing(old))).toMatchObject({ status: 201 });
    },
  );

  test('before it says that the server is unavailable, and frees the lock (PHASE-9)', async () => {
    const old = await phases.session(small);
    await attack(setup, { at: 'FROM tasks', how: 'lose' });
    const answer = await phases.start(large, replacing(old));
    expect(answer.status).toBe(503);
    expect(phaseFailure.parse(answer.body)).toMatchObject(failed('unavailable', phaseTexts.unavailable));
    expect((await phases.lookup()).body).toEqual(old);
    expect(await phases.start(large, replacing(old))).toMatchObject({ status: 201 });
  });

  test('to say what became of it leaves it open, and is found by trying again (PHASE-15)', async () => {
    const attacked = await attack(setup, { at: 'commitPhase', how: 'lose' }, { at: 'settlePhase', how: 'lose' });
    expect((await phases.start(small)).body).toMatchObject({ code: 'unavailable' });
    await attacked.spent();
    expect(await phases.start(small)).toMatchObject({ status: 200, body: { outcome: 'existing' } });
  });
});

describe('lookups', () => {
  test('never find what was replaced, also when every invalidation is lost (PHASE-8)', async () => {
    const bob = await phases.bob();
    const old = await phases.session(small);
    for (const token of [undefined, undefined, bob, bob]) await phases.lookup('planning', token);
    const before = await phases.metrics();
    expect(before.get('phase_lookup_cache_hits_total')).toBe(2);
    expect(before.get('phase_lookup_cache_misses_total')).toBe(2);
    const attacked = await attack(
      setup,
      ...Array.from({ length: 8 }, () => ({ at: 'invalidate', how: 'refuse' as const })),
    );
    const next = (await phases.start(large, replacing(old))).body.session;
    await attacked.spent();
    for (const token of [undefined, bob]) expect((await phases.lookup('planning', token)).body).toEqual(next);
    const after = await phases.metrics();
    expect(after.get('phase_lookup_cache_hits_total')).toBe(2);
    expect(after.get('phase_lookup_cache_misses_total')).toBe(4);
    expect(after.get('phase_lookup_seconds_count')).toBe(6);
  });

  test('send an invalidation up to three times more (PHASE-8)', async () => {
    await phases.session(small);
    const attacked = await attack(
      setup,
      ...Array.from({ length: 3 }, () => ({ at: 'invalidate', how: 'refuse' as const })),
    );
    expect((await phases.start(small, {}, 'debug')).status).toBe(201);
    await attacked.spent();
  });
});

describe('many sessions', () => {
  test('are replaced, listed and deleted with as many queries as few (PHASE-14)', async () => {
    const made: PhaseSession[] = [];
    for (const phase of ['planning', 'implementation', 'verification', 'debug'] as const) {
      made.push(await phases.session(small, phase));
    }
    const replacement = (session: PhaseSession | undefined, model = large) =>
      session && { taskId: session.taskId, phase: session.phase, model, ...replacing(session) };
    const counted = async (operation: string, act: () => Promise<unknown>) => {
      const name = `phase_store_queries_total{operation="${operation}"}`;
      const before = (await phases.metrics()).get(name) ?? 0;
      await act();
      return ((await phases.metrics()).get(name) ?? 0) - before;
    };
    const replace = (items: unknown[]) => phases.ask('replacePhaseSessions', { body: { items } });
    const one = await counted('replacePhaseSessions', () => replace([replacement(made[0])]));
    const three = await counted('replacePhaseSessions', () => replace(made.slice(1).map((row) => replacement(row))));
    expect(three).toBe(one);
    const again = await replace([replacement(made[0], small), replacement(made[1])]);
    expect(again.body.results).toMatchObject([
      { outcome: 'refused', code: 'replaced_meanwhile' },
      { outcome: 'existing' },
    ]);
    const pages = [await counted('listPhaseSessions', () => phases.list({ limit: 1 }))];
    pages.push(await counted('listPhaseSessions', () => phases.list()));
    expect(pages).toEqual([1, 1]);
    const ids = (await phases.list()).map(({ sessionId }) => sessionId);
    expect(ids).toHaveLength(4);
    const remove = (sessionIds: string[]) => phases.ask('deletePhaseSessions', { body: { sessionIds } });
    const first = await counted('deletePhaseSessions', () => remove(ids.slice(0, 1)));
    expect(await counted('deletePhaseSessions', () => remove(ids.slice(1)))).toBe(first);
    expect((await remove(ids.slice(0, 1))).body).toEqual({ deleted: [], notFound: ids.slice(0, 1) });
    expect(await phases.list()).toEqual([]);
    expect((await phases.metrics()).get('phase_replacements_total{reason="model"}')).toBe(4);
  });

  test('are listed by task, page by page', async () => {
    const other = await phasesOf(setup);
    await phases.session(small);
    await other.session(small);
    const last = await phases.session(small, 'debug');
    expect((await phases.list({ taskId: phases.taskId })).map(({ phase }) => phase)).toEqual(['debug', 'planning']);
    const page = (await phases.ask('listPhaseSessions', { query: { limit: 1 } })).body;
    expect(page).toMatchObject({ sessions: [{ sessionId: last.sessionId }], nextCursor: expect.any(String) });
  });
});
