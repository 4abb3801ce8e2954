import { describe, expect, test } from 'vitest';
import { publish } from '../../contracts/provider/broker/publish.ts';
import type { Broker } from '../../contracts/provider/broker/testing/broker.testing.ts';
import { brokerOfTest, pactsOfTest, verifyFrom } from '../../contracts/provider/broker/testing/verification.testing.ts';
import { contracts } from './broker-commands.testing.ts';

/** A broker with a pact of the daemon, version 1 of the branch main. */
async function brokerWith(
  path: '/right' | '/wrong',
  options: Parameters<typeof brokerOfTest>[0] = {},
): Promise<Broker> {
  const broker = await brokerOfTest(options);
  const credentials = { token: options.token };
  const env = { PACT_BROKER_HTTP_RETRIES: '0' };
  const pacts = pactsOfTest({ daemon: path });
  await publish({ brokerUrl: broker.url, credentials, pacts, version: '1', branch: 'main', env });
  return broker;
}

/** Verifies the pacts with a version of the provider, and files the result. */
function verified(broker: Broker, providerVersion: string) {
  return verifyFrom(broker, { publishVerificationResult: true, providerVersion, providerVersionBranch: 'trunk' });
}

const asks = (broker: Broker, words: string[], env: Record<string, string> = {}) =>
  contracts(['can-i-deploy', '--broker-url', broker.url, '--pacticipant', ...words], { env });

describe('rehearse contracts can-i-deploy', () => {
  test('says that it is unknown before any verification, and ends with 1', async () => {
    const broker = await brokerWith('/right');
    const { code, stdout, stderr } = await asks(broker, ['daemon', '--version', '1']);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toBe(`Consumer  Version  Provider     Version  Result
daemon    1        session-api  none     unknown

It is unknown whether daemon can be deployed: a verification is missing
There is no verified pact between daemon (1) and session-api
`);
  });

  test('says yes after a verification that succeeded, and ends with 0', async () => {
    const broker = await brokerWith('/right');
    await verified(broker, '7');
    const { code, stdout } = await asks(broker, ['daemon', '--version', '1']);
    expect(code).toBe(0);
    expect(stdout).toBe(`Consumer  Version  Provider     Version  Result
daemon    1        session-api  7        verified

daemon can be deployed
All required verification results are published and successful
`);
    expect((await asks(broker, ['session-api', '--branch', 'trunk'])).code).toBe(0);
    expect((await asks(broker, ['session-api', '--latest'])).code).toBe(0);
  });

  test('says no after a verification that failed, and ends with 1 although the tool of Pact ends with 0', async () => {
    const broker = await brokerWith('/wrong');
    await verified(broker, '7');
    const { code, stdout } = await asks(broker, ['session-api', '--version', '7']);
    expect(code).toBe(1);
    expect(stdout).toBe(`Consumer  Version  Provider     Version  Result
daemon    1        session-api  7        failed

session-api cannot be deployed
The verification for the pact between daemon (1) and session-api (7) failed
`);
  });

  test('says all that as JSON', async () => {
    const broker = await brokerWith('/wrong');
    await verified(broker, '7');
    const { code, stdout } = await asks(broker, ['daemon', '--version', '1', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      pacticipant: 'daemon',
      deployable: false,
      reason: 'The verification for the pact between daemon (1) and session-api (7) failed',
      matrix: [
        { consumer: 'daemon', consumerVersion: '1', provider: 'session-api', providerVersion: '7', result: 'failed' },
      ],
    });
  });

  test('asks about what is deployed in an environment', async () => {
    const broker = await brokerWith('/right');
    await verified(broker, '7');
    const words = ['daemon', '--version', '1', '--to-environment', 'production'];
    expect((await asks(broker, words)).code).toBe(1);
    broker.deploy('session-api', '7', 'production');
    expect((await asks(broker, words)).code).toBe(0);
    broker.deploy('session-api', '6', 'production');
    expect((await asks(broker, words)).code).toBe(1);
  });

  test('asks about exactly whom and what it was given', async () => {
    const broker = await brokerWith('/right');
    await asks(broker, ['daemon', '--branch', 'feature/a&b', '--to-environment', 'eu 1']);
    const asked = new URL(broker.requests.at(-1)?.split(' ')[1] ?? '', broker.url).searchParams;
    expect(Object.fromEntries(asked)).toEqual({
      'q[][pacticipant]': 'daemon',
      'q[][branch]': 'feature/a&b',
      latestby: 'cvpv',
      environment: 'eu 1',
    });
  });

  test('does not take the switch of the tool that lets every deployment pass', async () => {
    const broker = await brokerWith('/wrong');
    await verified(broker, '7');
    const env = { PACT_BROKER_CAN_I_DEPLOY_DRY_RUN: 'true', PACT_BROKER_CAN_I_DEPLOY_IGNORE: 'session-api' };
    expect((await asks(broker, ['daemon', '--version', '1'], env)).code).toBe(1);
    expect(broker.requests.at(-1)).not.toContain('ignore');
  });
});

describe('rehearse contracts can-i-deploy could not ask', () => {
  test('with a wrong token: exit code 2, and neither token is said', async () => {
    const broker = await brokerWith('/right', { token: 'the-right-one' });
    const words = ['daemon', '--version', '1'];
    const { code, stdout, stderr } = await asks(broker, words, { PACT_BROKER_TOKEN: 'the-wrong-one' });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      `Failed to ask whether it can be deployed: the broker ${broker.url} does not accept the credentials (401). Set PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.`,
    );
    expect((await asks(broker, words, { PACT_BROKER_TOKEN: 'the-right-one' })).stderr).toBe('');
  });

  test('where no broker answers: exit code 2', async () => {
    const broker = await brokerOfTest();
    await broker.stop();
    const { code, stderr } = await asks(broker, ['daemon', '--version', '1']);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`no broker answers on ${broker.url}`)]);
  });

  test('about somebody whom the broker does not know: exit code 2', async () => {
    const { code, stderr } = await asks(await brokerOfTest(), ['nobody', '--version', '1']);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/refused: .*nobody not found/)]);
  });

  test('about a name that the tool would take for a flag, or none', async () => {
    const broker = await brokerOfTest();
    expect((await asks(broker, ['daemon', '--version', '-x'])).stderr).toContain('"-x" begins with a dash');
    expect((await asks(broker, ['daemon', '--version', ''])).stderr).toContain('a name or version is empty');
    expect(broker.requests).toEqual([]);
  });

  test('about no version, or about two', async () => {
    const broker = await brokerOfTest();
    expect(await asks(broker, ['daemon'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no version is named'),
    });
    expect(await asks(broker, ['daemon', '--version', '1', '--latest'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('more than one version is named'),
    });
    expect(broker.requests).toEqual([]);
  });
});
