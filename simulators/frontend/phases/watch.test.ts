import { describe, expect, test } from 'vitest';
import { phaseTexts } from '../../../contracts/wire/index.ts';
import { answered, settle, uuid } from '../../testing.ts';
import { changed, deleted, model, panelWith, phase, projectId, refused, session, started, taskId } from './testing.ts';

const first = session(1);
const second = session(2, { phase: 'debug' });

describe('The list of the panel', () => {
  test('Nothing is asked or listened to before it is watched', () => {
    const { frontend, panel, link } = panelWith();
    expect(frontend.phases).toBe(panel);
    expect([link.calls.length, link.sockets.length, panel.sessions.length]).toEqual([0, 0, 0]);
  });

  test('It is read once, to the last page and behind a subscription of the project', async () => {
    const made = panelWith();
    made.link.script.push(
      answered(200, { sessions: [second], nextCursor: 'x' }),
      answered(200, { sessions: [first], nextCursor: null }),
    );
    const watching = made.panel.watch();
    await settle();
    made.socket().handlers.open();
    expect(made.socket().sent).toEqual([{ type: 'subscribe', sessionId: null, after: null }]);
    expect(made.lists()).toBe(0);
    await made.receive({ type: 'subscribed', sessionId: null, cursor: 5 });
    expect((await watching).rows).toEqual([second, first]);
    expect(made.link.calls).toMatchObject([
      { operation: 'listPhaseSessions', params: { projectId }, token: 'user-token' },
      { operation: 'listPhaseSessions', query: { cursor: 'x' } },
    ]);
    expect(made.panel.sessions).toEqual([second, first]);
    const row = { taskId, model, modelName: 'sonnet', state: 'created', version: 1 };
    const sessions = [
      { ...row, sessionId: uuid(2), phase: 'debug' },
      { ...row, sessionId: uuid(1), phase },
    ];
    expect(made.journal.of('phases')).toEqual([{ sessions }]);
  });

  test('An empty list is reported too', async () => {
    const made = panelWith();
    await made.watch();
    expect(made.journal.of('phases')).toEqual([{ sessions: [] }]);
  });

  test('A subscription that there is already is used', async () => {
    const made = panelWith();
    made.visible.push(first);
    made.frontend.subscribe({ sessionId: null, after: 0 });
    made.socket().handlers.open();
    await made.receive({ type: 'subscribed', sessionId: null, cursor: 7 }, started(3, second));
    await made.panel.watch();
    await made.receive(started(6, second), started(8, second));
    expect(made.socket().sent).toHaveLength(1);
    expect(made.shown()).toEqual(['2 v1', '1 v1']);
    expect(made.journal.of('phases')).toHaveLength(2);
  });

  test('A replacement arrives as a change, a deletion and a start, and the new session comes first', async () => {
    const made = panelWith();
    made.visible.push(second, first);
    await made.watch();
    const last = { ...first, state: 'cancelled' as const, version: 2 };
    await made.receive(changed(6, last), deleted(7, last), started(8, session(3)));
    expect(made.shown()).toEqual(['3 v1', '2 v1']);
    const told = made.journal.of('phases') as { sessions: { version: number }[] }[];
    expect(told.map(({ sessions }) => sessions.length)).toEqual([2, 2, 1, 2]);
    expect(told[1]?.sessions[1]).toMatchObject({ state: 'cancelled', version: 2 });
  });

  test('Each place of the feed counts once', async () => {
    const made = panelWith();
    await made.watch(5);
    await made.receive(started(6, first), deleted(7, first), started(6, first), started(5, second));
    expect(made.shown()).toEqual([]);
  });

  test('A deleted and restored model is followed although the version stands still', async () => {
    const made = panelWith();
    made.visible.push(first);
    await made.watch();
    await made.receive(changed(6, { ...first, modelName: phaseTexts.modelNotFound }));
    expect(made.panel.sessions[0]?.modelName).toBe('Model Not Found');
    await made.receive(changed(7, first));
    expect(made.panel.sessions[0]?.modelName).toBe('sonnet');
  });

  test('A change of a session that is not shown, and other events, show nothing', async () => {
    const made = panelWith();
    await made.watch();
    await made.receive(changed(6, first));
    expect(made.shown()).toEqual([]);
  });

  test('What happens while it is read comes on top, and an older event changes nothing', async () => {
    const made = panelWith();
    made.visible.push({ ...first, version: 3 });
    const release = made.holdAnswer();
    void made.watch();
    await settle();
    await made.receive(changed(6, { ...first, version: 2 }), started(7, second));
    expect([made.shown(), made.journal.of('phases')]).toEqual([[], []]);
    await release();
    expect(made.shown()).toEqual(['2 v1', '1 v3']);
  });

  test('A start that the feed tells late brings nothing back that the list is ahead of', async () => {
    const made = panelWith();
    const release = made.holdAnswer();
    void made.watch();
    await settle();
    made.visible.push(session(3));
    await made.receive(started(6, first));
    await release();
    await made.receive(deleted(7, first), started(8, session(3)), started(9, second));
    expect(made.shown()).toEqual(['2 v1', '3 v1']);
  });

  test('What an answer said to be deleted is not shown again by what the feed tells late', async () => {
    const made = panelWith();
    await made.watch();
    made.link.script.push(answered(200, { deleted: [uuid(1)], notFound: [] }));
    await made.panel.deleteAll({ sessionIds: [uuid(1)] });
    await made.receive(started(6, first));
    expect(made.shown()).toEqual([]);
    await made.receive(deleted(7, first), started(8, second));
    expect(made.shown()).toEqual(['2 v1']);
  });

  test('After a broken connection it goes on where it was, without another read', async () => {
    const made = panelWith();
    made.visible.push(first);
    await made.watch();
    await made.receive(started(6, second));
    made.socket().handlers.close(1006, '');
    await made.clock.advance(1_000);
    made.socket().handlers.open();
    expect(made.socket().sent).toEqual([{ type: 'subscribe', sessionId: null, after: 6 }]);
    await made.receive({ type: 'subscribed', sessionId: null, cursor: 7 }, deleted(7, first));
    expect(made.shown()).toEqual(['2 v1']);
    expect(made.lists()).toBe(1);
  });

  test('Read without a socket it is read again once there is one', async () => {
    const made = panelWith();
    made.visible.push(first);
    const watching = made.panel.watch();
    made.socket().handlers.close(1008, '');
    await watching;
    expect(made.shown()).toEqual(['1 v1']);
    made.visible.unshift(second);
    made.frontend.reconnect();
    made.socket().handlers.open();
    await made.receive({ type: 'subscribed', sessionId: null, cursor: 9 });
    expect(made.shown()).toEqual(['2 v1', '1 v1']);
    expect(made.lists()).toBe(2);
  });

  test('A place that the feed does not have is given up: the list is read again from where the feed stands', async () => {
    const made = panelWith();
    made.visible.push(first);
    await made.watch(50);
    made.visible.unshift(second);
    await made.receive({ type: 'error', code: 'cursor_invalid', detail: '', sessionId: null });
    expect(made.socket().sent.at(-1)).toEqual({ type: 'subscribe', sessionId: null, after: null });
    await made.receive({ type: 'subscribed', sessionId: null, cursor: 2 }, deleted(3, first));
    expect(made.shown()).toEqual(['2 v1']);
  });

  test('A list that cannot be read is an error; watched again it is read again', async () => {
    const made = panelWith();
    made.link.script.push(refused('unavailable', phaseTexts.unavailable));
    expect(await made.watch()).toMatchObject({ status: 'unknown', rows: [] });
    expect(made.panel.notice).toEqual({ code: 'unavailable', text: phaseTexts.unavailable });
    expect(made.journal.of('phases')).toEqual([]);
    made.visible.push(first);
    await made.panel.watch();
    expect(made.shown()).toEqual(['1 v1']);
    expect(made.panel.notice).toBeNull();
  });

  test('A wait ends when the list is as it says', async () => {
    const made = panelWith();
    await made.watch();
    const seen = made.panel.until(({ sessions }) => sessions.length === 1);
    await made.receive(started(6, first));
    await seen;
    expect(made.shown()).toEqual(['1 v1']);
  });
});
