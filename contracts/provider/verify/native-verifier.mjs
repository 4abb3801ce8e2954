// Runs Pact's native verifier in a process of its own, because a fault of it ends the process: takes its options as one
// message, answers its result as one message.
import { createRequire } from 'node:module';

const ownRequire = createRequire(import.meta.url);
// Below Pact's own package, wherever that has it.
const core = createRequire(ownRequire.resolve('@pact-foundation/pact'))('@pact-foundation/pact-core').default;

process.once('message', async (options) => {
  let text;
  try {
    text = await core.verifyPacts(options);
  } catch (error) {
    text = error instanceof Error ? error.message : String(error);
  }
  process.send?.(text, () => process.disconnect());
});
