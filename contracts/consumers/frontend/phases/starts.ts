import assert from 'node:assert/strict';
import type { Frontend } from '../../../../simulators/frontend/index.ts';
import { phaseTexts } from '../../../wire/index.ts';
import type { HttpInteraction } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';
import { does, given, has, refusal, refused } from '../playing.ts';
import { askedFirst, created, currentOf, errorId, model, otherModel, overtaken, phase } from './examples.ts';

const { taskId, sessionId } = values;
const operation = 'startPhase';
const aTask = given('a task');
const aSession = given('a phase session');
/** The session of a phase that had none. */
const first = { ...created, sessionId: strange(29) };
const next = { ...created, sessionId: strange(30), model: otherModel };

const starts = ({ phases }: Frontend) => phases.start({ taskId, phase, model });
const startsOther = ({ phases }: Frontend) => phases.start({ taskId, phase, model: otherModel });
/** Another model, and the user agrees to lose what is there. */
async function replaces(tab: Frontend) {
  await startsOther(tab);
  assert.equal(tab.phases.dialog?.text, phaseTexts.conflict);
  return tab.phases.confirm();
}
/** The question stays: it may still be answered. */
const keepsAsking = ({ phases }: Frontend) => assert.notEqual(phases.dialog, null);
const asksNoMore = ({ phases }: Frontend) => assert.equal(phases.dialog, null);

/** How a user starts a phase. */
export const phaseStarts: readonly HttpInteraction[] = [
  does(
    {
      description: 'a start of a phase',
      given: aTask,
      operation,
      promised: { status: 201, body: { outcome: 'created', session: first } },
    },
    starts,
    (asked, { phases }) => {
      has(asked, { status: 'ok', value: { outcome: 'created' } });
      assert.equal(phases.viewing, first.sessionId);
      assert.equal(phases.notice, null);
    },
  ),
  does(
    {
      description: 'a start of a phase with parameters',
      given: aTask,
      operation,
      promised: {
        status: 201,
        body: { outcome: 'created', session: { ...first, parameters: { temperature: 0.2 } } },
      },
    },
    ({ phases }) => phases.start({ taskId, phase, model, parameters: { temperature: 0.2 } }),
    (asked) => has(asked.value, { session: { parameters: { temperature: 0.2 } } }),
  ),
  does(
    {
      description: 'a start of a phase that has a session with the same model',
      given: aSession,
      operation,
      promised: { status: 200, body: { outcome: 'existing', session: created, message: phaseTexts.existing } },
    },
    starts,
    (_, { phases }) => {
      assert.equal(phases.viewing, sessionId);
      assert.deepEqual(phases.notice, { code: 'existing', text: phaseTexts.existing });
    },
  ),
  refused(
    {
      description: 'a start of a phase that has a session with another model',
      given: aSession,
      operation,
      problem: 'model_conflict',
      more: { current: currentOf(created) },
    },
    startsOther,
    ({ phases }) => {
      assert.deepEqual(phases.dialog?.current, currentOf(created));
      assert.equal(phases.notice, null);
    },
  ),
  refused(
    {
      description: 'a start of a phase with a model that was deleted',
      given: given('a task', {}, { state: 'the model is deleted' }),
      operation,
      problem: 'model_deleted',
    },
    starts,
    ({ phases }) => assert.equal(phases.notice?.code, 'model_deleted'),
  ),
  refused(
    {
      description: 'a start of a phase of a task that does not exist',
      given: given('a project'),
      operation,
      problem: 'not_found',
    },
    ({ phases }) => phases.start({ taskId: strange(2), phase, model }),
    ({ phases }) => assert.equal(phases.notice?.code, 'not_found'),
  ),
  refused(
    {
      description: 'a start of a phase whose session cannot be created',
      given: given('a task', {}, { state: 'sessions cannot be created' }),
      operation,
      problem: 'session_creation_failed',
      more: { errorId },
    },
    starts,
    ({ phases }) => assert.equal(phases.notice?.code, 'session_creation_failed'),
  ),
  refused(
    {
      description: 'a start of a phase while a store does not answer',
      given: given('a task', {}, { state: 'a store does not answer' }),
      operation,
      problem: 'unavailable',
      more: { errorId },
      outcome: 'unknown',
    },
    starts,
    ({ phases }) => assert.equal(phases.notice?.code, 'unavailable'),
  ),
];

/** How a user replaces the session of a phase, having been asked. */
export const phaseReplacements: readonly HttpInteraction[] = [
  does(
    {
      description: 'a replacement that the user agreed to',
      given: aSession,
      operation,
      nth: 2,
      others: askedFirst(created),
      promised: {
        status: 201,
        body: { outcome: 'replaced', session: next, replaced: sessionId, message: phaseTexts.warning },
      },
    },
    replaces,
    (asked, tab) => {
      has(asked?.value, { outcome: 'replaced', replaced: sessionId });
      assert.equal(tab.phases.viewing, next.sessionId);
      asksNoMore(tab);
    },
  ),
  does(
    {
      description: 'a replacement sent again after it was done',
      given: given('a phase session', { version: otherModel.version }),
      operation,
      nth: 3,
      others: askedFirst({ ...created, sessionId: strange(31) }, refusal('unavailable')),
      promised: {
        status: 200,
        body: { outcome: 'existing', session: { ...created, model: otherModel }, message: phaseTexts.existing },
      },
    },
    async (tab) => {
      has(await replaces(tab), { status: 'unknown' });
      keepsAsking(tab);
      return tab.phases.again();
    },
    (asked, tab) => {
      has(asked, { status: 'ok', value: { outcome: 'existing' } });
      assert.equal(tab.phases.viewing, sessionId);
      asksNoMore(tab);
    },
  ),
  refused(
    {
      description: 'a replacement of a session that has changed since the user was asked',
      given: aSession,
      operation,
      nth: 2,
      others: askedFirst({ ...created, version: overtaken }),
      problem: 'replaced_meanwhile',
      more: { current: currentOf(created) },
    },
    replaces,
    (tab) => {
      assert.equal(tab.phases.notice?.code, 'replaced_meanwhile');
      asksNoMore(tab);
    },
  ),
  refused(
    {
      description: 'a replacement where there is no session any more',
      given: given('a phase session', { deleted: true }),
      operation,
      nth: 2,
      others: askedFirst(created),
      problem: 'replaced_meanwhile',
      more: { current: null },
    },
    replaces,
    asksNoMore,
  ),
  refused(
    {
      description: 'a replacement of a session that another holds',
      given: given('a phase session', { lockedBy: 'somebody else' }),
      operation,
      nth: 2,
      others: askedFirst(created),
      problem: 'session_locked',
    },
    replaces,
    (tab) => {
      assert.equal(tab.phases.notice?.code, 'session_locked');
      keepsAsking(tab);
    },
  ),
];
