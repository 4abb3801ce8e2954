/**
 * The frontend of `frontend.mjs` with one known fault, to see how it is found:
 *
 * rehearse client --role frontend --command "node examples/client/faulty-frontend.mjs new-key"
 */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { rules, run } from './frontend.mjs';

/** Each replaces one rule by a wrong one. */
export const faults = {
  /** Asks for everything again when it comes back. */
  'from-the-beginning': { resumesAfter: () => 0 },
  /** Never gives up. */
  'tries-for-ever': { delay: (attempt) => rules.delay(Math.min(attempt, 5)) },
  /** Waits the same second every time. */
  'constant-pauses': { delay: (attempt) => (attempt <= 5 ? 1000 : null) },
  /** Tries again after its token was refused. */
  'retries-4401': { isFinal: () => false },
  /** Says its prompt before anybody knows who it is. */
  impatient: { waitsForConnected: false },
  /** Makes a new id for a prompt that it sends again. */
  'new-prompt-id': { frameAgain: (frame) => ({ ...frame, clientMsgId: randomUUID() }) },
  /** Makes a new key for a task that it submits again. */
  'new-key': { keyAgain: () => randomUUID() },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name] = process.argv.slice(2);
  if (!Object.hasOwn(faults, name)) {
    console.error(`There is no fault "${name}". There are: ${Object.keys(faults).join(', ')}.`);
    process.exit(2);
  }
  await run({ ...rules, ...faults[name] });
  process.exit(0);
}
