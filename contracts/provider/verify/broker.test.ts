import { describe, expect, onTestFinished, test } from 'vitest';
import { publish } from '../broker/publish.ts';
import { startBroker } from '../broker/testing/broker.testing.ts';
import { aRequest, type Behaviour, testProvider, writtenPact } from './provider.testing.ts';
import { type VerifyOptions, verify } from './verify.ts';

const token = 'token-of-the-broker';

/** A broker that has one pact with two interactions. */
async function brokerWithPact() {
  const broker = await startBroker({ token });
  onTestFinished(() => broker.stop());
  const access = { brokerUrl: broker.url, credentials: { token } };
  const pacts = await writtenPact([aRequest, { kind: 'sync', description: 'a ping' }]);
  await publish({ ...access, pacts, version: '1', branch: 'main' });
  return { broker, access };
}

async function verified(
  pacts: VerifyOptions['pacts'],
  behaviour: Behaviour = {},
  options: Partial<VerifyOptions> = {},
) {
  const { url: providerUrl, statesUrl } = await testProvider(behaviour);
  return verify({ providerUrl, statesUrl, pacts, ...options });
}

describe('Pacts of a broker', () => {
  test('are verified, and the results are told with version, branch and build', async () => {
    const { broker, access } = await brokerWithPact();
    const pacts = { ...access, selectors: [{ branch: 'main' }], providerBranch: 'feature' };
    const publishing = { providerVersion: '7', buildUrl: 'http://builds.example/7' };
    const result = await verified(pacts, {}, { publish: publishing });
    expect(result.totals).toEqual({ verified: 2, failed: 0, pending: 0 });
    expect(broker.results).toMatchObject([
      { providerVersion: '7', success: true, buildUrl: 'http://builds.example/7', providerBranches: ['feature'] },
    ]);
    expect(JSON.stringify(result)).not.toContain(token);
  });

  test('fail with what is wrong, and the broker knows', async () => {
    const { broker, access } = await brokerWithPact();
    const result = await verified(access, { status: 203 }, { publish: { providerVersion: '8' } });
    expect(result.totals).toEqual({ verified: 1, failed: 1, pending: 0 });
    expect(broker.results).toMatchObject([{ providerVersion: '8', success: false }]);
  });

  test('tell nothing unless they are asked to, nor of single interactions', async () => {
    const { broker, access } = await brokerWithPact();
    expect((await verified(access, {}, { interaction: 'a ping' })).totals.verified).toBe(1);
    expect((await verified(access, {}, { consumers: ['frontend'] })).totals.verified).toBe(2);
    expect(broker.results).toEqual([]);
    const both = { interaction: 'a ping', publish: { providerVersion: '7' } };
    await expect(verified(access, {}, both)).rejects.toThrow(
      'the results of a part of the interactions cannot be published',
    );
  });

  test('that were never verified are pending where that is asked for, and fail nothing', async () => {
    const { access } = await brokerWithPact();
    const pending = { ...access, enablePending: true, providerBranch: 'main' };
    expect((await verified(pending, { status: 203 })).totals).toEqual({ verified: 1, failed: 0, pending: 1 });
    expect((await verified({ ...pending, enablePending: false }, { status: 203 })).totals.failed).toBe(1);
  });

  test('are told to have failed where only we see it: Pact itself would call them verified', async () => {
    const { broker, access } = await brokerWithPact();
    const redirecting: Behaviour = {
      request(_request, response) {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end('{"projectId":"p-of-another-run","name":"Login page"}');
        return true;
      },
    };
    const result = await verified(access, redirecting, { publish: { providerVersion: '10' } });
    expect(result.totals.failed).toBe(1);
    expect(broker.results).toMatchObject([{ providerVersion: '10', success: false }]);
  });

  test('do not pass where the broker does not take the results', async () => {
    const broker = await startBroker({
      token,
      refuse: (_method, path) => (path.endsWith('/verification-results') ? 403 : null),
    });
    onTestFinished(() => broker.stop());
    const access = { brokerUrl: broker.url, credentials: { token } };
    await publish({ ...access, pacts: await writtenPact([aRequest]), version: '1', branch: 'main' });
    await expect(verified(access, {}, { publish: { providerVersion: '9' } })).rejects.toThrow(
      'Failed to verify: the broker did not take the results',
    );
    expect((await verified(access)).totals.verified).toBe(1);
  });

  test('must be there', async () => {
    const { broker, access } = await brokerWithPact();
    await expect(verified({ ...access, selectors: [{ branch: 'gone' }] })).rejects.toThrow(
      `Failed to verify: the broker ${broker.url} has no pact of the provider session-api that the selectors choose.`,
    );
  });

  test('need a broker that answers, and a token that it knows; nobody reads that', async () => {
    const { broker, access } = await brokerWithPact();
    const wrong = verified({ ...access, credentials: { token: 'wrong-secret' } });
    await expect(wrong).rejects.toThrow(
      `the broker answered 401 to ${broker.url}. Give a token with PACT_BROKER_TOKEN.`,
    );
    await expect(wrong).rejects.not.toThrow('wrong-secret');
    const { url } = await testProvider();
    await expect(verified({ ...access, brokerUrl: url })).rejects.toThrow(`the broker answered 401 to ${url}`);
    await broker.stop();
    await expect(verified(access)).rejects.toThrow(`the broker ${broker.url} does not answer (`);
  });
});
