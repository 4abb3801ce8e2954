import assert from 'node:assert/strict';
import type { Chat } from '../../../simulators/frontend/index.ts';
import { answered, type HandPorts } from '../../../simulators/testing.ts';
import type { LiveEvent } from '../../wire/index.ts';
import type { HttpInteraction } from '../toolkit/interaction.ts';
import { strange, values } from '../toolkit/values.ts';
import { shown } from './frames/chats.ts';
import { aProject, given, type Told, tabOf, time } from './playing.ts';

const { sessionId } = values;
export const text = 'Hello there';
export const metadata = { totalTokens: 4, messageCount: 2, lastMessageAt: time, firstMessagePreview: text };

const at = (seq: number) => ({ sessionId, seq, at: time + seq });
export const made: LiveEvent = { type: 'session_state', ...at(1), state: 'CREATED', run: 0 };
export const prompt = (seq: number, content = text): LiveEvent => {
  return { type: 'user_message', ...at(seq), clientMsgId: strange(seq), messageId: strange(100 + seq), content };
};
/** How a turn ended whose prompt is at `said`. */
const turn = (seq: number, said: number, content: string) => {
  return { clientMsgId: strange(said), messageId: strange(100 + seq), content, run: 1 };
};
/** How the prompt at `said` was answered. */
export const reply = (seq: number, said: number): LiveEvent => {
  return { type: 'message_complete', ...at(seq), ...turn(seq, said, `Echo: ${text}`), metadata };
};
export const page = (events: LiveEvent[], nextAfter: number | null) => ({ events, nextAfter });

/** What the user sees of a session that the address bar names, once its history was answered. */
function opens(told: Told & { id?: string }, look: (chat: Chat, ports: HandPorts) => void): HttpInteraction {
  const { id = sessionId, ...rest } = told;
  return {
    kind: 'http',
    ...rest,
    async run(ports, taken) {
      const { chat } = tabOf(ports);
      chat.open({ sessionId: id });
      await taken();
      look(chat, ports);
    },
  };
}

export const roles = (chat: Chat) => chat.messages.map(({ role }) => role);
const liveHistory = 'liveHistory';
/** More events than a page has rows. */
const long = given('a live session', { turns: 30 });

/** A tool that a session has used, a prompt that failed, one that was interrupted, and another mode in the end. */
const eventful = given('a live session', { prompts: ['/tool grep login', '/fail', '/hang', text], mode: 'agent' });
const ofTool = { clientMsgId: strange(2), toolCallId: 'call-1' };
const everyKind: readonly LiveEvent[] = [
  made,
  prompt(2, '/tool grep login'),
  { type: 'tool_call', ...at(5), ...ofTool, messageId: strange(107), name: 'grep', input: 'login' },
  { type: 'tool_result', ...at(6), ...ofTool, result: 'grep did login' },
  { type: 'message_complete', ...at(7), ...turn(7, 2, 'Echo: /tool grep login'), metadata },
  prompt(8, '/fail'),
  { type: 'message_failed', ...at(9), ...turn(9, 8, 'Echo: /fail'), detail: 'The agent failed.' },
  prompt(10, '/hang'),
  { type: 'message_interrupted', ...at(11), ...turn(11, 10, '') },
  { type: 'mode_changed', ...at(14), mode: 'agent' },
];

/** What is read of a session that the address bar names. */
export const histories: readonly HttpInteraction[] = [
  opens(
    {
      description: 'the history of a live session',
      given: given('a live session', { turns: 1 }),
      operation: liveHistory,
      anyOrder: true,
      promised: { status: 200, body: page([made, prompt(2), reply(5, 2)], null) },
    },
    (chat, { link }) => {
      assert.deepEqual(roles(chat), ['user', 'assistant']);
      assert.equal(chat.firstSent, true);
      assert.equal(link.sockets.length, 1);
    },
  ),
  opens(
    {
      description: 'the history of a live session in which nothing was said',
      given: given('a live session'),
      operation: liveHistory,
      promised: { status: 200, body: page([made], null) },
    },
    (chat) => {
      assert.deepEqual(chat.messages, []);
      assert.equal(chat.firstSent, false);
      assert.equal(chat.state, 'connecting');
    },
  ),
  opens(
    {
      description: 'the history of a live session with a prompt that is not ended',
      given: given('a live session', { hanging: true }),
      operation: liveHistory,
      anyOrder: true,
      promised: { status: 200, body: page([made, prompt(2)], null) },
    },
    (chat) => assert.equal(roles(chat)[0], 'user'),
  ),
  opens(
    {
      description: 'the history of a session with a tool, a failure and another mode',
      given: eventful,
      operation: liveHistory,
      anyOrder: true,
      promised: { status: 200, body: page([...everyKind], null) },
    },
    (chat) => {
      assert.deepEqual(shown(chat), [
        'user accepted: /tool grep login',
        'assistant complete: Echo: /tool grep login',
        'user accepted: /fail',
        'assistant failed: Echo: /fail',
        'user accepted: /hang',
        'assistant interrupted: ',
      ]);
      assert.deepEqual(chat.messages[1]?.tools, [
        { id: 'call-1', name: 'grep', input: 'login', result: 'grep did login' },
      ]);
      assert.equal(chat.mode, 'agent');
    },
  ),
  opens(
    {
      description: 'the first page of a live history',
      given: long,
      operation: liveHistory,
      anyOrder: true,
      promised: { status: 200, body: page([made, prompt(2), reply(5, 2)], 50) },
      others: () => answered(200, page([prompt(51), reply(52, 51)], null)),
    },
    (chat) => assert.deepEqual(roles(chat), ['user', 'assistant', 'user', 'assistant']),
  ),
  opens(
    {
      description: 'the last page of a live history',
      given: long,
      operation: liveHistory,
      nth: 2,
      anyOrder: true,
      promised: { status: 200, body: page([prompt(51), reply(52, 51)], null) },
      others: () => answered(200, page([made, prompt(2), reply(5, 2)], 50)),
    },
    (chat) => assert.deepEqual(roles(chat), ['user', 'assistant', 'user', 'assistant']),
  ),
  opens(
    {
      description: 'the history of a live session that does not exist',
      given: aProject,
      operation: liveHistory,
      id: strange(7),
      promised: { problem: 'not_found' },
    },
    (chat) => assert.equal(chat.state, 'not-created'),
  ),
  opens(
    {
      description: 'the history of a live session while a store does not answer',
      given: given('a live session', {}, { state: 'a store does not answer' }),
      operation: liveHistory,
      promised: { problem: 'unavailable' },
    },
    (chat) => {
      assert.equal(chat.state, 'disconnected');
      assert.equal(chat.notice?.code, 'unavailable');
    },
  ),
];
