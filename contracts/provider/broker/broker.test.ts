import { describe, expect, test } from 'vitest';
import { publish } from './publish.ts';
import type { Broker } from './testing/broker.testing.ts';
import { brokerOfTest, pactsOfTest, verifyFrom } from './testing/verification.testing.ts';

const env = { PACT_BROKER_HTTP_RETRIES: '0' };

function publishTo(broker: Broker, paths: Record<string, string>, version: string, branch: string) {
  return publish({ brokerUrl: broker.url, credentials: {}, pacts: pactsOfTest(paths), version, branch, env });
}

describe('published pacts', () => {
  test('are verified as the selectors choose, and the results are filed with version, branch and build', async () => {
    const broker = await brokerOfTest();
    await publishTo(broker, { 'vm-agent': '/right', daemon: '/wrong' }, '1', 'main');
    await publishTo(broker, { 'vm-agent': '/wrong' }, '2', 'feature');
    const report = await verifyFrom(broker, {
      consumerVersionSelectors: [{ branch: 'main' }],
      publishVerificationResult: true,
      providerVersion: '7',
      providerVersionBranch: 'trunk',
      buildUrl: 'http://ci.example/7',
    });
    expect(report.result).toBe(false);
    expect(report.interactionResults.map(({ consumer, result }) => [consumer, result]).sort()).toEqual([
      ['daemon', 'Error'],
      ['vm-agent', 'OK'],
    ]);
    const filed = { providerVersion: '7', providerBranches: ['trunk'], buildUrl: 'http://ci.example/7' };
    expect(broker.results).toHaveLength(2);
    expect(broker.results).toContainEqual(expect.objectContaining({ ...filed, consumer: 'vm-agent', success: true }));
    expect(broker.results).toContainEqual(expect.objectContaining({ ...filed, consumer: 'daemon', success: false }));
    for (const { tests, success } of broker.results) {
      expect(tests).toEqual([{ interactionId: expect.stringMatching(/^[0-9a-f]{40}$/), success }]);
    }
  });

  test('are chosen by consumer, tag, deployment or as the newest', async () => {
    const broker = await brokerOfTest();
    const chosen = async (...consumerVersionSelectors: Record<string, string | boolean>[]) => {
      const { interactionResults } = await verifyFrom(broker, { consumerVersionSelectors });
      return interactionResults.map(({ consumer, description }) => `${consumer} ${description}`).sort();
    };
    const pacts = pactsOfTest({ 'vm-agent': '/right', daemon: '/right' });
    await publish({ brokerUrl: broker.url, credentials: {}, pacts, version: '1', tags: ['nightly'], env });
    await publishTo(broker, { 'vm-agent': '/wrong' }, '2', 'main');
    broker.deploy('daemon', '1', 'production');
    expect(await chosen({ latest: true })).toEqual(['daemon a request of /right', 'vm-agent a request of /wrong']);
    expect(await chosen({ tag: 'nightly', consumer: 'vm-agent' })).toEqual(['vm-agent a request of /right']);
    expect(await chosen({ mainBranch: true })).toEqual(['vm-agent a request of /wrong']);
    expect(await chosen({ deployedOrReleased: true })).toEqual(['daemon a request of /right']);
    expect(await chosen({ branch: 'nobody' })).toEqual([]);
  });

  test('are not filed where the results are not published', async () => {
    const broker = await brokerOfTest();
    await publishTo(broker, { daemon: '/right' }, '1', 'main');
    expect((await verifyFrom(broker, {})).result).toBe(true);
    expect(broker.results).toEqual([]);
  });
});

describe('a pending pact', () => {
  const trunk = { consumerVersionSelectors: [{ branch: 'main' }], providerVersionBranch: 'trunk' };

  test('does not fail the verification, but does where pending pacts are off', async () => {
    const broker = await brokerOfTest();
    await publishTo(broker, { daemon: '/wrong' }, '1', 'main');
    const pending = await verifyFrom(broker, { ...trunk, enablePending: true });
    expect(pending.result).toBe(true);
    expect(pending.interactionResults).toMatchObject([{ consumer: 'daemon', pending: true, result: 'Error' }]);
    expect((await verifyFrom(broker, trunk)).result).toBe(false);
  });

  test('is so for each branch of the provider, until a version of it has verified the pact', async () => {
    const broker = await brokerOfTest();
    await publishTo(broker, { daemon: '/right' }, '1', 'main');
    const pendingFor = async (branch: string) => {
      const report = await verifyFrom(broker, { ...trunk, enablePending: true, providerVersionBranch: branch });
      return report.interactionResults.map(({ pending }) => pending);
    };
    expect(await pendingFor('trunk')).toEqual([true]);
    await verifyFrom(broker, { ...trunk, publishVerificationResult: true, providerVersion: '7' });
    expect(await pendingFor('trunk')).toEqual([false]);
    expect(await pendingFor('other')).toEqual([true]);
  });
});

describe('a pact that is work in progress', () => {
  const wip = { consumerVersionSelectors: [{ branch: 'main' }], enablePending: true, providerVersionBranch: 'trunk' };

  test('is verified beside the selected ones as a pending one, from the date on', async () => {
    const broker = await brokerOfTest();
    await publishTo(broker, { daemon: '/right' }, '1', 'main');
    await publishTo(broker, { daemon: '/wrong' }, '2', 'feature');
    const report = await verifyFrom(broker, { ...wip, includeWipPactsSince: '2000-01-01' });
    expect(report.result).toBe(true);
    expect(report.interactionResults.map(({ description, result }) => [description, result])).toEqual([
      ['a request of /right', 'OK'],
      ['a request of /wrong', 'Error'],
    ]);
    const later = await verifyFrom(broker, { ...wip, includeWipPactsSince: '2999-01-01' });
    expect(later.interactionResults.map(({ description }) => description)).toEqual(['a request of /right']);
  });
});

describe('the small broker', () => {
  test('lets in who has the token or the password, and nobody else', async () => {
    const broker = await brokerOfTest({ token: 'open-sesame', basic: { username: 'ali', password: 'baba' } });
    const status = async (authorization?: string) =>
      (await fetch(broker.url, { headers: authorization === undefined ? {} : { authorization } })).status;
    const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;
    expect(await status('Bearer open-sesame')).toBe(200);
    expect(await status(basic('ali:baba'))).toBe(200);
    expect(await status('Bearer another')).toBe(401);
    expect(await status(basic('ali:another'))).toBe(401);
    expect(await status()).toBe(401);
  });

  test('says which route it does not have', async () => {
    const broker = await brokerOfTest();
    const answer = await fetch(`${broker.url}/webhooks`);
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('GET /webhooks')]);
  });
});
