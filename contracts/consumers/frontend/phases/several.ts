import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Frontend } from '../../../../simulators/frontend/index.ts';
import { type PhaseReplacementResult, phaseTexts } from '../../../wire/index.ts';
import type { HttpInteraction } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';
import { aProject, does, given, has, refused, type Told } from '../playing.ts';
import { created, model, otherModel, overtaken, phase } from './examples.ts';

const { taskId, sessionId, version } = values;
const aSession = given('a phase session');
const replace = { sessionId, version };
const next = { ...created, sessionId: strange(30), model: otherModel };
const item = { taskId, phase, model: otherModel, replace } as const;

/** A replacement of several at once, of which there is one here. */
function replacesOne(
  description: string,
  states: Told['given'],
  wanted: Parameters<Frontend['phases']['replaceAll']>[0]['items'][number],
  result: PhaseReplacementResult,
  notice: string | null,
): HttpInteraction {
  return does(
    {
      description,
      given: states,
      operation: 'replacePhaseSessions',
      promised: { status: 200, body: { results: [result] } },
    },
    ({ phases }) => phases.replaceAll({ items: [wanted] }),
    (asked, { phases }) => {
      assert.deepEqual(asked?.value?.results, [result]);
      assert.equal(phases.notice?.code ?? null, notice);
    },
  );
}
const refusedItem = (
  code: Extract<PhaseReplacementResult, { outcome: 'refused' }>['code'],
  detail: string,
): PhaseReplacementResult => ({ outcome: 'refused', code, detail });

/** What a user does with several phase sessions at once. */
export const severalPhases: readonly HttpInteraction[] = [
  replacesOne(
    'a replacement of several phase sessions',
    aSession,
    item,
    { outcome: 'replaced', session: next, replaced: sessionId },
    null,
  ),
  replacesOne(
    'a replacement of several phase sessions by what is there',
    aSession,
    { ...item, model },
    { outcome: 'existing', session: created },
    null,
  ),
  replacesOne(
    'a replacement of several phase sessions that have changed since',
    aSession,
    { ...item, replace: { sessionId, version: overtaken } },
    refusedItem('replaced_meanwhile', phaseTexts.replacedMeanwhile),
    'replaced_meanwhile',
  ),
  replacesOne(
    'a replacement of several phase sessions that another holds',
    given('a phase session', { lockedBy: 'somebody else' }),
    item,
    refusedItem('session_locked', phaseTexts.locked),
    'session_locked',
  ),
  replacesOne(
    'a replacement of several phase sessions by a model that was deleted',
    given('a phase session', {}, { state: 'the model is deleted', params: { modelId: 'editor' } }),
    { ...item, model: { modelId: 'editor', version: '1.0' } },
    refusedItem('model_deleted', 'The model editor was deleted.'),
    'model_deleted',
  ),
  does(
    {
      description: 'a deletion of phase sessions, of which one does not exist',
      given: aSession,
      operation: 'deletePhaseSessions',
      // One after the other: they are not alike.
      asks: z.object({ sessionIds: z.array(z.unknown()) }),
      promised: { status: 200, body: { deleted: [sessionId], notFound: [strange(31)] } },
    },
    ({ phases }) => phases.deleteAll({ sessionIds: [sessionId, strange(31)] }),
    (asked) => has(asked, { status: 'ok', value: { deleted: [sessionId], notFound: [strange(31)] } }),
  ),
  does(
    {
      description: 'a deletion of a phase session that is deleted',
      given: given('a phase session', { deleted: true }),
      operation: 'deletePhaseSessions',
      promised: { status: 200, body: { deleted: [], notFound: [sessionId] } },
    },
    ({ phases }) => phases.deleteAll({ sessionIds: [sessionId] }),
    (asked) => assert.deepEqual(asked.value, { deleted: [], notFound: [sessionId] }),
  ),
  refused(
    {
      description: 'a deletion of no phase session at all',
      given: aProject,
      operation: 'deletePhaseSessions',
      problem: 'malformed_request',
    },
    ({ phases }) => phases.deleteAll({ sessionIds: [] }),
  ),
];
