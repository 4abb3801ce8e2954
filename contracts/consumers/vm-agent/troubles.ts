import assert from 'node:assert/strict';
import { answered, type HandPorts, uuid } from '../../../simulators/testing.ts';
import type { VmAgent } from '../../../simulators/vm-agent/index.ts';
import { type ProblemCode, problem, problems } from '../../wire/index.ts';
import type { Given, HttpInteraction } from '../toolkit/interaction.ts';
import { strange, values } from '../toolkit/values.ts';
import { aBatch, aTask, holds, ordered, promptSent, storing } from './workspace.ts';

const { sessionId, workspaceId, agentToken, messageId } = values;
const of = { of: 'agentToken' } as const;
const ids = (agent: VmAgent) => agent.waiting().map((message) => message.messageId);

/** Sends the prompt alone, and comes back when the agent has taken the answer. */
async function sent(ports: HandPorts, taken: () => Promise<void>, projectId?: string): Promise<VmAgent> {
  const agent = await ordered(ports, projectId);
  agent.flush();
  await taken();
  return agent;
}

/** The agent keeps everything, says nothing more, and goes on with a new token. */
function needsToken(description: string, code: ProblemCode, then: Given): HttpInteraction {
  return aBatch({
    description,
    given: aTask(undefined, then),
    promised: { problem: code },
    async run(ports, taken) {
      const agent = await sent(ports, taken);
      assert.deepEqual(ports.journal.of('unauthorized'), [
        { workspaceId, sessionId, status: problems[code].status, code },
      ]);
      await ports.clock.advance(60_000);
      assert.deepEqual(ids(agent), [messageId]);
      agent.renewToken({ token: `${agentToken}-renewed` });
      await agent.delivered();
      assert.deepEqual(ids(agent), []);
    },
  });
}

/** The agent sends the batch again, unchanged, when `delay` milliseconds are over and not before. */
function sentAgain(description: string, code: ProblemCode, state: Given, delay: number): HttpInteraction {
  const limited = code === 'rate_limited';
  return aBatch({
    description,
    given: aTask(undefined, state),
    promised: { problem: code, ...(limited && { headers: { 'Retry-After': String(delay / 1000) } }) },
    async run(ports, taken) {
      const agent = await sent(ports, taken);
      const reason = `status ${problems[code].status}`;
      assert.deepEqual(ports.journal.of('batch-retry'), [{ workspaceId, sessionId, attempt: 1, delay, reason }]);
      await ports.clock.advance(delay - 1);
      assert.deepEqual(ids(agent), [messageId]);
      await ports.clock.advance(1);
      assert.deepEqual(ids(agent), []);
    },
  });
}

/** The agent has nothing more to say to this session. */
function ends(
  description: string,
  code: 'session_stopped' | 'not_found',
  { given, projectId }: { given: readonly Given[]; projectId?: string },
): HttpInteraction {
  const stopped = code === 'session_stopped';
  return aBatch({
    description,
    given,
    nth: stopped ? 2 : 1,
    promised: { problem: code },
    async run(ports, taken) {
      const agent = stopped ? await saidMore(ports, taken) : await sent(ports, taken, projectId);
      const told = ports.journal.of(stopped ? 'session-stopped' : 'final');
      assert.deepEqual(told, [{ workspaceId, sessionId, ...(!stopped && { status: 404, code }) }]);
      assert.equal(agent.waiting().length, 1);
      await ports.clock.advance(60_000);
      assert.equal(agent.waiting().length, 1);
    },
  });
}

/** Sends the prompt, and then something that the session does not know. */
async function saidMore(ports: HandPorts, taken: () => Promise<void>): Promise<VmAgent> {
  const agent = await promptSent(ports);
  agent.report({ messageId: uuid(501), role: 'assistant', content: 'Done.' });
  agent.flush();
  await taken();
  return agent;
}

/** What a whole request cannot hold is found out by sending less, and kept aside. */
const tooLarge = aBatch({
  description: 'a batch that is too large for a request',
  given: aTask(undefined, { state: 'a text over the limit' }),
  nth: 2,
  promised: { problem: 'body_too_large' },
  others: (call) =>
    holds(call, values.farTooLong) ? answered(413, problem('body_too_large', 'At most 1 MiB.')) : storing(call),
  async run(ports, taken) {
    const agent = await promptSent(ports);
    agent.report({ messageId: uuid(501), role: 'tool', content: values.farTooLong });
    agent.flush();
    agent.report({ messageId: uuid(502), role: 'assistant', content: 'Done.' });
    await taken();
    assert.deepEqual(ports.journal.of('set-aside'), [
      { workspaceId, sessionId, messageId: uuid(501), status: 413, code: 'body_too_large' },
    ]);
    await agent.delivered();
    assert.deepEqual(
      agent.setAside().map(({ message }) => message.messageId),
      [uuid(501)],
    );
  },
});

/** How the agent takes a batch that was not answered message by message. */
export const troubles: readonly HttpInteraction[] = [
  needsToken('a batch with a token that has expired', 'token_expired', { state: 'the token has expired', params: of }),
  needsToken('a batch with a token that nobody knows', 'unauthenticated', {
    state: 'the token is unknown',
    params: of,
  }),
  needsToken('a batch with the token of another workspace', 'forbidden', {
    state: 'the token is for something else',
    params: of,
  }),
  sentAgain('a batch while a store does not answer', 'unavailable', { state: 'a store does not answer' }, 1_000),
  sentAgain('a batch that meets a fault inside', 'internal_error', { state: 'something is broken inside' }, 1_000),
  sentAgain(
    'a batch over the limit of requests',
    'rate_limited',
    { state: 'the token has asked too often', params: of },
    30_000,
  ),
  ends('a batch with nothing known for a session that was stopped', 'session_stopped', {
    given: aTask({ stopped: true }),
  }),
  ends('a batch for a project that does not exist', 'not_found', { given: aTask(), projectId: strange(1) }),
  tooLarge,
];
