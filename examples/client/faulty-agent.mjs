/**
 * The agent of `agent.mjs` with one known fault, to see how it is found:
 *
 * rehearse client --role vm-agent --command "node examples/client/faulty-agent.mjs new-ids"
 */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { rules, run } from './agent.mjs';

/** Each replaces one rule by a wrong one. */
export const faults = {
  /** Makes new ids for what it sends again: what arrived before is stored twice. */
  'new-ids': { again: (batch) => batch.map((message) => ({ ...message, messageId: randomUUID() })) },
  /** Sends again what was refused for good. */
  'retries-400': { retries: (status) => status === 400 || rules.retries(status) },
  /** Waits the same half second every time. */
  'constant-backoff': { delay: (_attempt, retryAfter) => Math.max(retryAfter, 500) },
  /** Comes back when it likes, whatever Retry-After says. */
  'ignores-retry-after': { delay: (attempt) => rules.delay(attempt, 0) },
  /** Tries a refused token again and again. */
  'retries-401': { needsToken: () => false, retries: (status) => status === 401 || rules.retries(status) },
  /** Takes a batch for sent that was refused for its token. */
  'drops-on-401': {
    needsToken: () => false,
    isDone: (status) => status === 200 || status === 401,
  },
  /** Takes 503 for an end. */
  'gives-up-on-503': { retries: (status) => status !== 503 && rules.retries(status) },
  /** Sends all it has at once. */
  'one-batch': { batchSize: (outbox) => outbox.length },
  /** Reports what came last first. */
  'newest-first': { outbox: (messages) => messages.toReversed() },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name] = process.argv.slice(2);
  if (!Object.hasOwn(faults, name)) {
    console.error(`There is no fault "${name}". There are: ${Object.keys(faults).join(', ')}.`);
    process.exit(2);
  }
  await run({ ...rules, ...faults[name] });
}
