import { describe, expect, test } from 'vitest';
import { phaseTexts } from '../../../contracts/wire/index.ts';
import { LinkError } from '../../ports.ts';
import { answered, settle, uuid } from '../../testing.ts';
import {
  changed,
  conflict,
  created,
  current,
  deleted,
  existing,
  locked,
  model,
  other,
  panelWith,
  phase,
  projectId,
  refused,
  replaced,
  session,
  started,
  taskId,
} from './testing.ts';

const old = session(1, { version: 3, state: 'running' });
const fresh = session(2, { model: other });
const wanted = { taskId, phase, model: other } as const;
const overtaken = (by: ReturnType<typeof session>) =>
  refused('replaced_meanwhile', phaseTexts.replacedMeanwhile, { current: current(by) });

/** Starts what is refused, and keeps the list back that is asked for then. */
async function heldList(made: ReturnType<typeof panelWith>) {
  const starting = made.panel.start(wanted);
  const release = made.holdAnswer();
  await starting;
  await settle();
  return release;
}

describe('Starting a phase', () => {
  test('It is one request, and the session is open', async () => {
    const { panel, link, journal } = panelWith();
    link.script.push(created(fresh));
    const asked = await panel.start({ ...wanted, parameters: { temperature: 0.2 } });
    expect(asked).toMatchObject({ status: 'ok', value: { outcome: 'created', session: { sessionId: uuid(2) } } });
    expect(link.calls).toMatchObject([
      {
        operation: 'startPhase',
        params: { projectId, taskId, phase },
        body: { model: other, parameters: { temperature: 0.2 } },
        token: 'user-token',
      },
    ]);
    expect([panel.viewing, panel.dialog, panel.notice]).toEqual([uuid(2), null, null]);
    expect(journal.verbs[0]?.name).toBe('phases.start');
  });

  test('One that is there is opened, and the user is told', async () => {
    const { panel, link, notices } = panelWith();
    link.script.push(existing(old));
    await panel.start({ taskId, phase, model });
    expect(panel.viewing).toBe(uuid(1));
    expect(notices()).toEqual([{ code: 'existing', text: phaseTexts.existing }]);
  });

  test('What is open closes when it is gone, and not before it was shown', async () => {
    const made = panelWith();
    await made.watch();
    made.link.script.push(created(fresh));
    await made.panel.start(wanted);
    await made.receive(started(6, session(9, { phase: 'debug' })));
    expect(made.panel.viewing).toBe(uuid(2));
    await made.receive(started(7, fresh), deleted(8, fresh));
    expect(made.panel.viewing).toBeNull();
  });
});

describe('The question before a replacement', () => {
  test('It names what would be lost and warns, and the same start follows with that session and version', async () => {
    const { panel, link, dialogs, bodies } = panelWith();
    link.script.push(conflict(old), replaced(fresh, old));
    await panel.start(wanted);
    const dialog = {
      kind: 'conflict',
      taskId,
      phase,
      current: current(old),
      text: phaseTexts.conflict,
      warning: phaseTexts.warning,
    };
    expect(panel.dialog).toEqual(dialog);
    expect([panel.notice, panel.viewing]).toEqual([null, null]);
    expect(await panel.confirm()).toMatchObject({ status: 'ok', value: { outcome: 'replaced' } });
    expect(bodies()).toEqual([{ model: other }, { model: other, replace: { sessionId: uuid(1), version: 3 } }]);
    expect([panel.dialog, panel.viewing]).toEqual([null, uuid(2)]);
    expect(dialogs()).toEqual([dialog, null]);
  });

  test('What comes between changes nothing of what was agreed to', async () => {
    const made = panelWith();
    made.visible.push(old);
    await made.watch();
    made.link.script.push(conflict(old), overtaken(session(3)));
    await made.panel.start(wanted);
    await made.receive(deleted(6, old), started(7, session(3)));
    await made.panel.confirm();
    expect(made.bodies()[1]).toMatchObject({ replace: { sessionId: uuid(1), version: 3 } });
  });

  test('It can be declined, and is forgotten when another start comes', async () => {
    const { panel, link, journal, bodies } = panelWith();
    link.script.push(conflict(old), conflict(old), created(fresh));
    await panel.start(wanted);
    panel.dismiss();
    expect(panel.dialog).toBeNull();
    expect(await panel.confirm()).toBeUndefined();
    expect(journal.verbs.at(-1)).toMatchObject({ name: 'phases.confirm', refused: 'nothing is asked' });
    await panel.start(wanted);
    await panel.start({ ...wanted, phase: 'debug' });
    expect(panel.dialog).toBeNull();
    expect(bodies()).toHaveLength(3);
  });

  test('An answer that comes late leaves another question alone', async () => {
    const { panel, link } = panelWith();
    link.script.push(conflict(old), 'never', conflict(session(4, { phase: 'debug' })));
    await panel.start(wanted);
    void panel.confirm();
    await panel.start({ ...wanted, phase: 'debug' });
    expect(panel.dialog?.current.sessionId).toBe(uuid(4));
  });

  test('A conflict that does not say with what is a problem like any other', async () => {
    const { panel, link } = panelWith();
    link.script.push(refused('model_conflict', phaseTexts.conflict));
    await panel.start(wanted);
    expect([panel.dialog, panel.notice]).toEqual([null, { code: 'model_conflict', text: phaseTexts.conflict }]);
  });
});

describe('A replacement that is refused', () => {
  test('While the session is locked the question stays, and can be answered again', async () => {
    const { panel, link, bodies } = panelWith();
    link.script.push(conflict(old), locked, replaced(fresh, old));
    await panel.start(wanted);
    expect(await panel.confirm()).toMatchObject({ status: 'failed', problem: { status: 423, code: 'session_locked' } });
    expect(panel.notice).toEqual({ code: 'session_locked', text: phaseTexts.locked });
    expect(panel.dialog).not.toBeNull();
    await panel.confirm();
    expect(bodies()[2]).toEqual(bodies()[1]);
    expect([panel.dialog, panel.notice]).toEqual([null, null]);
  });

  test('When it was overtaken the user is told, nothing is sent again, and the list is read again', async () => {
    const made = panelWith();
    made.visible.push(old);
    await made.watch();
    made.link.script.push(conflict(old), overtaken(session(3)));
    await made.panel.start(wanted);
    expect(made.lists()).toBe(1);
    made.visible.splice(0, 1, session(3));
    await made.panel.confirm();
    await settle();
    expect(made.panel.notice).toEqual({ code: 'replaced_meanwhile', text: phaseTexts.replacedMeanwhile });
    expect(made.panel.dialog).toBeNull();
    expect([made.bodies().length, made.lists(), made.shown()]).toEqual([2, 2, ['3 v1']]);
    expect(await made.panel.again()).toBeUndefined();
  });

  test('The list is left as it is where the feed has told already', async () => {
    const made = panelWith();
    made.visible.push(old);
    await made.watch();
    made.link.script.push(conflict(old), overtaken(session(3)));
    await made.panel.start(wanted);
    await made.receive(deleted(6, old), started(7, session(3)));
    await made.panel.confirm();
    await settle();
    expect([made.lists(), made.shown()]).toEqual([1, ['3 v1']]);
  });

  test('A list that nobody watches is not read', async () => {
    const made = panelWith();
    made.link.script.push(conflict(old));
    await made.panel.start(wanted);
    await settle();
    expect(made.lists()).toBe(0);
  });

  test('An older answer does not overwrite a later list', async () => {
    const made = panelWith();
    made.visible.push(old);
    await made.watch();
    made.link.script.push(conflict(session(3)));
    const release = await heldList(made);
    made.visible.splice(0, 1, session(4));
    made.link.script.push(conflict(session(4)));
    await made.panel.start(wanted);
    await settle();
    await release();
    expect([made.lists(), made.shown()]).toEqual([3, ['4 v1']]);
  });
});

describe('A start that may be repeated', () => {
  test.each([
    ['a lost connection', new LinkError('connection-lost'), 'unknown', 'unknown', phaseTexts.unavailable],
    ['a timeout', new LinkError('timeout'), 'unknown', 'unknown', phaseTexts.unavailable],
    [
      '503 unavailable',
      refused('unavailable', phaseTexts.unavailable, { errorId: uuid(77) }),
      'unknown',
      'unavailable',
      phaseTexts.unavailable,
    ],
    [
      '500 session_creation_failed',
      refused('session_creation_failed', phaseTexts.creationFailed, { errorId: uuid(77) }),
      'failed',
      'session_creation_failed',
      phaseTexts.creationFailed,
    ],
    [
      '500 internal_error',
      refused('internal_error', phaseTexts.unexpected),
      'unknown',
      'internal_error',
      phaseTexts.unexpected,
    ],
    ['502 without a document', answered(502, '<html>'), 'unknown', 'unexplained', phaseTexts.unexpected],
  ])('After %s the user is told, and by hand the same goes out again', async (_, answer, status, code, text) => {
    const { panel, link, clock, bodies, notices } = panelWith();
    link.script.push(conflict(old), answer, existing(fresh));
    await panel.start(wanted);
    expect(await panel.confirm()).toMatchObject({ status });
    await clock.advance(60_000);
    expect(notices()).toEqual([{ code, text }]);
    expect(panel.dialog).not.toBeNull();
    expect(bodies()).toHaveLength(2);
    expect(await panel.again()).toMatchObject({ status: 'ok', value: { outcome: 'existing' } });
    expect(JSON.stringify(bodies()[2])).toBe(JSON.stringify(bodies()[1]));
    expect([panel.dialog, panel.viewing]).toEqual([null, uuid(2)]);
    expect(await panel.again()).toBeUndefined();
  });

  test.each([
    ['model_deleted', 'The model opus was deleted.', 'The model opus was deleted.'],
    ['malformed_request', 'At body.model: SELECT * FROM models.', phaseTexts.unexpected],
    ['not_found', 'No row.', phaseTexts.unexpected],
  ] as const)('After %s there is nothing to repeat', async (code, detail, text) => {
    const { panel, link, journal } = panelWith();
    link.script.push(conflict(old), refused(code, detail));
    await panel.start(wanted);
    await panel.confirm();
    expect([panel.notice, panel.dialog]).toEqual([{ code, text }, null]);
    await panel.again();
    expect(journal.verbs.at(-1)).toMatchObject({ name: 'phases.again', refused: 'there is no start to repeat' });
  });

  test('A change that the feed tells during a start is no reason to read the list', async () => {
    const made = panelWith();
    made.visible.push(old);
    await made.watch();
    await made.receive(changed(6, { ...old, version: 4 }));
    made.link.script.push(conflict({ ...old, version: 4 }));
    await made.panel.start(wanted);
    await settle();
    expect(made.lists()).toBe(1);
  });
});
