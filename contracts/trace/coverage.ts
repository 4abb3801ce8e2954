import { z } from 'zod';

const part = <Missing extends z.ZodType>(missing: Missing) =>
  z.object({ covered: z.int().nonnegative(), total: z.int().nonnegative(), missing: z.array(missing) });

const answer = z.object({
  operation: z.string().nullable().meta({ description: 'null: what a request that is no operation is answered.' }),
  status: z.int(),
  code: z.string().nullable().meta({ description: 'The problem; null for a success.' }),
});
/** An answer that the contract has for an operation. */
export type ContractAnswer = z.infer<typeof answer>;

const frame = z.object({
  socket: z.string().meta({ description: 'The operation that opens it.' }),
  from: z.enum(['client', 'server']),
  type: z.string(),
  code: z.string().nullable().meta({ description: 'Of an `error` frame; otherwise null.' }),
});
/** A frame that the contract has for a socket. */
export type ContractFrame = z.infer<typeof frame>;

/** A frame in words, the same for the same frame. */
export function frameWords({ socket, from, type, code }: ContractFrame): string {
  return `${socket} ${from} frame ${type}${code === null ? '' : ` ${code}`}`;
}

const interaction = z.object({
  consumer: z.string(),
  description: z.string(),
  states: z.array(z.string()).meta({ description: 'Names of its provider states, in their order.' }),
  wants: z.string().meta({ description: 'What a scenario has to exchange so that it is played.' }),
});
/** An interaction of a pact that no scenario has played. */
export type UnplayedInteraction = z.infer<typeof interaction>;

/**
 * How much of the contract a run has exercised. Counted is what crossed the wire in scenarios that were played, whoever
 * asked and whatever the verdict; what a scenario that was skipped would have done, and what is not as the contract
 * says, counts as missing.
 */
export const contractCoverage = z
  .object({
    percent: z.number().min(0).max(100).meta({
      description:
        'Covered operations, answers, frames and interactions together, of all of them together; cut off after one decimal place, so that 100 means all.',
    }),
    operations: part(z.string()).meta({ description: 'Operations of provider and node that were asked.' }),
    answers: part(answer).meta({
      description: 'Each success status and each problem of each operation, and the two problems that belong to none.',
    }),
    frames: part(frame).meta({
      description:
        'Frames of clients and servers by socket and type; an `error` frame counts once for each of its codes.',
    }),
    interactions: part(interaction).meta({
      description:
        'Interactions of the pacts. One is played when all that it consists of was exchanged, each in whichever scenario.',
    }),
  })
  .meta({ id: 'ContractCoverage' });
export type ContractCoverage = z.infer<typeof contractCoverage>;

/** The share that `parts` have covered together, in percent with one decimal place, never rounded up; 100 of nothing. */
export function percentOf(parts: readonly { covered: number; total: number }[]): number {
  const sum = (of: 'covered' | 'total') => parts.reduce((before, entry) => before + entry[of], 0);
  const total = sum('total');
  return total === 0 ? 100 : Math.floor((sum('covered') * 1000) / total) / 10;
}
