// Runs Pact's native verifier for the tests of the pacts, as often as it is asked: it prints to the output of its
// process, which the one who starts this throws away.
import { createRequire } from 'node:module';
import type { ToVerify, Verified } from './replayer.testing.ts';

/** Loaded by its own name: it is below the package of Pact. */
const { default: core } = createRequire(createRequire(import.meta.url).resolve('@pact-foundation/pact'))(
  '@pact-foundation/pact-core',
) as { default: { verifyPacts(options: object): Promise<string> } };

process.on('message', async ({ id, options }: ToVerify) => {
  const text = await core
    .verifyPacts(options)
    .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  const verified: Verified = { id, text };
  process.send?.(verified);
});
