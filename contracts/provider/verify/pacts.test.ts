import { describe, expect, test } from 'vitest';
import { argumentsFor, parsePact, selected } from './pacts.ts';

const state = (name: string, params?: object) => ({ name, ...(params && { params }) });
const one = (description: string, ...providerStates: object[]) => ({
  type: 'Synchronous/HTTP',
  description,
  providerStates,
});
const socket = state('a socket is open', { path: '/a' });
const pact = parsePact(
  JSON.stringify({
    consumer: { name: 'daemon' },
    provider: { name: 'session-api' },
    interactions: [
      one('a claim'),
      one('a poll', state('a task')),
      one('a poll', state('a task'), state('a pause', { s: 1 })),
      one('a poll', state('a task'), state('a pause', { s: 2 })),
      { ...one('a frame', state('a task'), socket), type: 'Asynchronous/Messages' },
      { ...one('a frame', state('a project'), socket), type: 'Synchronous/Messages' },
    ],
  }),
  'daemon.json',
);

describe('The arguments that name an interaction', () => {
  test.each(
    pact.interactions.map((interaction) => [argumentsFor(interaction, pact.interactions), interaction] as const),
  )('%j select it and no other', (words, interaction) => {
    const states = words.flatMap((word, index) => (words[index - 1] === '--state' ? [word] : []));
    const found = selected([pact], { consumers: [words[1] ?? ''], interaction: words[3], states });
    expect(found.flatMap(({ interactions }) => interactions)).toEqual([interaction]);
  });

  test('have states only where they are needed, and parameters likewise', () => {
    expect(pact.interactions.map((interaction) => argumentsFor(interaction, pact.interactions).slice(4))).toEqual([
      [],
      ['--state', 'a task'],
      ['--state', 'a task', '--state', 'a pause {"s":1}'],
      ['--state', 'a task', '--state', 'a pause {"s":2}'],
      ['--state', 'a task'],
      ['--state', 'a project'],
    ]);
  });
});
