import assert from 'node:assert/strict';
import type { Frontend } from '../../../../simulators/frontend/index.ts';
import { answered, type HandPorts, settle } from '../../../../simulators/testing.ts';
import type { PhaseSession } from '../../../wire/index.ts';
import type { HttpInteraction } from '../../toolkit/interaction.ts';
import { values } from '../../toolkit/values.ts';
import { given, has, type Told, tabOf } from '../playing.ts';
import { created, currentOf, overtaken } from './examples.ts';

const { sessionId, lockId } = values;
const title = 'Plan of the login form';
const titled: PhaseSession = { ...created, title, version: 2 };
const aSession = given('a phase session');

type ToldTitle = Omit<Told, 'operation' | 'others'> & {
  /** What the panel shows, and what it shows where it asks again after the answer. */
  shown?: PhaseSession;
  later?: PhaseSession;
};

/** A title that the user gives to a session that the panel shows. */
function renames(
  { shown = created, later = shown, ...told }: ToldTitle,
  act: (tab: Frontend) => ReturnType<Frontend['phases']['rename']>,
  look: (asked: Awaited<ReturnType<typeof act>>, tab: Frontend) => void,
): HttpInteraction {
  let list = shown;
  return {
    kind: 'http',
    operation: 'updatePhaseSession',
    ...told,
    others: () => answered(200, { sessions: [list], nextCursor: null }),
    async run(ports) {
      list = shown;
      const tab = await watching(ports);
      list = later;
      const asked = await act(tab);
      await settle();
      look(asked, tab);
    },
  };
}

/** A tab whose panel shows the list, behind a subscription. */
async function watching(ports: HandPorts): Promise<Frontend> {
  const tab = tabOf(ports);
  const watched = tab.phases.watch();
  const [socket] = ports.link.sockets;
  assert.ok(socket);
  socket.handlers.open();
  socket.handlers.frame({ type: 'subscribed', sessionId: null, cursor: 5 });
  await watched;
  return tab;
}

/** What a user changes of a phase session that is shown. */
export const phaseTitles: readonly HttpInteraction[] = [
  renames(
    { description: 'a title for a phase session', given: aSession, promised: { status: 200, body: titled } },
    ({ phases }) => phases.rename({ sessionId, title }),
    (asked, { phases }) => {
      assert.deepEqual(asked?.value, titled);
      assert.equal(phases.notice, null);
    },
  ),
  renames(
    {
      description: 'a phase session whose title is taken away',
      given: given('a phase session', { title }),
      promised: { status: 200, body: { ...created, version: 3 } },
    },
    ({ phases }) => phases.rename({ sessionId, title: null }),
    (asked) => assert.equal(asked?.value?.title, null),
  ),
  renames(
    {
      description: 'a title for a phase session that the user holds',
      given: given('a phase session', { lockedBy: 'the user' }),
      promised: { status: 200, body: titled },
    },
    ({ phases }) => phases.rename({ sessionId, title, lockId }),
    (asked) => assert.equal(asked?.value?.title, title),
  ),
  renames(
    {
      description: 'a title for a phase session that has changed since it was shown',
      given: aSession,
      shown: { ...created, version: overtaken },
      later: created,
      promised: { problem: 'version_conflict', more: { current: currentOf(created) } },
    },
    ({ phases }) => phases.rename({ sessionId, title }),
    (asked, { phases }) => {
      has(asked, { status: 'failed', problem: { code: 'version_conflict' } });
      assert.equal(phases.notice?.code, 'version_conflict');
      // It asked for the list again, and shows what is.
      assert.deepEqual(phases.sessions, [created]);
    },
  ),
  renames(
    {
      description: 'a title for a phase session that another holds',
      given: given('a phase session', { lockedBy: 'somebody else' }),
      promised: { problem: 'session_locked' },
    },
    ({ phases }) => phases.rename({ sessionId, title }),
    (asked, { phases }) => {
      has(asked, { status: 'failed', problem: { code: 'session_locked' } });
      assert.equal(phases.notice?.code, 'session_locked');
    },
  ),
];
