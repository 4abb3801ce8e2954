import { AssertionError } from 'node:assert';
import { describe, expect, test } from 'vitest';
import { daemonOperations } from '../../wire/index.ts';
import type { HttpInteraction } from '../toolkit/interaction.ts';
import { codesOf, otherwise, refusalOf, requestsOf } from '../vm-agent/otherwise.testing.ts';
import { daemon } from './index.ts';
import { claimed } from './machine.ts';

const requests = requestsOf(daemon);
const names = Object.keys(daemonOperations) as (keyof typeof daemonOperations)[];
const of = (operation: string) => requests.filter((request) => request.operation === operation);
const named = (description: string): HttpInteraction => {
  const found = requests.find((interaction) => interaction.description === description);
  if (!found) throw new Error(`There is no interaction "${description}".`);
  return found;
};

describe('what a daemon expects', () => {
  test.each(requests.map((request) => [request.description, request] as const))(
    'is written, and is not where the answer is another: %s',
    async (_, request) => {
      expect(await refusalOf('daemon', request)).toBeUndefined();
      expect(await refusalOf('daemon', otherwise(request))).toBeInstanceOf(AssertionError);
    },
  );

  test.each([
    ['a claim of a task of an issue', { task: claimed }],
    ['a claim of a task of an issue that was worked on before', { task: { ...claimed, priorSessionId: 'another' } }],
    ['a claim of a task of an issue that was worked on before', { task: { ...claimed, priorWorkDir: '/elsewhere' } }],
    ['a claim when nothing is to be done', { task: claimed }],
    ['a daemon that comes back and left a task', { recovered: [], failed: [] }],
    ['a daemon that comes back and left nothing', { recovered: 'nothing' }],
  ])('is not written where its answer says something else: %s', async (description, body) => {
    const wrong = { ...named(description), promised: { status: 200, body } };
    expect(await refusalOf('daemon', wrong)).toBeInstanceOf(AssertionError);
  });

  test.each(names)('has the success of %s', (name) => {
    expect(of(name).some(({ promised }) => 'status' in promised && promised.status === 200)).toBe(true);
  });

  test('has every problem of its operations that it can meet', () => {
    const possible = new Set<string>(names.flatMap((name) => [...daemonOperations[name].problems]));
    // What it says is short, however long the prompt is.
    const impossible = ['body_too_large', 'batch_too_large', 'message_too_large'];
    expect([...codesOf(requests)].sort()).toEqual([...possible].filter((code) => !impossible.includes(code)).sort());
  });

  test.each([
    ['registerRuntime', ['runtime_removed']],
    ['heartbeat', ['runtime_removed']],
    ['claimTask', ['runtime_removed']],
    ['recoverOrphans', ['runtime_removed']],
    ['startAgentTask', ['claim_lost', 'task_ended']],
    ['pinSession', ['claim_lost', 'task_ended', 'task_not_started']],
    ['appendTaskMessages', ['claim_lost', 'task_ended', 'task_not_started']],
    ['completeTask', ['claim_lost', 'task_ended', 'task_not_started']],
    ['failTask', ['claim_lost', 'task_ended']],
  ])('has of %s the problems that are its own', (operation, own) => {
    expect([...codesOf(of(operation))]).toEqual(expect.arrayContaining(own));
  });
});
