import assert from 'node:assert/strict';
import type { HttpInteraction } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';
import { aProject, does, given, has, refused } from '../playing.ts';
import { agent, runtime } from './examples.ts';

const { agentId, runtimeId } = values;
const aRuntime = given('a runtime');
const removed = given('a runtime', { removed: true });
const hired = { ...agent, agentId: strange(21) };
const newAgent = { name: agent.name, runtimeId };
const unknown = 'runtime-that-nobody-registered';

/** What the user does with runtimes and agents. */
export const agents: readonly HttpInteraction[] = [
  does(
    {
      description: 'a list of the runtimes',
      given: aRuntime,
      operation: 'listRuntimes',
      promised: { status: 200, body: { runtimes: [runtime] } },
    },
    ({ runtimes }) => runtimes.listRuntimes(),
    (read) => assert.deepEqual(read.runtimes, [runtime]),
  ),
  does(
    {
      description: 'a list of the runtimes where there is none',
      given: aProject,
      operation: 'listRuntimes',
      promised: { status: 200, body: { runtimes: [] } },
    },
    ({ runtimes }) => runtimes.listRuntimes(),
    (read) => has(read, { status: 'ok', runtimes: [] }),
  ),
  does(
    { description: 'the removal of a runtime', given: aRuntime, operation: 'removeRuntime', promised: { status: 204 } },
    ({ runtimes }) => runtimes.removeRuntime({ runtimeId }),
    ({ status }) => assert.equal(status, 'ok'),
  ),
  does(
    {
      description: 'the removal of a runtime that was removed',
      given: removed,
      operation: 'removeRuntime',
      promised: { status: 204 },
    },
    ({ runtimes }) => runtimes.removeRuntime({ runtimeId }),
    ({ status }) => assert.equal(status, 'ok'),
  ),
  refused(
    {
      description: 'the removal of a runtime that was never registered',
      given: aProject,
      operation: 'removeRuntime',
      problem: 'not_found',
    },
    ({ runtimes }) => runtimes.removeRuntime({ runtimeId: unknown }),
  ),
  does(
    {
      description: 'a new agent',
      given: given('a runtime', { agent: false }),
      operation: 'createAgent',
      promised: { status: 201, body: hired },
    },
    ({ runtimes }) => runtimes.createAgent(newAgent),
    (read) => assert.deepEqual(read.agent, hired),
  ),
  refused(
    {
      description: 'a new agent on a runtime that was never registered',
      given: aProject,
      operation: 'createAgent',
      problem: 'not_found',
    },
    ({ runtimes }) => runtimes.createAgent({ ...newAgent, runtimeId: unknown }),
  ),
  refused(
    {
      description: 'a new agent on a runtime that was removed',
      given: removed,
      operation: 'createAgent',
      problem: 'runtime_removed',
    },
    ({ runtimes }) => runtimes.createAgent(newAgent),
  ),
  refused(
    {
      description: 'a new agent without a name',
      given: aRuntime,
      operation: 'createAgent',
      problem: 'malformed_request',
    },
    ({ runtimes }) => runtimes.createAgent({ ...newAgent, name: '' }),
  ),
  does(
    {
      description: 'a read of an agent',
      given: aRuntime,
      operation: 'getAgent',
      promised: { status: 200, body: agent },
    },
    ({ runtimes }) => runtimes.readAgent({ agentId }),
    (read) => assert.deepEqual(read.agent, agent),
  ),
  refused(
    {
      description: 'a read of an agent that does not exist',
      given: aProject,
      operation: 'getAgent',
      problem: 'not_found',
    },
    ({ runtimes }) => runtimes.readAgent({ agentId: strange(20) }),
  ),
  does(
    {
      description: 'a move of an agent',
      given: aRuntime,
      operation: 'moveAgent',
      promised: { status: 200, body: agent },
    },
    ({ runtimes }) => runtimes.moveAgent({ agentId, runtimeId }),
    (read) => assert.deepEqual(read.agent, agent),
  ),
  refused(
    {
      description: 'a move of an agent to a runtime that was removed',
      given: removed,
      operation: 'moveAgent',
      problem: 'runtime_removed',
    },
    ({ runtimes }) => runtimes.moveAgent({ agentId, runtimeId }),
  ),
];
