import { afterAll, describe, expect, test } from 'vitest';
import { exampleRequest, heardOf, pacts, statesOf, titleOf } from './law.testing.ts';
import { nockInterceptors } from './nock.ts';

describe.each(pacts)('Every interaction of the pact %s through nock', (name, { document, read }) => {
  const baseUrl = `http://${name.replace(/\W/g, '-')}.test`;
  const mock = nockInterceptors(document, { baseUrl });
  afterAll(() => mock.done());

  test.each(read.http.map((one) => [titleOf(one), one] as const))('%s', async (_title, one) => {
    mock.reset();
    mock.use(statesOf(one));
    const { path, init } = exampleRequest(one);
    const { heard, promised } = await heardOf(await fetch(baseUrl + path, init), one);
    expect(heard).toEqual(promised);
    expect(mock.unhandled).toEqual([]);
  });
});
