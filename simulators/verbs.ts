import { z } from 'zod';
import type { Journal } from './ports.ts';

/**
 * A thing a simulator can do. `Enabled` is `true` for a verb that can always be done.
 * A simulator exports a table of its verbs; its methods are thin calls of `perform`.
 */
export interface Verb<Sim, Schema extends z.ZodType, Result, Enabled extends true | string> {
  name: string;
  args: Schema;
  /** Why it cannot be done now, or true. */
  enabled(sim: Sim, args: z.output<Schema>): Enabled;
  run(sim: Sim, args: z.output<Schema>): Result;
  /** The arguments as the journal may show them, where they hold a secret. Default: as they are. */
  shown?(args: z.output<Schema>): unknown;
}

/** A function that declares verbs of one kind of simulator, so that their types are inferred. */
export function verbsOf<Sim>() {
  return <Schema extends z.ZodType, Result, Enabled extends true | string>(
    verb: Verb<Sim, Schema, Result, Enabled>,
  ): Verb<Sim, Schema, Result, Enabled> => verb;
}

/** `enabled` of a verb that can always be done. */
export const always = (): true => true;

/** What a verb answers: undefined stands for "refused", where it can be refused. */
export type Performed<Result, Enabled> = [Enabled] extends [true] ? Result : Result | undefined;

/**
 * Does a verb and says so in the journal. A verb that is not enabled is journaled with the reason, and nothing else happens.
 * @throws Error when the arguments are not as its schema says.
 */
export function perform<Sim, Schema extends z.ZodType, Result, Enabled extends true | string>(
  sim: Sim,
  journal: Journal,
  verb: Verb<Sim, Schema, Result, Enabled>,
  given: z.input<Schema>,
): Performed<Result, Enabled> {
  const parsed = verb.args.safeParse(given);
  if (!parsed.success) {
    throw new Error(`Failed to ${verb.name}: wrong arguments. ${z.prettifyError(parsed.error)}`);
  }
  const args = parsed.data;
  const shown = verb.shown ? verb.shown(args) : args;
  const enabled = verb.enabled(sim, args);
  if (enabled !== true) {
    journal.verb(verb.name, shown, enabled);
    return undefined as Performed<Result, Enabled>;
  }
  journal.verb(verb.name, shown);
  return verb.run(sim, args) as Performed<Result, Enabled>;
}
