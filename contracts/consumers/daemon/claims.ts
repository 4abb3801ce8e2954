import assert from 'node:assert/strict';
import { MachineDisk } from '../../../simulators/daemon/index.ts';
import { type Answer, type Call, LinkError } from '../../../simulators/ports.ts';
import { answered, uuid } from '../../../simulators/testing.ts';
import { type ClaimedTask, operations } from '../../wire/index.ts';
import type { HttpInteraction } from '../toolkit/interaction.ts';
import { values } from '../toolkit/values.ts';
import { aRuntime, aTask, claimed, giving, ofChat, started } from './machine.ts';

const { runtimeId, taskId } = values;
/** The key that a daemon makes first. */
const firstKey = uuid(1001);
const mine = { ...claimed, claim: { ...claimed.claim, claimKey: firstKey } };
const prior = { priorSessionId: 'cli-session-417', priorWorkDir: '/home/ada/agents/login' };

function aClaim(about: Omit<HttpInteraction, 'kind' | 'operation'>): HttpInteraction {
  return { kind: 'http', operation: 'claimTask', others: giving(null), ...about };
}

/** The daemon runs what it was given: in which directory, and with which session. */
function given(
  description: string,
  params: Record<string, unknown>,
  task: ClaimedTask,
  change: Partial<HttpInteraction> = {},
): HttpInteraction {
  const { priorSessionId, priorWorkDir } = task;
  return aClaim({
    description,
    given: aTask(params),
    promised: { status: 200, body: { task } },
    async run(ports, taken) {
      const daemon = started(ports, { disk: remembering(task) });
      await taken();
      assert.equal(daemon.state, 'running');
      assert.equal(daemon.running?.claim.claimKey, firstKey);
      const resumed = priorSessionId !== null;
      const sessionId = priorSessionId ?? `cli-${uuid(1002)}`;
      const workDir = priorWorkDir ?? `/work/${taskId}`;
      const begun = {
        taskId,
        attempt: task.attempt,
        sessionId,
        resumed,
        workDir,
        files: 0,
        carried: priorWorkDir !== null,
      };
      assert.deepEqual(ports.journal.of('run'), [begun]);
      assert.deepEqual(ports.journal.of('resume-failed'), []);
    },
    ...change,
  });
}

/** The disk of the machine on which the session was made that is to be resumed. */
function remembering({ priorSessionId, priorWorkDir }: ClaimedTask): MachineDisk {
  const disk = new MachineDisk();
  if (priorSessionId !== null) disk.sessions.set(priorSessionId, { runtimeId, workDir: priorWorkDir ?? '' });
  return disk;
}

/** The first claim of each life gets no answer. */
function unanswered(call: Call): Answer {
  if (call.operation === 'claimTask') throw new LinkError('timeout');
  return giving(null)(call);
}

const nothing = aClaim({
  description: 'a claim when nothing is to be done',
  given: aRuntime(),
  promised: { status: 200, body: { task: null } },
  async run(ports, taken) {
    const daemon = started(ports);
    await taken();
    assert.equal(daemon.state, 'idle');
    assert.deepEqual(ports.journal.of('refused'), []);
    assert.deepEqual(ports.journal.of('retry'), []);
  },
});

const hadItsTask = aClaim({
  description: 'a claim sent again whose task was started since',
  given: aTask({ state: 'running', claimKey: firstKey }),
  nth: 2,
  promised: { status: 200, body: { task: null } },
  others: unanswered,
  async run(ports, taken) {
    const daemon = started(ports);
    await taken();
    assert.equal(daemon.state, 'idle');
    assert.equal(daemon.running, null);
  },
});

const unavailable = aClaim({
  description: 'a claim while a store does not answer',
  given: aTask({}, { state: 'a store does not answer' }),
  promised: { problem: 'unavailable' },
  others(call) {
    if (call.operation !== 'claimTask') return giving(null)(call);
    const { claimKey } = operations.claimTask.body.parse(call.body);
    return answered(200, { task: { ...claimed, claim: { ...claimed.claim, claimKey } } });
  },
  async run(ports, taken) {
    const daemon = started(ports);
    await taken();
    assert.equal(daemon.state, 'asking');
    await ports.clock.advance(4_000);
    // Under another key it could be given a second task.
    assert.equal(daemon.running?.claim.claimKey, firstKey);
  },
});

/** How a daemon asks for a task. */
export const claims: readonly HttpInteraction[] = [
  given('a claim of a task of an issue', {}, mine),
  given('a claim of a task of an issue that was worked on before', { prior: true }, { ...mine, ...prior }),
  given('a claim of a task of a chat', { kind: 'chat' }, { ...mine, ...ofChat }),
  given(
    'a claim of a task of a chat that was worked on before',
    { kind: 'chat', prior: true },
    { ...mine, ...ofChat, ...prior },
  ),
  given(
    'a claim of a task whose runtime was silent while it ran',
    { state: 'running', session: true },
    { ...mine, attempt: 2, sessionId: prior.priorSessionId, workDir: prior.priorWorkDir, ...prior },
    {
      given: aTask({ state: 'running', session: true }, { state: 'time has passed', params: { seconds: 301 } }),
    },
  ),
  given('a claim sent again because its answer was lost', { state: 'dispatched', claimKey: firstKey }, mine, {
    nth: 2,
    others: unanswered,
  }),
  nothing,
  hadItsTask,
  unavailable,
];
