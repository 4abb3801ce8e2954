import { describe, expect, test } from 'vitest';
import { Renaming } from './renaming.ts';

const then = {
  sessionId: '11111111-aaaa-4aaa-8aaa-111111111111',
  token: 'tok_11111111-cccc-4ccc-8ccc-111111111111',
  seq: 1,
};
const now = {
  sessionId: '22222222-bbbb-4bbb-8bbb-222222222222',
  token: 'tok_22222222-dddd-4ddd-8ddd-222222222222',
  seq: 7,
};

function renaming(): Renaming {
  const made = new Renaming();
  made.learn(then, now);
  return made;
}

describe('renaming', () => {
  test('An id in a path and a token in a header are called as they are now', () => {
    expect(renaming().text(`/v1/sessions/${then.sessionId}/messages?limit=2`)).toBe(
      `/v1/sessions/${now.sessionId}/messages?limit=2`,
    );
    expect(renaming().text(`Bearer ${then.token}`)).toBe(`Bearer ${now.token}`);
    expect(renaming().text(`session-api.v1, token.${then.token}`)).toBe(`session-api.v1, token.${now.token}`);
  });

  test('A body keeps its shape, its numbers and what nobody named', () => {
    const body = { messages: [{ id: then.sessionId, content: 'Hello', at: 1 }, null, 3], flag: true };
    expect(renaming().value(body)).toEqual({
      messages: [{ id: now.sessionId, content: 'Hello', at: 1 }, null, 3],
      flag: true,
    });
  });

  test('A cursor with dots is renamed as a whole, and its parts only where the whole has no name', () => {
    const made = renaming();
    made.learn({ nextCursor: `100.${then.sessionId}` }, { nextCursor: `200.${now.sessionId}` });
    expect(made.text(`/v1/tasks?cursor=100.${then.sessionId}`)).toBe(`/v1/tasks?cursor=200.${now.sessionId}`);
    expect(made.text(`/v1/tasks?cursor=300.${then.sessionId}`)).toBe(`/v1/tasks?cursor=300.${now.sessionId}`);
  });

  test('Lists are walked side by side, and a row that is missing now teaches nothing', () => {
    const made = new Renaming();
    made.learn({ rows: [{ id: then.sessionId }, { id: then.token }] }, { rows: [{ id: now.sessionId }] });
    expect(made.value([then.sessionId, then.token])).toEqual([now.sessionId, then.token]);
  });

  test('A status or a text that differs is no name; an address is one when it is said to be', () => {
    const made = new Renaming();
    made.learn({ status: 'queued', detail: 'No such task.' }, { status: 'running', detail: 'Gone.' });
    made.name('http://127.0.0.1:1', 'http://127.0.0.1:2');
    expect(made.value(['queued', 'No such task.', 'http://127.0.0.1:1'])).toEqual([
      'queued',
      'No such task.',
      'http://127.0.0.1:2',
    ]);
  });

  test('The first name of a text stands', () => {
    const made = renaming();
    made.learn(then, { ...now, sessionId: '33333333-cccc-4ccc-8ccc-333333333333' });
    expect(made.text(then.sessionId)).toBe(now.sessionId);
  });
});
