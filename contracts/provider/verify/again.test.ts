import { describe, expect, test } from 'vitest';
import { aRequest } from './provider.testing.ts';
import { verified } from './verified.testing.ts';

describe('The command that verifies an interaction again', () => {
  const project = { name: 'a project' };
  const alike = [
    { ...aRequest, states: [project] },
    { ...aRequest, states: [project, { name: 'time has passed', params: { seconds: 1 } }] },
    { kind: 'sync', description: "It's a ping" } as const,
  ];

  test('names it alone, also where others have its description', async () => {
    const { result, provider } = await verified(alike);
    const start = `npx rehearse contracts verify --provider-url ${provider.url} --states-url ${provider.statesUrl} --pacts `;
    expect(result.totals.verified).toBe(3);
    expect(result.interactions.map(({ command }) => command.replace(/ --pacts \S+/, ' --pacts ')).sort()).toEqual([
      `${start} --consumer frontend --interaction 'It'\\''s a ping'`,
      `${start} --consumer frontend --interaction 'the project' --state 'a project'`,
      `${start} --consumer frontend --interaction 'the project' --state 'a project' --state 'time has passed'`,
    ]);
  });

  test.each([
    [{ interaction: "It's a ping" }, 1],
    [{ interaction: 'the project' }, 2],
    [{ interaction: 'the project', states: ['a project'] }, 1],
    [{ interaction: 'the project', states: ['a project', 'time has passed'] }, 1],
    [{ interaction: 'the project', states: ['a project', 'time has passed {"seconds":1}'] }, 1],
    [{ consumers: ['frontend'] }, 3],
  ])('%j verifies %d', async (selection, count) => {
    const { result } = await verified(alike, {}, selection);
    expect(result.totals).toEqual({ verified: count, failed: 0, pending: 0 });
  });

  test.each([
    [
      { interaction: 'the projects' },
      'there is no interaction "the projects". Give its description exactly as the pact has it.',
    ],
    [{ interaction: 'the project', states: ['x'] }, 'there is no interaction "the project" with the states x.'],
    [{ consumers: ['daemon'] }, 'there is no pact of the consumer daemon. There are frontend.'],
    [{ capabilities: ['mesages'] }, 'no interaction is of the capability mesages. There are '],
  ])('%j is refused', async (selection, reason) => {
    await expect(verified(alike, {}, selection)).rejects.toThrow(`Failed to verify: ${reason}`);
  });
});
