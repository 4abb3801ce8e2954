import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

test('The mock that the README shows answers as it says: 503 twice, and then what is promised', async () => {
  const readme = await readFile(`${root}README.md`, 'utf8');
  const block = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
  const sample = block.find((text) => text.includes('dress-rehearsal/msw')) ?? '';
  await mkdir(`${root}rehearsal-out/`, { recursive: true });
  const folder = await mkdtemp(`${root}rehearsal-out/readme-`);
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(`${folder}/sample.ts`, sample.replace('const server =', 'export const server ='));
  const { server } = (await import(`${folder}/sample.ts`)) as { server: { close(): void } };
  onTestFinished(() => server.close());
  const project = '6f1d3c52-0b8e-4a57-9c1e-2f4f3a7d9b10';
  const session = '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d';
  const url = `http://api.test/v1/projects/${project}/sessions/${session}`;
  const ask = async () => (await fetch(url, { headers: { authorization: 'Bearer token-of-the-user' } })).status;
  expect([await ask(), await ask(), await ask()]).toEqual([503, 503, 200]);
});
