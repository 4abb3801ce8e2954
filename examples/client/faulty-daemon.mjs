/**
 * The daemon of `daemon.mjs` with one known fault, to see how it is found:
 *
 * rehearse client --role daemon --command "node examples/client/faulty-daemon.mjs never-beats"
 */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { rules, run } from './daemon.mjs';

/** Each replaces one rule by a wrong one. */
export const faults = {
  /** Sends again what was refused for good. */
  'retries-409': { retries: (status) => status === 409 || rules.retries(status) },
  /** Says something else when it says it again. */
  'says-less-on-retry': { again: ({ workDir: _, ...rest }) => rest },
  /** Asks under a new key where the answer to the old one was lost. */
  'new-claim-key': { keyAgain: () => randomUUID() },
  /** Never says that it lives. */
  'never-beats': { beats: false },
  /** Says which session its run has when it is over. */
  'never-pins': { pins: false },
  /** Begins anew whatever it is offered. */
  'ignores-session': { sessionFor: () => `run-${randomUUID()}` },
  /** Works in a directory of its own whatever it is offered. */
  'ignores-work-dir': { workDirFor: ({ taskId }) => `/work/${taskId}` },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name] = process.argv.slice(2);
  if (!Object.hasOwn(faults, name)) {
    console.error(`There is no fault "${name}". There are: ${Object.keys(faults).join(', ')}.`);
    process.exit(2);
  }
  await run({ ...rules, ...faults[name] });
}
