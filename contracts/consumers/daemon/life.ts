import assert from 'node:assert/strict';
import type { DaemonOptions } from '../../../simulators/daemon/index.ts';
import type { ProblemCode } from '../../wire/index.ts';
import type { Given, HttpInteraction } from '../toolkit/interaction.ts';
import { strange, values } from '../toolkit/values.ts';
import { aRuntime, aTask, began, daemonsToken, giving, runtime, started, told, usedDisk } from './machine.ts';

const { runtimeId, taskId } = values;

function ofLife(
  operation: 'registerRuntime' | 'heartbeat' | 'recoverOrphans' | 'claimTask',
  about: Omit<HttpInteraction, 'kind' | 'operation'>,
): HttpInteraction {
  return { kind: 'http', operation, others: giving(null), ...about };
}

const registered = ofLife('registerRuntime', {
  description: 'a runtime that registers',
  given: aRuntime(),
  promised: { status: 200, body: runtime },
  async run(ports, taken) {
    const daemon = started(ports);
    await taken();
    assert.equal(daemon.state, 'idle');
    assert.ok(daemon.disk.runtimes.has(runtimeId));
  },
});

/** The daemon asks for nothing more, and says why. */
function refusal(
  operation: Parameters<typeof ofLife>[0],
  description: string,
  code: ProblemCode,
  given: readonly Given[],
  change: Partial<DaemonOptions> = {},
): HttpInteraction {
  return ofLife(operation, {
    description,
    given,
    promised: { problem: code },
    async run(ports, taken) {
      const daemon = started(ports, change);
      if (operation === 'heartbeat') await ports.clock.advance(15_000);
      await taken();
      assert.equal(daemon.state, 'refused');
      await ports.clock.advance(300_000);
      assert.deepEqual(ports.journal.of('refused'), [{ operation, ...told(code) }]);
      assert.deepEqual(ports.journal.of('retry'), []);
    },
  });
}

/** The daemon says the same again four seconds later, and is up then. */
function registeredLater(description: string, code: ProblemCode, ...then: readonly Given[]): HttpInteraction {
  return ofLife('registerRuntime', {
    description,
    given: aRuntime({}, ...then),
    promised: { problem: code },
    async run(ports, taken) {
      const daemon = started(ports);
      await taken();
      await ports.clock.advance(3_999);
      assert.equal(daemon.state, 'starting');
      await ports.clock.advance(1);
      assert.equal(daemon.state, 'idle');
      const retry = { operation: 'registerRuntime', runtimeId, tries: 1, delay: 4_000, ...told(code) };
      assert.deepEqual(ports.journal.of('retry'), [retry]);
    },
  });
}

const beat = ofLife('heartbeat', {
  description: 'a sign of life',
  given: aRuntime(),
  promised: { status: 200, body: { ...runtime, lastHeartbeatAt: began + 15_000 } },
  async run(ports, taken) {
    const daemon = started(ports);
    await ports.clock.advance(15_000);
    await taken();
    assert.equal(daemon.state, 'idle');
    assert.deepEqual(ports.journal.of('refused'), []);
  },
});

const missedBeat = ofLife('heartbeat', {
  description: 'a sign of life while a store does not answer',
  given: aRuntime({}, { state: 'a store does not answer' }),
  promised: { problem: 'unavailable' },
  async run(ports, taken) {
    const daemon = started(ports);
    await ports.clock.advance(15_000);
    await taken();
    await ports.clock.advance(60_000);
    // The next one says as much: it is not said again in between.
    assert.notEqual(daemon.state, 'refused');
    assert.deepEqual(ports.journal.of('retry'), []);
  },
});

/** The daemon comes back and says that nothing runs on its runtime. */
function recovery(description: string, given: readonly Given[], recovered: readonly string[]): HttpInteraction {
  const body = { recovered, failed: [] };
  return ofLife('recoverOrphans', {
    description,
    given,
    promised: { status: 200, body },
    async run(ports, taken) {
      const daemon = started(ports, { disk: usedDisk() });
      await taken();
      assert.equal(daemon.state, 'idle');
      assert.deepEqual(ports.journal.of('recovered'), [body]);
    },
  });
}

/** How a daemon begins, and how it says that it lives. */
export const life: readonly HttpInteraction[] = [
  registered,
  refusal('registerRuntime', 'a runtime without a name that registers', 'malformed_request', aRuntime(), { name: '' }),
  refusal(
    'registerRuntime',
    'a runtime that registers with a token that has expired',
    'token_expired',
    aRuntime({}, daemonsToken('the token has expired')),
  ),
  refusal(
    'registerRuntime',
    'a runtime that registers with a token that nobody knows',
    'unauthenticated',
    aRuntime({}, daemonsToken('the token is unknown')),
  ),
  refusal(
    'registerRuntime',
    'a runtime that registers with the token of another',
    'forbidden',
    aRuntime({}, daemonsToken('the token is for something else')),
  ),
  refusal('registerRuntime', 'a runtime that registers in a project that does not exist', 'not_found', aRuntime(), {
    projectId: strange(1),
  }),
  refusal(
    'registerRuntime',
    'a runtime that registers after it was removed',
    'runtime_removed',
    aRuntime({ removed: true }),
  ),
  registeredLater(
    'a runtime that registers over the limit of requests',
    'rate_limited',
    daemonsToken('the token has asked too often'),
  ),
  registeredLater('a runtime that registers while a store does not answer', 'unavailable', {
    state: 'a store does not answer',
  }),
  registeredLater('a runtime that registers and meets a fault inside', 'internal_error', {
    state: 'something is broken inside',
  }),
  beat,
  missedBeat,
  refusal('heartbeat', 'a sign of life of a runtime that was removed', 'runtime_removed', aRuntime({ removed: true })),
  recovery('a daemon that comes back and left a task', aTask({ state: 'running' }), [taskId]),
  recovery('a daemon that comes back and left nothing', aRuntime(), []),
  refusal(
    'recoverOrphans',
    'a daemon that comes back to a runtime that was removed',
    'runtime_removed',
    aRuntime({ removed: true }),
    { disk: usedDisk() },
  ),
  refusal('claimTask', 'a claim on a runtime that was removed', 'runtime_removed', aRuntime({ removed: true })),
];
