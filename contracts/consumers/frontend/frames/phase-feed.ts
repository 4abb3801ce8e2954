import assert from 'node:assert/strict';
import type { PhasePanel } from '../../../../simulators/frontend/index.ts';
import { answered, type HandPorts, settle } from '../../../../simulators/testing.ts';
import type { PhaseSession } from '../../../wire/index.ts';
import type { FrameInteraction, Given, ServerEnd } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';
import { frontendOn } from './events.ts';
import { asking, type Opening, subscribed } from './openings.ts';

const { projectId, taskId, sessionId, version } = values;
const at = 1_777_978_800_000;
const entry = { cursor: 6, at };
const phase = 'planning';
const writer = { modelId: 'writer', version: '1.4' };
const otherWriter = { modelId: 'writer', version: '2.0' };

const created: PhaseSession = {
  sessionId,
  projectId,
  taskId,
  phase,
  model: writer,
  modelName: 'writer',
  parameters: {},
  state: 'created',
  version,
  title: null,
  userId: 'ada',
  createdAt: at,
  updatedAt: at,
  startedAt: null,
  endedAt: null,
  deletedAt: null,
  replacedBy: null,
};
const running: PhaseSession = { ...created, state: 'running', version: version + 1, startedAt: at };
const next: PhaseSession = { ...created, sessionId: strange(1), model: otherWriter };

/** The panel of a tab that shows these sessions; the feed stands behind them. */
async function panelShowing(
  ports: HandPorts,
  server: ServerEnd,
  sessions: readonly PhaseSession[],
): Promise<PhasePanel> {
  ports.link.request = async () => answered(200, { sessions, nextCursor: null });
  const { phases } = frontendOn(ports);
  const watching = phases.watch();
  await settle();
  server.accept();
  server.say({ type: 'subscribed', sessionId: null, cursor: 4 });
  await watching;
  assert.deepEqual(phases.sessions, sessions);
  return phases;
}

interface Told {
  description: string;
  given?: Given;
  open: Opening;
  frame: Record<string, unknown>;
  /** The list before. */
  before: readonly PhaseSession[];
  /** The list after it. */
  after: readonly PhaseSession[];
}

function told({ given = { state: 'a phase session' }, before, after, ...told }: Told): FrameInteraction {
  return {
    ...told,
    kind: 'frame',
    given: [given],
    socket: 'events',
    async run(ports, server, comes) {
      const panel = await panelShowing(ports, server, before);
      await comes();
      assert.deepEqual(panel.sessions, after);
    },
  };
}

/** The session that the start makes: the state has none. */
const first = { ...created, sessionId: strange(3) };

/** What the events socket tells of the sessions of phases. */
export const phaseFeed: readonly FrameInteraction[] = [
  told({
    description: 'that a phase was started',
    given: { state: 'a task' },
    open: subscribed(null, { type: 'phase.started' }, [
      asking('startPhase', { taskId, phase }, { body: { model: writer } }),
    ]),
    frame: { type: 'phase.started', ...entry, sessionId: first.sessionId, session: first, replaced: null },
    before: [],
    after: [first],
  }),
  told({
    description: 'that a phase was started in place of another session',
    open: subscribed(null, { type: 'phase.started' }, [
      asking('startPhase', { taskId, phase }, { body: { model: otherWriter, replace: { sessionId, version } } }),
    ]),
    frame: { type: 'phase.started', ...entry, sessionId: next.sessionId, session: next, replaced: sessionId },
    before: [],
    after: [next],
  }),
  told({
    description: 'that a phase session changed',
    open: subscribed(null, { type: 'phase.changed' }, [asking('beginPhaseSession', { sessionId })]),
    frame: { type: 'phase.changed', ...entry, sessionId, session: running },
    before: [created],
    after: [running],
  }),
  told({
    description: 'that a phase session was deleted',
    open: subscribed(null, { type: 'phase.deleted' }, [
      asking('deletePhaseSessions', {}, { body: { sessionIds: [sessionId] } }),
    ]),
    frame: { type: 'phase.deleted', ...entry, sessionId, taskId, phase },
    before: [created],
    after: [],
  }),
];
