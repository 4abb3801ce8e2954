import { describe, expect, test } from 'vitest';
import { problem } from '../../../contracts/wire/index.ts';
import { answered, settle, uuid } from '../../testing.ts';
import { correctRules } from '../rules.ts';
import { messagesOf, order, promptId, startedAgent } from '../testing.ts';
import { vmAgentMutants } from './index.ts';

/** What a provider saw in an hour in which its first answer to an agent was this one. */
async function playedWith(first: ReturnType<typeof answered>, mutantId: string | null) {
  const rules = { ...correctRules, ...vmAgentMutants.find(({ id }) => id === mutantId)?.rules };
  const { agent, link, clock } = await startedAgent({ rules });
  link.script.push(first);
  await link.ask(order());
  agent.report({ role: 'assistant', content: 'm1', messageId: uuid(11) });
  agent.flush();
  await settle();
  await settle();
  agent.report({ role: 'assistant', content: 'm2', messageId: uuid(12) });
  await clock.advance(10_000);
  agent.renewToken({ token: 'second-token' });
  await clock.advance(3_600_000);
  const begin = link.calls[0]?.at ?? 0;
  return link.calls.map((call) => ({ at: call.at - begin, ids: messagesOf(call).map(({ messageId }) => messageId) }));
}

const firstAnswers: Record<string, ReturnType<typeof answered>> = {
  'agent-prompt-under-new-id': answered(500),
  'agent-trusts-partial-answer': answered(200, { results: [] }),
  'agent-retries-400': answered(400),
  'agent-drops-on-401': answered(401),
  'agent-gives-up-on-503': answered(503),
  'agent-new-ids-on-retry': answered(500),
  'agent-ignores-retry-after': answered(429, undefined, { 'retry-after': '30' }),
  'agent-goes-on-after-stop': answered(409, problem('session_stopped', '')),
};

describe('Mutants of the VM agent', () => {
  test('Each has an id of its own', () => {
    expect(vmAgentMutants.map(({ id }) => id).sort()).toEqual(Object.keys(firstAnswers).sort());
  });

  test.each(vmAgentMutants.map(({ id, title }) => [title, id]))('%s, and a provider can see it', async (_, id) => {
    const first = firstAnswers[id] ?? answered(500);
    const [correct, mutated] = [await playedWith(first, null), await playedWith(first, id)];
    expect(correct[0]?.ids[0]).toBe(promptId);
    expect(mutated).not.toEqual(correct);
  });
});
