import { copyFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { brokerOfTest, pactsOfTest, writePacts } from '../../contracts/provider/broker/testing/verification.testing.ts';
import { contracts } from './broker-commands.testing.ts';

const token = 'a-token/with+marks';

describe('rehearse contracts publish', () => {
  test('gives the broker each pact with version, branch, tags and build', async () => {
    const broker = await brokerOfTest({ token });
    const pacts = pactsOfTest({ 'vm-agent': '/right', daemon: '/right' });
    const words = ['publish', '--broker-url', `${broker.url}/`, '--version', '4f2c1a9', '--pacts', pacts];
    const { code, stdout, stderr } = await contracts(
      [...words, '--branch', 'feature/x', '--tag', 'nightly', '--tag', 'eu', '--build-url', 'http://ci.example/1'],
      { env: { PACT_BROKER_TOKEN: token } },
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`Consumer  Provider
daemon    session-api
vm-agent  session-api

2 pacts of version 4f2c1a9 published to ${broker.url}
`);
    expect(broker.published.map(({ consumer }) => consumer).sort()).toEqual(['daemon', 'vm-agent']);
    for (const published of broker.published) {
      expect(published).toMatchObject({
        provider: 'session-api',
        version: '4f2c1a9',
        branch: 'feature/x',
        tags: ['nightly', 'eu'],
        buildUrl: 'http://ci.example/1',
        pact: { interactions: [{ description: 'a request of /right' }] },
      });
    }
  });

  test('gives nothing that was not named, and takes the broker from the environment', async () => {
    const broker = await brokerOfTest();
    const words = ['publish', '--version', '1', '--pacts', pactsOfTest({ daemon: '/right' })];
    const env = { PACT_BROKER_BASE_URL: broker.url };
    expect((await contracts(words, { env })).code).toBe(0);
    expect(broker.published).toMatchObject([{ branch: null, tags: [], buildUrl: null }]);
  });

  test('publishes the pacts of the simulators where no folder is named', async () => {
    const broker = await brokerOfTest();
    const { code } = await contracts(['publish', '--broker-url', broker.url, '--version', '1']);
    expect(code).toBe(0);
    expect(broker.published.map(({ consumer }) => consumer)).toContain('vm-agent');
  });

  test('may publish the same again, but not something else under the same version', async () => {
    const broker = await brokerOfTest();
    const pacts = pactsOfTest({ daemon: '/right' });
    const words = ['publish', '--broker-url', broker.url, '--version', '1', '--pacts', pacts];
    expect((await contracts(words)).code).toBe(0);
    expect((await contracts(words)).code).toBe(0);
    expect(broker.published).toHaveLength(1);
    writePacts(pacts, { daemon: '/another' });
    const { code, stdout, stderr } = await contracts(words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^Failed to publish the pacts: the broker has another pact of that version \(409\): .*Cannot change the content of the pact for daemon version 1 .*\. Publish under another --version\.$/,
    );
    expect(broker.published).toMatchObject([{ pact: { interactions: [{ description: 'a request of /right' }] } }]);
  });

  test('takes a password too, and basic authentication is what arrives', async () => {
    const broker = await brokerOfTest({ basic: { username: 'ali', password: 'open-sesame' } });
    const words = ['publish', '--broker-url', broker.url, '--version', '1', '--pacts', pactsOfTest({ daemon: '/x' })];
    const env = { PACT_BROKER_USERNAME: 'ali', PACT_BROKER_PASSWORD: 'open-sesame' };
    expect((await contracts(words, { env })).code).toBe(0);
    expect((await contracts(words, { env: { ...env, PACT_BROKER_PASSWORD: 'wrong' } })).code).toBe(2);
  });
});

describe('rehearse contracts publish ends with 2 and one line', () => {
  const refused = async (words: string[], env: Record<string, string> = {}) => {
    const ended = await contracts(['publish', '--version', '1', ...words], { env });
    expect([ended.code, ended.stdout, ended.stderr.split('\n').length]).toEqual([2, '', 1]);
    return ended.stderr;
  };

  test('when the token is wrong, and says the token nowhere', async () => {
    const broker = await brokerOfTest({ token });
    const words = ['--broker-url', broker.url, '--pacts', pactsOfTest({ daemon: '/right' })];
    const said = await refused(words, { PACT_BROKER_TOKEN: 'a-wrong-token' });
    expect(said).toBe(
      `Failed to publish the pacts: the broker ${broker.url} does not accept the credentials (401). Set PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.`,
    );
    expect(broker.published).toEqual([]);
  });

  test('when the broker says the token itself, which is blotted out', async () => {
    const broker = await brokerOfTest({ token, refuse: () => 400 });
    const words = ['--broker-url', broker.url, '--pacts', pactsOfTest({ daemon: '/right' })];
    const said = await refused(words, { PACT_BROKER_TOKEN: token });
    expect(said).toContain('Refused: Bearer ***');
    expect(said).not.toContain(token);
  });

  test('when no broker answers', async () => {
    const broker = await brokerOfTest();
    await broker.stop();
    expect(await refused(['--broker-url', broker.url, '--pacts', pactsOfTest({ daemon: '/right' })])).toBe(
      `Failed to publish the pacts: no broker answers on ${broker.url}. Check --broker-url, and whether the broker is up.`,
    );
  });

  test('when another server answers', async () => {
    for (const [type, body] of [
      ['text/html', '<p>Hello</p>'],
      ['application/json', '{"hello":1}'],
    ] as const) {
      const url = await serverOfTest((_, response) => response.writeHead(200, { 'content-type': type }).end(body));
      expect(await refused(['--broker-url', url, '--pacts', pactsOfTest({ daemon: '/right' })])).toBe(
        `Failed to publish the pacts: ${url} does not answer as a Pact Broker does. Check --broker-url.`,
      );
    }
  });

  test('when no broker is named, or no URL, or a password is in it', async () => {
    expect(await refused([])).toContain('no Pact Broker is named');
    expect(await refused(['--broker-url', 'broker'])).toContain('--broker-url is no URL of a Pact Broker');
    expect(await refused([], { PACT_BROKER_BASE_URL: 'ftp://x' })).toContain('PACT_BROKER_BASE_URL is no URL');
    const said = await refused(['--broker-url', 'https://ali:open-sesame@broker.example']);
    expect(said).toContain('--broker-url holds a password');
    expect(said).not.toContain('open-sesame');
  });

  test('when the folder holds no pacts, or something that is none, and the broker is not asked', async () => {
    const broker = await brokerOfTest();
    const words = (folder: string) => ['--broker-url', broker.url, '--pacts', folder];
    expect(await refused(words(join(pactsOfTest({}), 'nowhere')))).toContain('there is no folder');
    expect(await refused(words(pactsOfTest({})))).toContain('it has no pact at all');
    const broken = pactsOfTest({ daemon: '/right' });
    writeFileSync(join(broken, 'x.json'), '{');
    expect(await refused(words(broken))).toContain('x.json is not JSON');
    writeFileSync(join(broken, 'x.json'), '{"consumer":{"name":"x"}}');
    expect(await refused(words(broken))).toContain('x.json is no pact');
    const doubled = pactsOfTest({ daemon: '/right' });
    copyFileSync(join(doubled, 'daemon.json'), join(doubled, 'again.json'));
    expect(await refused(words(doubled))).toContain('are both between daemon and session-api');
    expect(broker.requests).toEqual([]);
  });

  test('when a tag has a comma, which the tool would take for two', async () => {
    const words = ['--broker-url', 'http://127.0.0.1:9', '--pacts', pactsOfTest({ daemon: '/right' })];
    expect(await refused([...words, '--tag', 'a,b'])).toContain('the tag "a,b" has a comma');
  });

  test('when no version is named', async () => {
    const { code, stderr } = await contracts(['publish', '--broker-url', 'http://127.0.0.1:9']);
    expect([code, stderr]).toEqual([2, expect.stringContaining("'--version <version>' not specified")]);
  });

  test('when one of several pacts is refused, and says how many were published before', async () => {
    let published = 0;
    const broker = await brokerOfTest({
      refuse: (method, path) => (method === 'POST' && path === '/contracts/publish' && published++ > 0 ? 403 : null),
    });
    const said = await refused([
      '--broker-url',
      broker.url,
      '--pacts',
      pactsOfTest({ 'vm-agent': '/right', daemon: '/right' }),
    ]);
    expect(said).toBe(
      `Failed to publish the pacts: the broker ${broker.url} does not let these credentials do that (403); 1 of 2 pacts were published before. Give others with PACT_BROKER_TOKEN.`,
    );
    expect(broker.published).toHaveLength(1);
  });

  test('when it is interrupted, though the broker never answers', async () => {
    const interrupted = new AbortController();
    const url = await serverOfTest(() => interrupted.abort());
    const words = ['publish', '--version', '1', '--broker-url', url, '--pacts', pactsOfTest({ daemon: '/right' })];
    const { code, stderr } = await contracts(words, { signal: interrupted.signal });
    expect([code, stderr]).toEqual([2, 'Failed to finish: it was interrupted. Start it again.']);
  });
});

/** A server that is no broker, stopped after the test. */
async function serverOfTest(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}
