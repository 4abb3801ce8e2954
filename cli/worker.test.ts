import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rehearse } from './fake-engine.ts';

test('rehearse run gives the engine the Worker, with paths from the working folder', async () => {
  const services = '--worker-service auth/wrangler.toml --worker-service mail/wrangler.json';
  const { asked, cwd, code } = await rehearse(
    `run --worker ./wrangler.jsonc --worker-env stage --hooks hooks.ts ${services}`,
  );
  expect(code).toBe(0);
  const worker = {
    project: join(cwd, 'wrangler.jsonc'),
    env: 'stage',
    services: [join(cwd, 'auth/wrangler.toml'), join(cwd, 'mail/wrangler.json')],
    hooks: join(cwd, 'hooks.ts'),
  };
  expect(asked.run?.[0]).toMatchObject({ worker });
  expect((await rehearse('run')).asked.run?.[0]).not.toHaveProperty('worker');
});

test('rehearse run shows what a person should know of the Worker', async () => {
  const { stderr } = await rehearse('run --worker wrangler.jsonc', {
    engine: {
      async run({ warn }) {
        warn?.('wrangler.jsonc: cron triggers do not fire on the stage.');
        throw new Error('far enough');
      },
    },
  });
  expect(stderr).toContain('wrangler.jsonc: cron triggers do not fire on the stage.\n');
});

test.each([
  ['run --hooks hooks.ts', '--hooks is about a Worker, and there is none. Give its wrangler file with --worker.'],
  [
    'run --worker-env stage',
    '--worker-env is about a Worker, and there is none. Give its wrangler file with --worker.',
  ],
  [
    'run --worker-service auth/wrangler.toml',
    '--worker-service is about a Worker, and there is none. Give its wrangler file with --worker.',
  ],
  [
    'run --worker wrangler.jsonc --target http://127.0.0.1:1',
    '--worker and --target are two targets. Leave one of them out, also in other places.',
  ],
])('%s ends with 2, in one line', async (line, message) => {
  const { code, stderr, stdout } = await rehearse(line);
  expect([code, stderr, stdout]).toEqual([2, `Failed to run: ${message}\n`, '']);
});
