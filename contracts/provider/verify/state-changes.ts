import { z } from 'zod';
import { socketState, socketStateName } from '../socket-state.ts';
import { type StateName, states } from '../states.ts';
import { reasonOf } from './cannot-verify.ts';
import type { Values } from './fill.ts';

/** Milliseconds that a provider has for one change of its state. */
const patience = 20_000;

export const stateChange = z.object({
  action: z.enum(['setup', 'teardown']),
  state: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
});
export type StateChange = z.infer<typeof stateChange>;

/** What became of a change: the values that the provider answered, or why it is not in that state. */
export type Changed = { values: Values; trouble: null } | { values: null; trouble: string };

/** Asks the provider to be in a state. What the harness brings about itself is never asked for. */
export async function changeState(
  change: StateChange,
  statesUrl: string | undefined,
  signal: AbortSignal,
): Promise<Changed> {
  const { action, state, params } = change;
  if (state === '') return { values: {}, trouble: null }; // Pact asks for it where an interaction has no state.
  if (state === socketStateName) return ownState(action, params);
  const failed = (why: string): Changed => ({
    values: null,
    trouble: `The state "${state}" could not be ${action === 'setup' ? 'set up' : 'torn down'}: ${why}.`,
  });
  if (statesUrl === undefined) return failed('no --states-url was given');
  try {
    const answer = await fetch(statesUrl, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ action, params, state }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
    const text = await answer.text();
    if (!answer.ok) return failed(`${statesUrl} answered ${answer.status} ${short(text)}`.trim());
    if (action === 'teardown') return { values: {}, trouble: null };
    const values = recordOf(text);
    if (!values) return failed(`${statesUrl} answered no JSON object: ${short(text) || 'nothing'}`);
    const missing = missingOf(state, values);
    return missing === undefined
      ? { values, trouble: null }
      : failed(`${statesUrl} answered no text or number as the value "${missing}"`);
  } catch (error) {
    return failed(`${statesUrl} did not answer (${reasonOf(error)})`);
  }
}

/** The first value of a known state that is not there, or is nothing that could be sent. */
function missingOf(state: string, values: Values): string | undefined {
  const known = Object.hasOwn(states, state) ? states[state as StateName].values : Object.keys(values);
  const isValue = (value: unknown) => (typeof value === 'string' && value !== '') || typeof value === 'number';
  return known.find((name) => !isValue(values[name]));
}

function ownState(action: StateChange['action'], params: unknown): Changed {
  const read = action === 'setup' ? socketState.safeParse(params) : null;
  if (read === null || read.success) return { values: {}, trouble: null };
  const [issue] = read.error.issues;
  const where = issue?.path.join('.') || 'its parameters';
  return {
    values: null,
    trouble: `The pact says the state "${socketStateName}" wrongly: ${where}: ${issue?.message}.`,
  };
}

function recordOf(text: string): Values | null {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const short = (text: string) => (text.length > 500 ? `${text.slice(0, 500)}…` : text);
