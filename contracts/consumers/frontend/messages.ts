import assert from 'node:assert/strict';
import { z } from 'zod';
import { answered } from '../../../simulators/testing.ts';
import { type BatchResult, type Message, newMessage, type RejectionCode } from '../../wire/index.ts';
import type { HttpInteraction } from '../toolkit/interaction.ts';
import { strange, values } from '../toolkit/values.ts';
import { does, given, has, refused, type Told, time } from './playing.ts';

const { sessionId, messageId, tooLong } = values;
const prompt = 'Make the login form remember the user name.';
const content = 'And the e-mail address.';
const newId = strange(5);
const stopped = given('a task', { stopped: true });
const overTheLimit = given('a task', {}, { state: 'a text over the limit' });
/** A batch as the frontend sends it. */
const asks = z.object({ messages: z.array(newMessage) });

const first: Message = { messageId, role: 'user', content: prompt, createdAt: time, sessionId, seq: 1, storedAt: time };
const reply = { messageId: strange(6), role: 'assistant' as const, content: 'Done.', createdAt: time };
const second: Message = { ...reply, sessionId, seq: 2, storedAt: time };
const answeredTask = given('a task', { messages: [reply] });

/** A message that is judged: what its sender is told of it. */
function sends(
  description: string,
  states: Told['given'],
  message: { messageId: string; content: string },
  result: BatchResult,
): HttpInteraction {
  const { status } = result;
  const told = status === 'rejected' ? { status, code: result.code } : { status, seq: result.seq };
  return does(
    {
      description,
      given: states,
      operation: 'appendMessages',
      asks,
      promised: { status: 200, body: { results: [result] } },
    },
    (tab) => tab.send({ sessionId, ...message }),
    (sending) => has(sending, { ...message, ...told }),
  );
}
const rejected = (id: string, code: RejectionCode): BatchResult => {
  return { status: 'rejected', messageId: id, code, detail: 'Why it was rejected.' };
};
const stored = (status: 'stored' | 'duplicate', id: string, seq: number): BatchResult => {
  return { status, messageId: id, seq };
};
const page = (messages: Message[], nextAfter: number | null) => ({ messages, nextAfter });

/** What the user says in the session of a task, and what is read there. */
export const messages: readonly HttpInteraction[] = [
  sends('a message', given('a task'), { messageId: newId, content }, stored('stored', newId, 2)),
  sends(
    'a message sent again',
    given('a task', { prompt }),
    { messageId, content: prompt },
    stored('duplicate', messageId, 1),
  ),
  sends(
    'a message sent again after the session was stopped',
    given('a task', { prompt, stopped: true }),
    { messageId, content: prompt },
    stored('duplicate', messageId, 1),
  ),
  sends(
    'a message under the id of another',
    given('a task', { prompt }),
    { messageId, content },
    rejected(messageId, 'message_conflict'),
  ),
  sends(
    'a message that is too long',
    overTheLimit,
    { messageId: newId, content: tooLong },
    rejected(newId, 'message_too_large'),
  ),
  sends(
    'a message without a text',
    given('a task'),
    { messageId: newId, content: '' },
    rejected(newId, 'malformed_message'),
  ),
  refused(
    {
      description: 'a message to a session that was stopped',
      given: stopped,
      operation: 'appendMessages',
      asks,
      problem: 'session_stopped',
    },
    (tab) => tab.send({ sessionId, content }),
  ),
  refused(
    {
      description: 'a message while a store does not answer',
      given: given('a task', {}, { state: 'a store does not answer' }),
      operation: 'appendMessages',
      asks,
      problem: 'unavailable',
      outcome: 'unknown',
    },
    (tab) => tab.send({ sessionId, content }),
  ),
  does(
    {
      description: 'the history of a session',
      given: answeredTask,
      operation: 'listMessages',
      promised: { status: 200, body: page([first], null) },
    },
    (tab) => tab.history({ sessionId }),
    (read) => assert.deepEqual(read, { status: 'ok', messages: [first], problem: undefined }),
  ),
  does(
    {
      description: 'the first page of a history',
      given: answeredTask,
      operation: 'listMessages',
      promised: { status: 200, body: page([first], 1) },
      others: () => answered(200, page([second], null)),
    },
    (tab) => tab.history({ sessionId, limit: 1 }),
    (read) => assert.deepEqual(read.messages, [first, second]),
  ),
  does(
    {
      description: 'the last page of a history',
      given: answeredTask,
      operation: 'listMessages',
      nth: 2,
      promised: { status: 200, body: page([second], null) },
      others: () => answered(200, page([first], 1)),
    },
    (tab) => tab.history({ sessionId, limit: 1 }),
    (read) => assert.deepEqual(read.messages, [first, second]),
  ),
  refused(
    {
      description: 'the history of a session that does not exist',
      given: given('a project'),
      operation: 'listMessages',
      problem: 'not_found',
    },
    (tab) => tab.history({ sessionId: strange(3) }),
  ),
];
