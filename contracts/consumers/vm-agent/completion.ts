import assert from 'node:assert/strict';
import { type Answer, type Call, LinkError } from '../../../simulators/ports.ts';
import type { HandPorts } from '../../../simulators/testing.ts';
import type { VmAgent } from '../../../simulators/vm-agent/index.ts';
import type { HttpInteraction } from '../toolkit/interaction.ts';
import { values } from '../toolkit/values.ts';
import { aTask, ordered, prompt, storing } from './workspace.ts';

const { projectId, taskId, sessionId, workspaceId, agentToken } = values;

const completedSession = {
  sessionId,
  projectId,
  taskId,
  workspaceId,
  topic: prompt.content,
  status: 'active',
  messageCount: 1,
  createdAt: 1_777_973_400_000,
  agentCompletedAt: 1_777_973_490_000,
  stoppedAt: null,
};
const completed = { status: 200, body: completedSession };

/** The word that the agent has completed; what it said before is stored. */
function aCompletion(about: Omit<HttpInteraction, 'kind' | 'operation'>): HttpInteraction {
  return { kind: 'http', operation: 'completeAgent', others: storing, ...about };
}

/** Lets the agent complete: it says so when all it said is stored. */
async function completing(ports: HandPorts): Promise<VmAgent> {
  const agent = await ordered(ports);
  void agent.complete();
  return agent;
}

/** How far the word has come. */
const standing = (agent: VmAgent) => {
  const { completion, reporting } = agent.reporter()?.record ?? {};
  return { completion, reporting };
};
const said = { completion: 'done', reporting: 'on' };

const first = aCompletion({
  description: 'the word that the agent has completed',
  given: aTask(),
  promised: completed,
  async run(ports, taken) {
    const agent = await completing(ports);
    await taken();
    assert.deepEqual(standing(agent), said);
    assert.deepEqual(ports.journal.of('completion-retry'), []);
  },
});

const again = aCompletion({
  description: 'the word that the agent has completed, said again because its answer was lost',
  given: aTask({ agentCompleted: true }),
  nth: 2,
  promised: completed,
  others(call: Call): Answer {
    if (call.operation === 'completeAgent') throw new LinkError('timeout');
    return storing(call);
  },
  async run(ports, taken) {
    const agent = await completing(ports);
    await ports.clock.advance(1_000);
    await taken();
    assert.deepEqual(standing(agent), said);
    assert.equal(ports.journal.of('completion-retry').length, 1);
  },
});

const stopped = aCompletion({
  description: 'the word that the agent has completed in a session that was stopped',
  given: aTask({ stopped: true }),
  promised: { problem: 'session_stopped' },
  async run(ports, taken) {
    const agent = await completing(ports);
    await taken();
    assert.deepEqual(standing(agent), { completion: 'wanted', reporting: 'ended' });
    assert.deepEqual(ports.journal.of('session-stopped'), [{ workspaceId, sessionId }]);
  },
});

const expired = aCompletion({
  description: 'the word that the agent has completed with a token that has expired',
  given: aTask(undefined, { state: 'the token has expired', params: { of: 'agentToken' } }),
  promised: { problem: 'token_expired' },
  async run(ports, taken) {
    const agent = await completing(ports);
    await taken();
    await ports.clock.advance(60_000);
    assert.deepEqual(standing(agent), { completion: 'wanted', reporting: 'unauthorized' });
    agent.renewToken({ token: `${agentToken}-renewed` });
    await ports.clock.advance(0);
    assert.deepEqual(standing(agent), said);
  },
});

const unavailable = aCompletion({
  description: 'the word that the agent has completed while a store does not answer',
  given: aTask(undefined, { state: 'a store does not answer' }),
  promised: { problem: 'unavailable' },
  async run(ports, taken) {
    const agent = await completing(ports);
    await taken();
    assert.deepEqual(ports.journal.of('completion-retry'), [
      { workspaceId, sessionId, attempt: 1, delay: 1_000, reason: 'status 503' },
    ]);
    assert.deepEqual(standing(agent), { completion: 'wanted', reporting: 'on' });
    await ports.clock.advance(1_000);
    assert.deepEqual(standing(agent), said);
  },
});

/** How the agent says that it has completed. */
export const completions: readonly HttpInteraction[] = [first, again, stopped, expired, unavailable];
