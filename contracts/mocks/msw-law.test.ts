import { setupServer } from 'msw/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleRequest, heardOf, pacts, statesOf, titleOf } from './law.testing.ts';
import { mswHandlers } from './msw.ts';

const baseUrl = 'http://api.test';

describe.each(pacts)('Every interaction of the pact %s through msw', (_name, { document, read }) => {
  const mock = mswHandlers(document, { baseUrl });
  const server = setupServer(...mock.handlers);
  beforeAll(() => server.listen());
  afterAll(() => server.close());

  test.each(read.http.map((one) => [titleOf(one), one] as const))('%s', async (_title, one) => {
    mock.reset();
    mock.use(statesOf(one));
    const { path, init } = exampleRequest(one);
    const { heard, promised } = await heardOf(await fetch(baseUrl + path, init), one);
    expect(heard).toEqual(promised);
    expect(mock.unhandled).toEqual([]);
  });
});
