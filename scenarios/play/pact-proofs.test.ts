import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { pactProofs } from './pact-proofs.ts';

const tests = new Set(
  Object.values(pactProofs)
    .flat()
    .flatMap((proof) => [...proof.tests]),
);

test.each([...tests])('What is said to be shown by %s is shown by tests that run', async (file) => {
  const text = await readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
  expect(text).toMatch(/\b(test|it)(\.each)?\(/);
  expect(text).not.toMatch(/\b(test|it|describe)\.(skip|only|todo)/);
});
