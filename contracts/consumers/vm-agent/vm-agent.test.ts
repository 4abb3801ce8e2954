import { AssertionError } from 'node:assert';
import { describe, expect, test } from 'vitest';
import { uuid } from '../../../simulators/testing.ts';
import { operations } from '../../wire/index.ts';
import type { HttpInteraction } from '../toolkit/interaction.ts';
import { vmAgent } from './index.ts';
import { codesOf, otherwise, refusalOf, requestsOf } from './otherwise.testing.ts';

const requests = requestsOf(vmAgent);
const named = (description: string): HttpInteraction => {
  const found = requests.find((interaction) => interaction.description === description);
  if (!found) throw new Error(`There is no interaction "${description}".`);
  return found;
};

describe('what the VM agent expects', () => {
  test.each(requests.map((request) => [request.description, request] as const))(
    'is written, and is not where the answer is another: %s',
    async (_, request) => {
      expect(await refusalOf('vm-agent', request)).toBeUndefined();
      expect(await refusalOf('vm-agent', otherwise(request))).toBeInstanceOf(AssertionError);
    },
  );

  test.each([
    ['of another message', { status: 'stored', messageId: uuid(9), seq: 1 }],
    [
      'of a message that was rejected',
      { status: 'rejected', messageId: uuid(501), code: 'malformed_message', detail: '' },
    ],
  ])('is not written where a result is one %s', async (_, result) => {
    const request = named('a batch with the prompt and what the agent said');
    const body = { results: [{ status: 'stored', messageId: uuid(501), seq: 2 }, result] };
    const wrong = { ...request, promised: { status: 200, body } };
    expect(await refusalOf('vm-agent', wrong)).toBeInstanceOf(AssertionError);
  });

  test('has every problem of its two operations that it can meet', () => {
    const possible = [...operations.appendMessages.problems, ...operations.completeAgent.problems];
    // It sends no more than 50 messages at once, and each of them as the contract wants it.
    const impossible = ['batch_too_large', 'malformed_request'];
    expect([...codesOf(requests)].sort()).toEqual(
      [...new Set<string>(possible)].filter((code) => !impossible.includes(code)).sort(),
    );
  });
});
