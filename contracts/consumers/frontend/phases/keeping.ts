import assert from 'node:assert/strict';
import type { ArchivedPhase, ArchiveRun, PhaseExport } from '../../../wire/index.ts';
import type { HttpInteraction } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';
import { aProject, does, given, has, refused, time } from '../playing.ts';
import { cancelledRunning, model, phase } from './examples.ts';

const { taskId, sessionId } = values;
const content = 'Plan the login form.';
const messages = [{ messageId: strange(32), content }];
const deleted = given('a phase session', { messages, deleted: true });
const archived = given('a phase session', { messages, archived: true });

const contents = {
  messages: [{ messageId: strange(32), content, seq: 1, userId: 'ada', storedAt: time }],
  logs: [{ at: time, event: 'created' as const, version: 1, userId: 'ada' }],
};
const exported: PhaseExport = { session: { ...cancelledRunning, deletedAt: time + 1000 }, ...contents };
const kept: ArchivedPhase = {
  sessionId,
  taskId,
  phase,
  model,
  parameters: {},
  state: 'cancelled',
  title: null,
  replacedBy: null,
  times: { createdAt: time, startedAt: time, endedAt: time, deletedAt: time + 1000, archivedAt: time + 90_000_000 },
  userId: 'ada',
  ...contents,
};
const run: ArchiveRun = {
  runId: strange(34),
  startedAt: time,
  endedAt: time + 4000,
  archived: 1,
  failed: 0,
  deadLetters: [],
  alarm: null,
};

/** What is kept of phase sessions that are deleted. */
export const phaseArchive: readonly HttpInteraction[] = [
  does(
    {
      description: 'an export of a phase session that is deleted',
      given: deleted,
      operation: 'exportPhaseSession',
      promised: { status: 200, body: exported },
    },
    ({ phases }) => phases.export({ sessionId }),
    (asked) => assert.deepEqual(asked, { status: 'ok', value: exported }),
  ),
  refused(
    {
      description: 'an export of a phase session that the archive has',
      given: archived,
      operation: 'exportPhaseSession',
      problem: 'not_found',
    },
    ({ phases }) => phases.export({ sessionId }),
    ({ phases }) => assert.equal(phases.notice?.code, 'not_found'),
  ),
  does(
    {
      description: 'a read of a phase session that the archive has',
      given: archived,
      operation: 'readArchived',
      promised: { status: 200, body: kept },
    },
    ({ phases }) => phases.readArchived({ sessionId }),
    (asked) => assert.deepEqual(asked, { status: 'ok', value: kept }),
  ),
  refused(
    {
      description: 'a read of a phase session that the archive does not have yet',
      given: deleted,
      operation: 'readArchived',
      problem: 'not_found',
    },
    ({ phases }) => phases.readArchived({ sessionId }),
  ),
  does(
    {
      description: 'a list of the runs of the archive',
      given: archived,
      operation: 'listArchiveRuns',
      promised: { status: 200, body: { runs: [run] } },
    },
    ({ phases }) => phases.archiveRuns(),
    (asked) => assert.deepEqual(asked.value, { runs: [run] }),
  ),
  does(
    {
      description: 'a list of the runs of the archive where there was none',
      given: aProject,
      operation: 'listArchiveRuns',
      promised: { status: 200, body: { runs: [] } },
    },
    ({ phases }) => phases.archiveRuns(),
    (asked) => has(asked, { status: 'ok', value: { runs: [] } }),
  ),
];

/** How a user sets what phases work with. */
export const phaseSettings: readonly HttpInteraction[] = [
  does(
    {
      description: 'a project without locks',
      given: aProject,
      operation: 'phaseSettings',
      promised: { status: 200, body: { pessimistic_locking_enabled: false } },
    },
    ({ phases }) => phases.setLocking({ pessimistic: false }),
    (asked) => assert.deepEqual(asked, { status: 'ok', value: { pessimistic_locking_enabled: false } }),
  ),
  does(
    { description: 'the deletion of a model', given: aProject, operation: 'deleteModel', promised: { status: 204 } },
    ({ phases }) => phases.deleteModel({ modelId: 'writer' }),
    ({ status }) => assert.equal(status, 'ok'),
  ),
  does(
    {
      description: 'a model that comes back',
      given: given('a project', {}, { state: 'the model is deleted' }),
      operation: 'restoreModel',
      promised: { status: 204 },
    },
    ({ phases }) => phases.restoreModel({ modelId: 'writer' }),
    ({ status }) => assert.equal(status, 'ok'),
  ),
];
