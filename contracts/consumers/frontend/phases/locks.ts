import assert from 'node:assert/strict';
import { answered } from '../../../../simulators/testing.ts';
import type { PhaseLock } from '../../../wire/index.ts';
import type { HttpInteraction } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';
import { does, given, has, refused, time } from '../playing.ts';

const { sessionId, lockId } = values;
const lock: PhaseLock = { lockId, expiresAt: time + 5000 };
/** One that is given now has an id of its own. */
const newLock: PhaseLock = { ...lock, lockId: strange(30) };
const aSession = given('a phase session');
const held = given('a phase session', { lockedBy: 'the user' });
/** The lock that was given before. */
const others = () => answered(201, lock);

/** How a user holds a phase session. */
export const phaseLocks: readonly HttpInteraction[] = [
  does(
    {
      description: 'a lock of a phase session',
      given: aSession,
      operation: 'lockPhaseSession',
      promised: { status: 201, body: newLock },
    },
    ({ phases }) => phases.lock({ sessionId }),
    (asked) => assert.deepEqual(asked, { status: 'ok', value: newLock }),
  ),
  refused(
    {
      description: 'a lock of a phase session that another holds',
      given: given('a phase session', { lockedBy: 'somebody else' }),
      operation: 'lockPhaseSession',
      problem: 'session_locked',
    },
    ({ phases }) => phases.lock({ sessionId }),
    ({ phases }) => assert.equal(phases.notice?.code, 'session_locked'),
  ),
  refused(
    {
      description: 'a lock of a phase session where locking is switched off',
      given: given('a phase session', {}, { state: 'locking is switched off' }),
      operation: 'lockPhaseSession',
      problem: 'locking_disabled',
    },
    ({ phases }) => phases.lock({ sessionId }),
    ({ phases }) => assert.equal(phases.notice?.code, 'locking_disabled'),
  ),
  refused(
    {
      description: 'a lock of a phase session that does not exist',
      given: given('a project'),
      operation: 'lockPhaseSession',
      problem: 'not_found',
    },
    ({ phases }) => phases.lock({ sessionId: strange(31) }),
  ),
  does(
    {
      description: 'a lock that is kept',
      given: held,
      operation: 'renewPhaseLock',
      others,
      promised: { status: 200, body: { ...lock, expiresAt: time + 9000 } },
    },
    async ({ phases }) => {
      await phases.lock({ sessionId });
      return phases.renew({ sessionId });
    },
    (asked) => has(asked, { status: 'ok', value: { lockId, expiresAt: time + 9000 } }),
  ),
  refused(
    {
      description: 'a lock that is not held any more and is to be kept',
      given: aSession,
      operation: 'renewPhaseLock',
      others,
      problem: 'lock_lost',
    },
    async ({ phases }) => {
      await phases.lock({ sessionId });
      const asked = await phases.renew({ sessionId });
      assert.equal(phases.notice?.code, 'lock_lost');
      // It knows that it has none.
      assert.equal(await phases.unlock({ sessionId }), undefined);
      return asked;
    },
  ),
  does(
    {
      description: 'a lock that is freed',
      given: held,
      operation: 'unlockPhaseSession',
      others,
      promised: { status: 204 },
    },
    async ({ phases }) => {
      await phases.lock({ sessionId });
      return phases.unlock({ sessionId });
    },
    (asked) => assert.equal(asked?.status, 'ok'),
  ),
  does(
    {
      description: 'a lock that is not held any more and is freed',
      given: aSession,
      operation: 'unlockPhaseSession',
      others,
      promised: { status: 204 },
    },
    async ({ phases }) => {
      await phases.lock({ sessionId });
      return phases.unlock({ sessionId });
    },
    (asked) => assert.equal(asked?.status, 'ok'),
  ),
];
