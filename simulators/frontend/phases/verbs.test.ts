import { describe, expect, test } from 'vitest';
import { phaseTexts } from '../../../contracts/wire/index.ts';
import { LinkError } from '../../ports.ts';
import { answered, settle, uuid } from '../../testing.ts';
import { current, model, other, panelWith, phase, projectId, refused, session, taskId } from './testing.ts';
import { phaseVerbs } from './verbs.ts';

type Made = ReturnType<typeof panelWith>;
const first = session(1, { version: 3 });
const ofFirst = { sessionId: first.sessionId };
const lock = { lockId: uuid(50), expiresAt: 5_000 };

describe('Verbs of the panel', () => {
  test('Each is journaled under its own name', () => {
    for (const [name, verb] of Object.entries(phaseVerbs)) expect(verb.name).toBe(`phases.${name}`);
  });

  test.each<[string, (panel: Made['panel']) => Promise<unknown>, object, unknown]>([
    [
      'lookup',
      (panel) => panel.lookup({ taskId, phase }),
      { operation: 'lookupPhase', params: { taskId, phase } },
      first,
    ],
    ['read', (panel) => panel.read(ofFirst), { operation: 'getPhaseSession', params: ofFirst }, first],
    ['begin', (panel) => panel.begin(ofFirst), { operation: 'beginPhaseSession', params: ofFirst }, first],
    [
      'finish',
      (panel) => panel.finish({ ...ofFirst, state: 'failed' }),
      { operation: 'finishPhaseSession', params: ofFirst, body: { state: 'failed' } },
      first,
    ],
    ['cancel', (panel) => panel.cancel(ofFirst), { operation: 'cancelPhaseSession', params: ofFirst }, first],
    [
      'deleteAll',
      (panel) => panel.deleteAll({ sessionIds: [uuid(1)] }),
      { operation: 'deletePhaseSessions', body: { sessionIds: [uuid(1)] } },
      { deleted: [uuid(1)], notFound: [] },
    ],
    [
      'deleteModel',
      (panel) => panel.deleteModel({ modelId: 'x' }),
      { operation: 'deleteModel', params: { modelId: 'x' } },
      null,
    ],
    [
      'restoreModel',
      (panel) => panel.restoreModel({ modelId: 'x' }),
      { operation: 'restoreModel', params: { modelId: 'x' } },
      null,
    ],
    [
      'setLocking',
      (panel) => panel.setLocking({ pessimistic: false }),
      { operation: 'phaseSettings', body: { pessimistic_locking_enabled: false } },
      { pessimistic_locking_enabled: false },
    ],
    [
      'export',
      (panel) => panel.export(ofFirst),
      { operation: 'exportPhaseSession', params: ofFirst },
      { session: first, messages: [], logs: [] },
    ],
    ['archiveRuns', (panel) => panel.archiveRuns(), { operation: 'listArchiveRuns' }, { runs: [] }],
    [
      'metrics',
      (panel) => panel.metrics(),
      { operation: 'phaseMetrics' },
      'phase_replacements_total{reason="model"} 1\n',
    ],
  ])('%s is one request, and answers what came', async (_, run, call, value) => {
    const { panel, link } = panelWith();
    link.script.push(value === null ? answered(204) : answered(200, value));
    expect(await run(panel)).toEqual({ status: 'ok', value });
    expect(link.calls).toMatchObject([
      { token: 'user-token', ...call, params: { projectId, ...('params' in call ? (call.params as object) : {}) } },
    ]);
  });

  test('An archived session is read as the archive has it', async () => {
    const { panel, link } = panelWith();
    const times = { createdAt: 1, startedAt: null, endedAt: 2, deletedAt: 3, archivedAt: 4 };
    const archived = {
      sessionId: uuid(1),
      taskId,
      phase,
      model,
      parameters: {},
      state: 'cancelled',
      title: null,
      replacedBy: null,
      times,
      userId: 'alice',
      messages: [],
      logs: [],
    };
    link.script.push(answered(200, archived));
    expect(await panel.readArchived(ofFirst)).toEqual({ status: 'ok', value: archived });
  });

  test('Lists and messages are read to the last page', async () => {
    const { panel, link } = panelWith();
    const message = (seq: number) => ({ messageId: uuid(seq), content: 'x', seq, userId: 'alice', storedAt: 1 });
    link.script.push(
      answered(200, { sessions: [first], nextCursor: 'x' }),
      answered(200, { sessions: [], nextCursor: null }),
      answered(200, { messages: [message(1)], nextAfter: 1 }),
      answered(200, { messages: [message(2)], nextAfter: null }),
    );
    expect((await panel.list({ taskId, limit: 1 })).rows).toEqual([first]);
    expect((await panel.messages({ ...ofFirst, limit: 1 })).rows).toEqual([message(1), message(2)]);
    expect(panel.sessions).toEqual([]);
    expect(link.calls.map(({ query }) => query)).toEqual([
      { taskId, limit: 1 },
      { taskId, limit: 1, cursor: 'x' },
      { limit: 1 },
      { limit: 1, after: 1 },
    ]);
  });

  test('A message has an id of its own; with that id it is said again', async () => {
    const { panel, link } = panelWith();
    link.script.push(new LinkError('timeout'), answered(200, { messageId: uuid(1001), seq: 1 }));
    const { messageId, status } = await panel.say({ ...ofFirst, content: 'Go on.' });
    expect([status, panel.notice?.code]).toEqual(['unknown', 'unknown']);
    expect(await panel.say({ ...ofFirst, content: 'Go on.', messageId })).toMatchObject({
      status: 'ok',
      value: { seq: 1 },
    });
    expect(link.calls[1]?.body).toEqual(link.calls[0]?.body);
  });
});

describe('What is refused', () => {
  test('The user is told by a text, and never by the details', async () => {
    const { panel, link, notices } = panelWith();
    link.script.push(refused('session_ended', phaseTexts.ended, { current: current(first) }));
    const asked = await panel.finish({ ...ofFirst, state: 'completed' });
    expect(asked).toMatchObject({
      status: 'failed',
      problem: { status: 409, code: 'session_ended', current: current(first) },
    });
    link.script.push(refused('message_conflict', 'UPDATE messages: 0 rows'));
    await panel.say({ ...ofFirst, content: 'Go on.' });
    expect(notices()).toEqual([
      { code: 'session_ended', text: phaseTexts.ended },
      { code: 'message_conflict', text: phaseTexts.unexpected },
    ]);
  });

  test('That a phase has no session is no error', async () => {
    const { panel, link, notices } = panelWith();
    link.script.push(refused('not_found', ''), refused('internal_error', phaseTexts.unexpected));
    expect(await panel.lookup({ taskId, phase })).toMatchObject({ status: 'failed', problem: { status: 404 } });
    expect(notices()).toEqual([]);
    await panel.lookup({ taskId, phase });
    expect(notices()).toEqual([{ code: 'internal_error', text: phaseTexts.unexpected }]);
  });

  test.each<[string, (panel: Made['panel']) => Promise<unknown>]>([
    ['session_ended', (panel) => panel.cancel(ofFirst)],
    ['version_conflict', (panel) => panel.rename({ ...ofFirst, title: 'x' })],
    ['not_found', (panel) => panel.begin(ofFirst)],
  ])('After %s the list is read again', async (code, run) => {
    const made = panelWith();
    made.visible.push(first);
    await made.watch();
    const now = session(1, { version: 4, state: 'completed' });
    made.visible.splice(0, 1, now);
    const more = code === 'not_found' ? {} : { current: current(now) };
    made.link.script.push(refused(code as 'not_found', '', more));
    await run(made.panel);
    await settle();
    expect([made.lists(), made.shown()]).toEqual([2, ['1 v4']]);
  });

  test('A list that fails to be read again stays as it was', async () => {
    const made = panelWith();
    made.visible.push(first);
    await made.watch();
    made.link.script.push(refused('not_found', ''), refused('unavailable', phaseTexts.unavailable));
    await made.panel.begin(ofFirst);
    await settle();
    expect([made.lists(), made.shown(), made.panel.notice?.code]).toEqual([2, ['1 v3'], 'not_found']);
  });
});

describe('Locks and titles', () => {
  test('A title is given in the version that is shown, and only there', async () => {
    const made = panelWith();
    expect(await made.panel.rename({ ...ofFirst, title: 'x' })).toBeUndefined();
    expect(made.journal.verbs.at(-1)?.refused).toBe('this session is not shown');
    made.visible.push(first);
    await made.watch();
    made.link.script.push(answered(200, { ...first, version: 4, title: null }));
    await made.panel.rename({ ...ofFirst, title: null });
    expect(made.link.calls.at(-1)).toMatchObject({ operation: 'updatePhaseSession', params: ofFirst });
    expect(made.link.calls.at(-1)?.body).toEqual({ title: null, version: 3 });
  });

  test('A lock is kept for renewing, titles and freeing, and forgotten once it is free', async () => {
    const made = panelWith();
    made.visible.push(first);
    await made.watch();
    const { panel, link, journal } = made;
    link.script.push(answered(201, lock), answered(200, lock), answered(200, first), answered(204));
    expect(await panel.lock(ofFirst)).toEqual({ status: 'ok', value: lock });
    await panel.renew(ofFirst);
    await panel.rename({ ...ofFirst, title: 'x' });
    expect(await panel.unlock(ofFirst)).toEqual({ status: 'ok', value: null });
    const params = { projectId, ...ofFirst, lockId: lock.lockId };
    expect(link.calls.slice(2)).toMatchObject([
      { operation: 'renewPhaseLock', params },
      { operation: 'updatePhaseSession', body: { title: 'x', version: 3, lockId: lock.lockId } },
      { operation: 'unlockPhaseSession', params },
    ]);
    expect(await panel.unlock(ofFirst)).toBeUndefined();
    expect(journal.verbs.at(-1)?.refused).toBe('it has no lock of this session');
  });

  test('A lock that was lost is forgotten; one that may be held is not', async () => {
    const { panel, link } = panelWith();
    link.script.push(answered(201, lock), new LinkError('timeout'), new LinkError('timeout'), refused('lock_lost', ''));
    await panel.lock(ofFirst);
    await panel.unlock(ofFirst);
    await panel.renew(ofFirst);
    expect(await panel.renew(ofFirst)).toMatchObject({ problem: { code: 'lock_lost' } });
    expect(await panel.renew(ofFirst)).toBeUndefined();
  });
});

describe('Replacing several', () => {
  test('Each item names the session that is shown, unless it names one itself', async () => {
    const made = panelWith();
    made.visible.push(first);
    await made.watch();
    const { panel, link, notices, journal } = made;
    const replace = { sessionId: uuid(9), version: 2 };
    const items = [
      { taskId, phase, model: other },
      { taskId, phase: 'debug', model: other, replace },
    ] as const;
    const results = [
      { outcome: 'replaced', session: session(2, { model: other }), replaced: uuid(1) },
      { outcome: 'refused', code: 'replaced_meanwhile', detail: phaseTexts.replacedMeanwhile },
    ];
    link.script.push(answered(200, { results }));
    expect((await panel.replaceAll({ items: [...items] }))?.value?.results).toEqual(results);
    expect(link.calls[1]?.body).toEqual({
      items: [{ ...items[0], replace: { sessionId: uuid(1), version: 3 } }, items[1]],
    });
    await settle();
    expect(notices()).toEqual([{ code: 'replaced_meanwhile', text: phaseTexts.replacedMeanwhile }]);
    expect(made.lists()).toBe(2);
    expect(await panel.replaceAll({ items: [{ taskId, phase: 'debug', model: other }] })).toBeUndefined();
    expect(journal.verbs.at(-1)?.refused).toBe('a session to replace is not shown');
  });
});
