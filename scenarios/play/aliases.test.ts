import { describe, expect, test } from 'vitest';
import type { History, HistoryEvent } from '../../contracts/trace/index.ts';
import { Aliases } from './aliases.ts';

/** An id that begins with the digits of its play, as ids on the stage do. */
const idOf = (play: number) => (count: number) =>
  `${String(play).padStart(8, '0')}-0000-4000-8000-${String(count).padStart(12, '0')}`;

function historyOf(...messages: Record<string, unknown>[]): History {
  return messages.map((body, index) => ({
    index,
    time: 0,
    kind: 'report',
    actor: 'frontend',
    report: 'told',
    detail: body,
  })) satisfies HistoryEvent[];
}

describe('aliases', () => {
  test('number ids by what they are, in order of first appearance', () => {
    const id = idOf(1);
    const history = historyOf(
      { projectId: id(1), taskId: id(2), sessionId: id(3) },
      { sessionId: id(4), messageId: id(5), workspaceId: id(6), 'idempotency-key': 'mine' },
    );
    const aliases = new Aliases(history);
    const text = [4, 3, 2, 1, 5, 6].map(id).join(' ');
    expect(aliases.shorten(text)).toBe('s2 s1 t1 p1 m1 w1');
    expect(aliases.shorten(`/sessions/${id(3)}/messages?after=7`)).toBe('/sessions/s1/messages?after=7');
  });

  test('are the same for the same play with other raw ids', () => {
    const texts = [1, 2].map((play) => {
      const id = idOf(play);
      const history = historyOf({ taskId: id(9), sessionId: id(2) }, { sessionId: id(1) });
      return new Aliases(history).shorten(JSON.stringify([history, `unknown ${id(77)}`]));
    });
    expect(texts[1]).toBe(texts[0]);
    expect(texts[0]).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  });

  test('of an id that never stood in a field of its own is numbered all the same', () => {
    const aliases = new Aliases();
    expect(aliases.shorten(`${idOf(1)(1)} ${idOf(1)(2)} ${idOf(1)(1)}`)).toBe('id1 id2 id1');
  });

  test('lead back to the raw id; what is no alias leads to itself', () => {
    const aliases = new Aliases(historyOf({ sessionId: idOf(1)(3) }));
    expect(aliases.rawOf('s1')).toBe(idOf(1)(3));
    expect(aliases.rawOf('s2')).toBe('s2');
  });

  test('leave no token and no cursor, whatever characters are in them and wherever they stand', () => {
    const [token, longer, cursor] = ['eyJh.b+c/d=', 'eyJh.b+c/d=.more', `1767225600000.${idOf(1)(1)}`];
    const history = historyOf({ token }, { authorization: `Bearer ${longer}` }, { nextCursor: cursor });
    const text = `Bearer ${longer}, ${token}, /tasks?cursor=${cursor} token=${token}`;
    expect(new Aliases(history).shorten(text)).toBe('Bearer token-2, token-1, /tasks?cursor=cursor-1 token=token-1');
  });

  test('leave no token of a frame: not in hello, in what is no JSON, or where its characters are escaped', () => {
    const [token, odd, inProtocol] = ['eyJhbGciOi.live-1', 'a "quoted" \\ token', 'eyJhbGciOi.browser'];
    const history = historyOf(
      { type: 'hello', protocolVersion: 1, token, sessionId: null },
      { type: 'hello', protocolVersion: 1, token: odd, sessionId: null },
      { 'sec-websocket-protocol': `session-api.v1, token.${inProtocol}` },
    );
    const body = `{"type":"hello","token":"${token}"`;
    const text = new Aliases(history).shorten(JSON.stringify([history, body, odd, `close of ${inProtocol}`]));
    expect(text).toContain('session-api.v1, token.token-3');
    expect(text).toContain('{\\"type\\":\\"hello\\",\\"token\\":\\"token-1\\"","token-2","close of token-3"');
    for (const part of ['live-1', 'quoted', 'browser', 'eyJ']) expect(text).not.toContain(part);
  });

  test('leave a list of subprotocols without a token as it is', () => {
    const aliases = new Aliases(historyOf({ 'sec-websocket-protocol': 'session-api.v1' }));
    expect(aliases.shorten('session-api.v1')).toBe('session-api.v1');
  });

  test('number what live sessions have beside them', () => {
    const id = idOf(1);
    const aliases = new Aliases(historyOf({ clientMsgId: id(1), connectionId: id(2) }, { by: id(2) }));
    expect(aliases.shorten(`${id(1)} ${id(2)}`)).toBe('c1 conn1');
  });

  test('of a token are the same in the header that carries it and in the answer that gave it', () => {
    const aliases = new Aliases(historyOf({ token: 'a-long-token' }, { authorization: 'Bearer a-long-token' }));
    expect(aliases.shorten('a-long-token')).toBe('token-1');
  });

  test('leave no token in its header, however short it is, and all else as it was', () => {
    const aliases = new Aliases(historyOf({ authorization: 'Bearer abc', nextCursor: '12' }));
    expect(aliases.shorten('"Bearer abc" abcd 12')).toBe('"token-1" abcd 12');
  });

  test('leave no address of a node', () => {
    const aliases = new Aliases();
    const text = 'http://127.0.0.1:40001/workspaces http://127.0.0.1:40002 http://127.0.0.1:40001';
    expect(aliases.shorten(text)).toBe('http://node-1.test/workspaces http://node-2.test http://node-1.test');
  });
});
