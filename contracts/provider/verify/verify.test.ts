import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  aRequest,
  type Behaviour,
  json,
  temporaryFolder,
  testProvider,
  type WrittenInteraction,
  writtenPact,
} from './provider.testing.ts';
import { verification } from './result.ts';
import { verified } from './verified.testing.ts';
import { type VerifyOptions, verify } from './verify.ts';

const said: WrittenInteraction = {
  kind: 'async',
  description: 'something was said',
  open: {
    hello: { type: 'hello', token: '${token}' },
    steps: [
      { request: { method: 'POST', path: '/v1/projects/${projectId}/said', token: 'token', body: { text: 'Hello' } } },
    ],
    catch: { type: 'said' },
  },
};
const ping: WrittenInteraction = { kind: 'sync', description: 'a ping' };

describe('Verifying a provider', () => {
  test('goes through requests, frames and answers to frames in one run', async () => {
    const { result, provider } = await verified([aRequest, said, ping]);
    expect(verification.parse(result)).toEqual(result);
    expect(result.totals).toEqual({ verified: 3, failed: 0, pending: 0 });
    const told = result.interactions.map(({ kind, description, status, reason }) => [
      kind,
      description,
      status,
      reason,
    ]);
    expect(told.sort()).toEqual([
      ['async', 'something was said', 'verified', null],
      ['http', 'the project', 'verified', null],
      ['sync', 'a ping', 'verified', null],
    ]);
    // Values of the states are in paths, headers and frames, and the provider's own path is before the pact's.
    expect(provider.asked).toContain('GET /api/v1/projects/p-of-this-run?with=all+of+it');
    expect(provider.asked).toContain('frame {"of":"p-of-this-run","seq":7,"type":"ping"}');
    expect(provider.asked).toContain('frame {"token":"token-of-this-run","type":"hello"}');
    // What is the harness's own is never asked for.
    expect(provider.asked.join('\n')).not.toContain('a socket is open');
  });

  test('says where a body is not as promised, what was expected and what came', async () => {
    const promised = { projectId: 'p-of-this-run', name: 'Login page', open: true };
    const interaction = { ...aRequest, promised };
    const { first, result } = await verified([interaction], { body: { ...promised, open: 'yes' } });
    expect(first).toMatchObject({ status: 'failed', reason: null });
    expect(first?.mismatches).toMatchObject([
      { path: '$.open', expected: 'true', actual: expect.stringContaining('yes') },
    ]);
    expect(result.totals).toEqual({ verified: 0, failed: 1, pending: 0 });
    expect((await verified([interaction], { body: promised })).result.totals.failed).toBe(0);
  });

  test('says when the status or a header is another', async () => {
    const { first } = await verified([aRequest], { status: 203 });
    expect(first?.mismatches).toMatchObject([{ path: 'status', expected: '200', actual: '203' }]);
    const { first: second } = await verified([aRequest], {
      request(request, response) {
        if (!request.url?.includes('projects')) return false;
        response.writeHead(200, { 'Content-Type': 'text/plain' }).end('hello');
        return true;
      },
    });
    expect(second?.mismatches.map(({ path }) => path)).toContain('header Content-Type');
  });

  test('says when a frame is not as promised', async () => {
    const other = { ...said, promised: { type: 'said', seq: 9, text: 'Hello' } };
    const { first } = await verified([other]);
    expect(first?.mismatches).toMatchObject([{ path: '$.seq', expected: '9', actual: '8' }]);
  });

  test.each([
    ['events', 'verified', []],
    ['terminal', 'failed', [{ path: 'metadata socket', expected: '"terminal"', actual: '"events"' }]],
  ])('knows the socket of a frame: with %s it is %s', async (socket, status, mismatches) => {
    const { first } = await verified([{ ...said, metadata: { socket } }]);
    expect(first).toMatchObject({ status, mismatches });
  });
});

test('What the states of one interaction answered is not there for the next', async () => {
  const { result } = await verified([ping, { ...ping, description: 'a second ping', states: [] }]);
  expect(result.interactions).toMatchObject([
    { description: 'a ping', status: 'verified' },
    { description: 'a second ping', status: 'failed', reason: 'No state has answered the value "projectId".' },
  ]);
});

describe('A state that cannot be had', () => {
  const strange = { ...aRequest, states: [{ name: 'a project' }, { name: 'a strange state', params: { of: 'x' } }] };

  test.each<[string, WrittenInteraction, Behaviour, Partial<VerifyOptions>, RegExp]>([
    [
      'is unknown',
      strange,
      {},
      {},
      /^The state "a strange state" could not be set up: \S+ answered 404 \{"detail":"There is no such state\."\}\.$/,
    ],
    ['throws', strange, stateOf(500, { detail: 'Broken.' }), {}, /set up: \S+ answered 500 \{"detail":"Broken\."\}\.$/],
    ['answers a list', strange, stateOf(200, []), {}, /set up: \S+ answered no JSON object: \[\]\.$/],
    ['answers a text', strange, stateOf(200, 'ok'), {}, /set up: \S+ answered no JSON object: "ok"\.$/],
    [
      'ends badly',
      aRequest,
      stateOf(500, {}, 'teardown'),
      {},
      /^The state "a project" could not be torn down: \S+ answered 500/,
    ],
    [
      'has nobody who is asked',
      aRequest,
      {},
      { statesUrl: undefined },
      /^The state "a project" could not be set up: no --states-url was given\.$/,
    ],
    [
      'has nobody who answers',
      aRequest,
      {},
      { statesUrl: 'http://127.0.0.1:9/states' },
      /set up: http:\/\/127.0.0.1:9\/states did not answer/,
    ],
    [
      'is before a frame',
      { ...ping, states: strange.states },
      {},
      {},
      /^The state "a strange state" could not be set up/,
    ],
  ])('fails its interaction: it %s', async (_title, interaction, behaviour, options, reason) => {
    const { result, provider } = await verified([interaction], behaviour, options);
    expect(result.totals).toEqual({ verified: 0, failed: 1, pending: 0 });
    expect(result.interactions[0]).toMatchObject({ reason: expect.stringMatching(reason), mismatches: [] });
    // Asked once: it does not get better by asking for minutes.
    expect(provider.asked.filter((line) => line.startsWith('setup a strange state')).length).toBeLessThanOrEqual(1);
  });

  test('leaves its interaction unasked, and goes on with the others', async () => {
    const { result, provider } = await verified([strange, { ...aRequest, description: 'another' }]);
    expect(result.totals).toEqual({ verified: 1, failed: 1, pending: 0 });
    expect(provider.asked.filter((line) => line.startsWith('GET /api/v1/'))).toHaveLength(1);
  });

  test('has not answered a value that the request needs', async () => {
    const { first } = await verified([aRequest], stateOf(200, { token: 'token-of-this-run' }, 'setup', 'a project'));
    expect(first?.reason).toMatch(/could not be set up: \S+ answered no text or number as the value "projectId"\.$/);
    const { first: frame } = await verified([ping], stateOf(200, { token: 'x' }, 'setup', 'a project'));
    expect(frame?.reason).toBe(first?.reason?.replace(/http\S+/, /http\S+/.exec(frame?.reason ?? '')?.[0] ?? ''));
  });
});

/** Answers a state in its own way. */
function stateOf(status: number, body: unknown, on = 'setup', name?: string): Behaviour {
  return {
    state({ action, state }, response) {
      const isMeant =
        action === on && (name === undefined ? on === 'teardown' || state !== 'a project' : state === name);
      if (isMeant) json(response, status, body);
      return isMeant;
    },
  };
}

describe('A provider that redirects', () => {
  test('fails, because the clients do not follow', async () => {
    const { first } = await verified([aRequest], {
      request(_request, response) {
        response.writeHead(307, { Location: '/elsewhere' }).end();
        return true;
      },
    });
    expect(first).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/^The provider redirects GET \/\S+ \(307\)/),
    });
  });
});

describe('Nothing is learnt, and nothing is called verified,', () => {
  test('where the folder is empty, is not there, or has only pacts of others', async () => {
    const { url: providerUrl } = await testProvider();
    const empty = temporaryFolder();
    await expect(verify({ providerUrl, pacts: empty })).rejects.toThrow(
      `Failed to verify: ${empty} has no pact of the provider session-api, it has no pact at all. Give another --pacts.`,
    );
    const gone = join(empty, 'gone');
    await expect(verify({ providerUrl, pacts: gone })).rejects.toThrow(
      `Failed to verify: there is no folder ${gone}. Give that of the pacts with --pacts.`,
    );
    const other = await writtenPact([aRequest], { provider: 'another-api' });
    await expect(verify({ providerUrl, pacts: other })).rejects.toThrow(
      `Failed to verify: ${other} has no pact of the provider session-api, those there are of another-api.`,
    );
  });

  test.each([
    ['{"consumer"', 'is not JSON'],
    ['[]', 'is no pact'],
    [
      '{"consumer":{"name":"a"},"provider":{"name":"session-api"},"interactions":[{"description":"x"}]}',
      'interactions.0.type',
    ],
    ['{"consumer":{"name":"a"},"provider":{"name":"session-api"},"interactions":[]}', 'the pacts have no interactions'],
  ])('where a file is no pact: %s', async (text, reason) => {
    const { url: providerUrl } = await testProvider();
    const pacts = temporaryFolder();
    await writeFile(join(pacts, 'a.json'), text);
    await expect(verify({ providerUrl, pacts })).rejects.toThrow(reason);
  });

  test('where all interactions are pending', async () => {
    const { url: providerUrl, statesUrl } = await testProvider({ status: 203 });
    const pacts = await writtenPact([aRequest]);
    const [file = ''] = await readdir(pacts);
    const pact = JSON.parse(await readFile(join(pacts, file), 'utf8'));
    pact.interactions[0].pending = true;
    await writeFile(join(pacts, file), JSON.stringify(pact));
    await expect(verify({ providerUrl, statesUrl, pacts })).rejects.toThrow(
      'Failed to verify: nothing was verified: all interactions are pending.',
    );
  });

  test('where the provider is down', async () => {
    const provider = await testProvider();
    provider.stop();
    const pacts = await writtenPact([aRequest]);
    await expect(verify({ providerUrl: provider.url, pacts })).rejects.toThrow(
      `Failed to verify: the provider at ${provider.url} does not answer (ECONNREFUSED). Start it, or name another with --provider-url.`,
    );
  });

  test.each([
    ['a request', aRequest],
    ['a frame', said],
  ])('where the provider dies under %s', async (_title, interaction) => {
    const others = [1, 2].map((number) => ({ ...aRequest, description: `${number}` }));
    const behaviour: Behaviour = {
      request(request, _response, provider) {
        const isLast = interaction === said ? request.method === 'POST' : provider.asked.filter(isAsked).length === 2;
        if (isLast) provider.stop();
        return isLast;
      },
    };
    await expect(verified([...others, interaction], behaviour)).rejects.toThrow(
      /^Failed to verify: the provider at \S+ stopped answering \(ECONNREFUSED\) when \d of 3 interactions had been asked for\. /,
    );
  });

  test('where the provider dies with its states', async () => {
    const behaviour: Behaviour = {
      state({ action }, _response, provider) {
        if (action === 'teardown') provider.stop();
        return action === 'teardown';
      },
    };
    await expect(verified([aRequest], behaviour)).rejects.toThrow(
      /^Failed to verify: the provider at \S+ stopped answering \(ECONNREFUSED\) when 1 of 1 interactions had been asked for\. /,
    );
  });

  test('where it is interrupted', async () => {
    const stop = new AbortController();
    const behaviour: Behaviour = {
      request(request) {
        if (!isAsked(`GET ${request.url}`)) return false;
        stop.abort();
        return true;
      },
    };
    await expect(verified([aRequest], behaviour, { signal: stop.signal })).rejects.toThrow('abort');
  });
});

const isAsked = (line: string) => line.startsWith('GET /api/v1/');

test('A provider that breaks one connection and lives fails that interaction only', async () => {
  const behaviour: Behaviour = {
    request(request, response, provider) {
      const isFirst = isAsked(`GET ${request.url}`) && provider.asked.filter(isAsked).length === 1;
      if (isFirst) response.destroy();
      return isFirst;
    },
  };
  const { result } = await verified([aRequest, { ...aRequest, description: 'another' }], behaviour);
  expect(result.totals).toEqual({ verified: 1, failed: 1, pending: 0 });
  expect(result.interactions.map(({ reason }) => reason)).toContain(
    'The provider gave no whole answer to GET /v1/projects/p-of-this-run?with=all+of+it (ECONNRESET).',
  );
});
