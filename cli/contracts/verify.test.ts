import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { verification } from '../../contracts/provider/verify/index.ts';
import {
  aRequest,
  temporaryFolder,
  testProvider,
  writtenPact,
} from '../../contracts/provider/verify/provider.testing.ts';
import { contracts } from './broker-commands.testing.ts';

async function against(behaviour: Parameters<typeof testProvider>[0] = {}) {
  const provider = await testProvider(behaviour);
  const pacts = await writtenPact([aRequest, { kind: 'sync', description: "It's a ping" }]);
  const out = temporaryFolder();
  const at = ['--provider-url', provider.url, '--states-url', provider.statesUrl, '--pacts', pacts];
  const words = ['verify', ...at, '--out', out];
  return {
    provider,
    words,
    out,
    saved: async () => verification.parse(JSON.parse(await readFile(join(out, 'verification.json'), 'utf8'))),
  };
}

describe('rehearse contracts verify', () => {
  test('has help with examples', async () => {
    const { code, stdout } = await contracts(['verify', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('Examples:\n  rehearse contracts verify\n');
  });

  test('ends with 0 where all is verified, and says so', async () => {
    const { words, out, saved } = await against();
    const { code, stdout, stderr } = await contracts(words);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain("  verified  It's a ping");
    expect(stdout).toContain('2 verified, 0 failed of 2 interactions');
    expect((await saved()).totals).toEqual({ verified: 2, failed: 0, pending: 0 });
    expect(await readdir(out)).toEqual(['verification.json']);
  });

  test('ends with 1 where something failed, and says what', async () => {
    const { words, out } = await against({ body: { name: 7 } });
    const { code, stdout } = await contracts([...words, '--reporter', 'terminal,junit,markdown']);
    expect(code).toBe(1);
    expect(stdout).toContain('1 verified, 1 failed of 2 interactions');
    expect(stdout).toMatch(/\$\.name\n +expected {2}"A name"\n +actual {4}7\n/);
    expect((await readdir(out)).sort()).toEqual(['verification.json', 'verification.md', 'verification.xml']);
  });

  test('prints JSON alone with --json', async () => {
    const { words } = await against();
    const { code, stdout } = await contracts([...words, '--json']);
    expect([code, verification.parse(JSON.parse(stdout)).totals.verified]).toEqual([0, 2]);
    const both = await contracts([...words, '--json', '--reporter', 'terminal']);
    expect([both.code, both.stdout]).toEqual([2, '']);
    expect(both.stderr).toMatch(/^Failed to verify: --json and the terminal reporter both print on stdout\./);
  });

  test('gives a command that verifies an interaction again, and only that', async () => {
    const { words, provider, saved } = await against({ body: { name: 7 } });
    await contracts(words);
    const { interactions } = await saved();
    for (const { command, description } of interactions) {
      provider.asked.length = 0;
      const ours = command.replace(/^npx rehearse/, '"$0" "$1"');
      const [node, program] = [process.execPath, join(import.meta.dirname, '..', '..', 'bin', 'rehearse.mjs')];
      const child = spawn('/bin/sh', ['-c', `${ours} --json --out "$2"`, node, program, temporaryFolder()]);
      const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
      const again = verification.parse(JSON.parse(stdout)).interactions;
      expect([code, again.map((one) => one.description)]).toEqual([
        description === 'the project' ? 1 : 0,
        [description],
      ]);
      expect(provider.asked.filter((line) => line.startsWith('setup'))).toHaveLength(1);
    }
    expect(interactions).toHaveLength(2);
  });

  test('ends with 2 and one line where nothing can be learnt', async () => {
    const { words, provider } = await against();
    provider.stop();
    const { code, stdout, stderr } = await contracts(words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      `Failed to verify: the provider at ${provider.url} does not answer (ECONNREFUSED). Start it, or name another with --provider-url.`,
    );
  });

  test('calls an interruption one', async () => {
    const { words } = await against();
    const { code, stderr } = await contracts(words, { signal: AbortSignal.abort() });
    expect([code, stderr]).toEqual([2, 'Failed to finish: it was interrupted. Start it again.']);
  });
});

const broker = ['--broker-url', 'http://127.0.0.1:9'];

test.each<[string[], RegExp, Record<string, string>?]>([
  [['--provider-url', 'x'], /--provider-url is no URL: "x"\. Give one such as/],
  [['--provider-url', 'http://a:b@c'], /--provider-url holds a password\./],
  [['--states-url', 'http://c'], /--states-url is given without --provider-url\./],
  [['--frame-timeout', '0'], /--frame-timeout is no whole number in range: "0"\./],
  [['--reporter', 'jnuit'], /--reporter is unknown: "jnuit"\. Did you mean "junit"\?/],
  [['--reporter', 'github'], /--reporter github is for runs, not for verifications\./],
  [['--out', '/dev/null/x'], /the folder \/dev\/null\/x cannot be written/],
  [['--pacts', 'gone'], /there is no folder \S+gone\./],
  [['--pacts', 'x', ...broker], /pacts of a folder and of a broker are asked for\./],
  [['--pacts', 'x', '--enable-pending'], /pacts of a folder need nothing of a broker\./],
  [['--pacts', 'x', '--publish'], /pacts of a folder need nothing of a broker\./],
  [['--publish'], /no Pact Broker is named\./],
  [[...broker, '--publish'], /--publish is given without a version\./],
  [[...broker, '--selector', 'main'], /--selector is no JSON: main\. Give one such as/],
  [[...broker, '--selector', '[]'], /--selector is no selector: \[\]\./],
  [[...broker, '--selector', '{}'], /--selector is no selector: \{\}\./],
  [broker, /the broker http:\/\/127\.0\.0\.1:9 does not answer/],
  [[], /the broker http:\/\/127\.0\.0\.1:9 does not answer/, { PACT_BROKER_BASE_URL: 'http://127.0.0.1:9' }],
])('rehearse contracts verify %j is refused in one line', async (words, reason, env = {}) => {
  const flags =
    words.includes('--states-url') || words.includes('--provider-url') ? [] : ['--provider-url', 'http://127.0.0.1:9'];
  const { code, stdout, stderr } = await contracts(['verify', ...flags, ...words], { env });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^Failed to verify: [^\n]+$/);
  expect(stderr).toMatch(reason);
});
