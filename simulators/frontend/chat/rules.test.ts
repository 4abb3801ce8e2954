import { describe, expect, test } from 'vitest';
import { handPorts, uuid } from '../../testing.ts';
import { correctChatRules as rules } from './rules.ts';
import { prompt, sessionId } from './testing.ts';

describe('The rules of the chat', () => {
  test.each([
    [1006, '', true],
    [1000, '', true],
    [1012, '', true],
    [1008, '', false],
    [4401, '', false],
    [1006, 'HTTP 401', false],
    [1006, 'HTTP 403', false],
    [1006, 'HTTP 404', false],
    [1006, 'HTTP 503', true],
  ])('A live socket closed with %i "%s" is opened again, however often: %s', (code, reason, again) => {
    for (const drops of [1, 2, 100]) expect(rules.liveReconnects(code, reason, drops)).toBe(again);
  });

  test.each([
    [404, true],
    [400, false],
    [401, false],
    [403, false],
    [500, false],
    [503, false],
    [null, false],
  ])('A failure to load with status %s says that there is no session: %s', (status, none) => {
    expect(rules.notCreated({ status, code: 'x' })).toBe(none);
  });

  test('The id of a record is a UUID, and the same at every attempt', () => {
    const { random } = handPorts();
    const id = rules.creationId(null, random);
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(rules.creationId(id, random)).toBe(id);
  });

  test('Each tab has its own address', () => {
    expect(rules.address()).not.toBe(rules.address());
  });

  test('A session that was loaded has its first message where it has any', () => {
    expect([rules.restoredFirstSent([]), rules.restoredFirstSent([prompt(1, 1, 'Hi')])]).toEqual([false, true]);
  });

  test('An error answers the prompt it names, else the frame of its session that waits first, else the first of all', () => {
    const [ping, stop] = [{ type: 'ping' }, { type: 'stop', sessionId }] as const;
    const send = { type: 'send', sessionId, clientMsgId: uuid(1), prompt: 'x', resume: true } as const;
    const error = { type: 'error', code: 'unavailable', detail: '' } as const;
    const waiting = [ping, stop, send];
    expect(rules.errorAnswers({ ...error, sessionId, clientMsgId: uuid(1) }, waiting)).toBe(send);
    expect(rules.errorAnswers({ ...error, sessionId }, waiting)).toBe(stop);
    expect(rules.errorAnswers(error, waiting)).toBe(ping);
    expect(rules.errorAnswers(error, [])).toBeUndefined();
  });
});
