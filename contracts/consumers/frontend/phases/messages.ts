import assert from 'node:assert/strict';
import { answered } from '../../../../simulators/testing.ts';
import type { PhaseMessage } from '../../../wire/index.ts';
import type { HttpInteraction } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';
import { does, given, has, refused, time } from '../playing.ts';
import { completed, currentOf } from './examples.ts';

const { sessionId, tooLong } = values;
const operation = 'sendPhaseMessage';
const aSession = given('a phase session');
const content = 'Plan the login form.';
const messageId = strange(32);
const secondId = strange(33);
const said = given('a phase session', { messages: [{ messageId, content }] });
const saidTwice = given('a phase session', {
  messages: [
    { messageId, content },
    { messageId: secondId, content: 'And the password.' },
  ],
});
const first: PhaseMessage = { messageId, content, seq: 1, userId: 'ada', storedAt: time };
const second: PhaseMessage = { ...first, messageId: secondId, content: 'And the password.', seq: 2 };
const page = (messages: PhaseMessage[], nextAfter: number | null) => ({ messages, nextAfter });

/** What a user says in a phase session, and reads there. */
export const phaseMessages: readonly HttpInteraction[] = [
  does(
    {
      description: 'a message to a phase session',
      given: aSession,
      operation,
      promised: { status: 201, body: { messageId, seq: 1 } },
    },
    ({ phases }) => phases.say({ sessionId, content, messageId }),
    (asked) => has(asked, { status: 'ok', messageId, value: { messageId, seq: 1 } }),
  ),
  does(
    {
      description: 'a message to a phase session, sent again',
      given: said,
      operation,
      promised: { status: 200, body: { messageId, seq: 1 } },
    },
    ({ phases }) => phases.say({ sessionId, content, messageId }),
    (asked) => has(asked, { status: 'ok', value: { seq: 1 } }),
  ),
  refused(
    {
      description: 'a message to a phase session under the id of another',
      given: said,
      operation,
      problem: 'message_conflict',
    },
    ({ phases }) => phases.say({ sessionId, content: 'Something else.', messageId }),
    ({ phases }) => assert.equal(phases.notice?.code, 'message_conflict'),
  ),
  refused(
    {
      description: 'a message to a phase session that has ended',
      given: given('a phase session', { state: 'completed' }),
      operation,
      problem: 'session_ended',
      more: { current: currentOf(completed) },
    },
    ({ phases }) => phases.say({ sessionId, content, messageId }),
    ({ phases }) => assert.equal(phases.notice?.code, 'session_ended'),
  ),
  refused(
    {
      description: 'a message to a phase session whose model was deleted',
      given: given('a phase session', {}, { state: 'the model is deleted' }),
      operation,
      problem: 'model_deleted',
    },
    ({ phases }) => phases.say({ sessionId, content, messageId }),
    ({ phases }) => assert.equal(phases.notice?.code, 'model_deleted'),
  ),
  refused(
    {
      description: 'a message to a phase session that is too long',
      given: given('a phase session', {}, { state: 'a text over the limit' }),
      operation,
      problem: 'message_too_large',
    },
    ({ phases }) => phases.say({ sessionId, content: tooLong, messageId }),
    ({ phases }) => assert.equal(phases.notice?.code, 'message_too_large'),
  ),
  does(
    {
      description: 'the messages of a phase session',
      given: said,
      operation: 'listPhaseMessages',
      promised: { status: 200, body: page([first], null) },
    },
    ({ phases }) => phases.messages({ sessionId }),
    (read) => assert.deepEqual(read, { status: 'ok', rows: [first] }),
  ),
  does(
    {
      description: 'the messages of a phase session that has none',
      given: aSession,
      operation: 'listPhaseMessages',
      promised: { status: 200, body: page([], null) },
    },
    ({ phases }) => phases.messages({ sessionId }),
    (read) => assert.deepEqual(read, { status: 'ok', rows: [] }),
  ),
  does(
    {
      description: 'the first page of the messages of a phase session',
      given: saidTwice,
      operation: 'listPhaseMessages',
      promised: { status: 200, body: page([first], 1) },
      others: () => answered(200, page([second], null)),
    },
    ({ phases }) => phases.messages({ sessionId, limit: 1 }),
    (read) => assert.deepEqual(read.rows, [first, second]),
  ),
  does(
    {
      description: 'the last page of the messages of a phase session',
      given: saidTwice,
      operation: 'listPhaseMessages',
      nth: 2,
      promised: { status: 200, body: page([second], null) },
      others: () => answered(200, page([first], 1)),
    },
    ({ phases }) => phases.messages({ sessionId, limit: 1 }),
    (read) => assert.deepEqual(read.rows, [first, second]),
  ),
];
