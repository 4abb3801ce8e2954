import { describe, expect, test } from 'vitest';
import { assemble } from './assemble.ts';
import type { MockOptions } from './mock.ts';
import {
  interactions,
  newMessage,
  pactOf,
  projectId,
  smallPact,
  subscribe,
  subscribed,
  unknownId,
} from './pact.testing.ts';
import { lost, pact, twice } from './script.ts';

const template = '/v1/projects/${projectId}/events';
const path = `/v1/projects/${projectId}/events`;
const [, open] = interactions.subscribe.providerStates;

function made(options: MockOptions = {}, document: unknown = smallPact) {
  const { mock, sockets } = assemble(document, options);
  return { mock, sockets, say: (frame: unknown) => sockets.answer(template, path, JSON.stringify(frame)) };
}
const silence = { frames: [], after: 'open' };

describe('Frames of a client', () => {
  test('A frame is answered by the example of the pact, whatever values it has', () => {
    const { sockets, say } = made();
    const frame = { ...subscribe, sessionId: unknownId };
    expect(sockets.templates).toEqual([template]);
    expect(say(frame)).toEqual({ frames: [JSON.stringify(subscribed)], after: 'open' });
    expect(sockets.received).toEqual([{ path, frame, interaction: 'subscribe to a session' }]);
  });

  test.each([
    [{ ...subscribe, after: 7 }, '$.after: expected null, found 7'],
    [{ ...subscribe, more: 1 }, '$.more: not in the pact'],
    [{ type: 'other' }, '$.type: expected "subscribe", found "other"'],
    ['no JSON', '$: expected an object, found "no JSON"'],
  ])('A frame that the pact does not have is told: %o', (frame, said) => {
    const { mock, say } = made();
    expect(say(frame)).toEqual({ frames: [], after: 'unknown' });
    expect(mock.unhandled[0]).toMatch(
      /^Failed to answer the frame .* on \/v1\/.*: no interaction of the pact of frontend is like it\./,
    );
    expect(mock.unhandled[0]).toContain(said);
  });

  test('A frame that is only there so that others come is taken without an answer', () => {
    const { mock, say } = made();
    expect(say({ type: 'watch', sessionId: unknownId })).toEqual(silence);
    expect(mock.unhandled).toEqual([]);
  });

  test('A frame of another socket is not known', () => {
    const { sockets } = made();
    expect(sockets.answer('/elsewhere', '/elsewhere', JSON.stringify(subscribe)).after).toBe('unknown');
  });

  const error = { type: 'error', code: 'not_found', detail: 'x' };
  const refused = {
    ...interactions.subscribe,
    description: 'subscribe to nothing',
    providerStates: [{ name: 'a project' }, open],
    response: [{ contents: { content: error, contentType: 'application/json' } }],
  };
  const both = pactOf([refused, interactions.subscribe]);

  test('States choose among answers, and without them it is the first that is no error', () => {
    const { mock, say } = made({}, both);
    expect(say(subscribe).frames).toEqual([JSON.stringify(subscribed)]);
    mock.use('a project');
    expect(say(subscribe).frames).toEqual([JSON.stringify(error)]);
  });

  test('A script is played for its interaction, also where another is meant', () => {
    const { mock, say } = made({}, both);
    mock.script('subscribe to nothing', pact());
    mock.script('subscribe to a session', twice(), lost());
    expect(say(subscribe).frames).toEqual(Array(2).fill(JSON.stringify(subscribed)));
    expect(say(subscribe)).toEqual({ frames: [], after: 'lost' });
    expect(say(subscribe).frames).toEqual([JSON.stringify(error)]);
    expect(say(subscribe).frames).toEqual([JSON.stringify(subscribed)]);
  });

  test('What can be several interactions is told', () => {
    const twin = { ...refused, providerStates: interactions.subscribe.providerStates };
    const { mock, say } = made({ states: 'a task' }, pactOf([interactions.subscribe, twin]));
    expect(say(subscribe).after).toBe('unknown');
    expect(mock.unhandled[0]).toContain(
      'it can be `subscribe to a session` (`a task`) or `subscribe to nothing` (`a task`)',
    );
  });
});

describe('Frames that nobody asked for', () => {
  test('A frame is the example of the pact, on the socket that the pact says', () => {
    const { sockets } = made();
    expect(sockets.frame('a new message')).toEqual({ template, frames: [JSON.stringify(newMessage)], after: 'open' });
  });

  test('A frame that the pact does not have is an error with the nearest', () => {
    expect(() => made().sockets.frame('a message')).toThrow(
      'Failed to send the frame `a message`: the pact has no such frame. Take one of its descriptions, such as `a new message`.',
    );
  });

  test('A frame without a socket is an error', () => {
    const nowhere = { ...interactions.message, providerStates: [] };
    expect(() => made({}, pactOf([nowhere])).sockets.frame('a new message')).toThrow('on which socket');
  });

  test('A frame of several states is that of the state that is switched on', () => {
    const other = {
      ...interactions.message,
      providerStates: [{ name: 'a project' }, open],
      contents: { content: { type: 'other' }, contentType: 'application/json' },
    };
    const { mock, sockets } = made(
      { states: 'a task' },
      pactOf([interactions.message, { ...other, providerStates: [{ name: 'a task' }, open] }]),
    );
    expect(() => sockets.frame('a new message')).toThrow('Switch on the states of one.');
    expect(mock.unhandled).toEqual([]);
    const apart = made({ states: 'a project' }, pactOf([interactions.message, other]));
    expect(apart.sockets.frame('a new message').frames).toEqual(['{"type":"other"}']);
  });
});
