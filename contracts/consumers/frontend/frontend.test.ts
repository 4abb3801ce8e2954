import { describe, expect, test } from 'vitest';
import { answered, HandClock, HandRandom, Notebook } from '../../../simulators/testing.ts';
import { access } from '../../wire/access.ts';
import { type OperationName, operationOf, problem, problems } from '../../wire/index.ts';
import { ContractLink, exampleAnswer } from '../toolkit/contract-link.ts';
import type { HttpInteraction } from '../toolkit/interaction.ts';
import { frontend } from './index.ts';

const interactions = frontend.interactions.filter((interaction) => interaction.kind === 'http');

/** What a user may ask, and the frontend does not. */
const unused: readonly OperationName[] = ['describe', 'getLiveSession', 'events', 'live', 'terminal'];
/** It is asked, and its answer is text: Pact writes that as bytes, and guesses the type of what it gets. */
const inText: readonly OperationName[] = ['phaseMetrics'];

/** Plays the client, which hears something else than it was promised. */
async function misled({ operation, nth = 1, others = exampleAnswer, promised, run }: HttpInteraction): Promise<void> {
  const code = 'problem' in promised && promised.problem === 'internal_error' ? 'method_not_allowed' : 'internal_error';
  const answer = async () => answered(problems[code].status, problem(code, 'Something else.'));
  const clock = new HandClock();
  const link = new ContractLink(clock, { operation, nth, answer, others });
  await run({ clock, random: new HandRandom(), link, journal: new Notebook() }, () => link.taken());
}

describe('The requests of the frontend', () => {
  test('Every operation that it asks has an interaction, and each success is met', () => {
    const asked = (Object.keys(access) as OperationName[]).filter(
      (name) => access[name].user < 300 && ![...unused, ...inText].includes(name),
    );
    const met = new Set(
      interactions.map(({ operation, promised }) => `${operation} ${'status' in promised ? promised.status : ''}`),
    );
    const missing = asked
      .flatMap((name) => Object.keys(operationOf(name).answers).map((status) => `${name} ${status}`))
      .filter((success) => !met.has(success));
    expect(missing).toEqual([]);
  });

  test.each(interactions)('A client that hears something else is noticed: $description', async (interaction) => {
    await expect(misled(interaction)).rejects.toThrow();
  });
});
