import { describe, expect, test } from 'vitest';
import { assemble } from './assemble.ts';
import { exampleRequest, pacts, statesOf, titleOf } from './law.testing.ts';

describe.each(pacts)('The pact %s', (_name, { document, read }) => {
  const { mock, requests, sockets } = assemble(document, {});

  // What was sent before can be all that tells two answers apart, so states alone do not.
  test('Each frame of a client has its example answer in its states, where it comes first', () => {
    for (const one of read.exchanges) {
      mock.use([...statesOf(one), { interaction: one.description }]);
      const path = one.socket?.path ?? '';
      const reaction = sockets.answer(path, path, JSON.stringify(one.request.example));
      const frames = one.answers.map((answer) => JSON.stringify(answer));
      expect(reaction, titleOf(one)).toEqual({ frames, after: 'open' });
    }
    expect(mock.unhandled).toEqual([]);
  });

  test('Each request that has a success has one without any states', () => {
    for (const { response, ...one } of read.http.filter(({ response }) => response.status < 400)) {
      mock.reset();
      const { path, init } = exampleRequest({ ...one, response });
      const { pathname, search } = new URL(path, 'http://api.test');
      const { method, headers } = one.request;
      requests.answer({ method, path: pathname, search, headers, body: String(init.body ?? '') });
      expect(mock.requests[0]?.status, titleOf(one)).toBeLessThan(400);
    }
  });

  test('Each frame that nobody asked for can be sent in its states', () => {
    for (const one of read.frames) {
      mock.use(statesOf(one));
      const frames = [JSON.stringify(one.example)];
      expect(sockets.frame(one.description), titleOf(one)).toEqual({
        template: one.socket?.path,
        frames,
        after: 'open',
      });
    }
  });
});
