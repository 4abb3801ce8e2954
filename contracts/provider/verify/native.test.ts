import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runNative } from './native.ts';
import { temporaryFolder } from './provider.testing.ts';

const conceal = (text: string) => text.replaceAll('secret', '***');

/** Runs a program in the place of Pact's verifier. */
async function run(source: string, signal = new AbortController().signal) {
  const program = join(temporaryFolder(), 'program.mjs');
  await writeFile(program, source);
  return runNative({ provider: 'session-api' }, { signal, conceal, program });
}

const answering = (text: string) =>
  `process.once('message', () => process.send(${JSON.stringify(text)}, () => process.disconnect()));`;

describe('Pact’s verifier in a process of its own', () => {
  test.each([
    [
      `console.error('the secret'); process.kill(process.pid, 'SIGSEGV');`,
      'gave no result: it was ended by SIGSEGV the ***.',
    ],
    [`console.error('the secret'); process.exit(3);`, 'gave no result: it ended with code 3 the ***.'],
    [answering('no such secret'), 'could not run: no such ***.'],
    [answering('{"result":true}'), 'gave a result that cannot be read.'],
  ])('is not believed when it ends like this: %s', async (source, reason) => {
    await expect(run(source)).rejects.toThrow(`Failed to verify: Pact's verifier ${reason}`);
  });

  test('is believed when it gives a result', async () => {
    expect(await run(answering('{"result":true,"interactionResults":[]}'))).toMatchObject({ result: true });
  });

  test('is given its options and none of our credentials, proxies and filters', async () => {
    const answer = `JSON.stringify({ result: true, interactionResults: [], options, env: Object.keys(process.env) })`;
    const source = `process.once('message', (options) => process.send(${answer}, () => process.disconnect()));`;
    const names = ['PACT_BROKER_TOKEN', 'PACT_BROKER_BASE_URL', 'PACT_DESCRIPTION', 'HTTP_PROXY', 'http_proxy'];
    const before = names.map((name) => [name, process.env[name]] as const);
    try {
      for (const name of names) process.env[name] = 'x';
      const report = await run(source);
      expect(report).toMatchObject({ options: { provider: 'session-api' }, env: expect.arrayContaining(['PATH']) });
      for (const name of names) expect(report.env).not.toContain(name);
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });

  test('is ended with the verification', async () => {
    await expect(run('setInterval(() => {}, 1000)', AbortSignal.timeout(20))).rejects.toThrow('timeout');
    await expect(run('setInterval(() => {}, 1000)', AbortSignal.abort())).rejects.toThrow('abort');
  });
});
