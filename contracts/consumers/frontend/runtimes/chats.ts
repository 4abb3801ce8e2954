import assert from 'node:assert/strict';
import type { HttpInteraction } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';
import { aProject, does, given, has, refused } from '../playing.ts';
import { chat, movedChat, prompt, queuedOfChat, title } from './examples.ts';

const { agentId, chatId, taskId, tooLong } = values;
const aRuntime = given('a runtime');
const ofChat = given('a task of an agent', { kind: 'chat' });
const talkedIn = given('a task of an agent', { kind: 'chat', state: 'completed', session: true });
const createAgentChat = 'createAgentChat';
const sendAgentChat = 'sendAgentChat';

/** What the user does with the chats of agents. */
export const chats: readonly HttpInteraction[] = [
  does(
    {
      description: 'a new chat with an agent',
      given: aRuntime,
      operation: createAgentChat,
      promised: { status: 201, body: { ...chat, chatId: strange(21) } },
    },
    ({ runtimes }) => runtimes.createChat({ agentId, title, chatId: strange(21) }),
    (made) => has(made, { status: 'ok', chatId: strange(21), chat: { title, sessionId: null } }),
  ),
  does(
    {
      description: 'a new chat with an agent, sent again',
      given: ofChat,
      operation: createAgentChat,
      promised: { status: 200, body: chat },
    },
    ({ runtimes }) => runtimes.createChat({ agentId, title, chatId }),
    (made) => has(made, { status: 'ok', chat }),
  ),
  refused(
    {
      description: 'a new chat with an agent under the id of another',
      given: ofChat,
      operation: createAgentChat,
      problem: 'id_taken',
    },
    ({ runtimes }) => runtimes.createChat({ agentId, title: 'Something else', chatId }),
  ),
  refused(
    {
      description: 'a new chat with an agent that does not exist',
      given: aProject,
      operation: createAgentChat,
      problem: 'not_found',
    },
    ({ runtimes }) => runtimes.createChat({ agentId: strange(20), title, chatId: strange(21) }),
  ),
  does(
    {
      description: 'a list of the chats with agents',
      given: ofChat,
      operation: 'listAgentChats',
      promised: { status: 200, body: { chats: [chat], nextCursor: null } },
    },
    ({ runtimes }) => runtimes.listChats(),
    (read) => assert.deepEqual(read.chats, [chat]),
  ),
  does(
    {
      description: 'a list of the chats with one agent, of which there is none',
      given: aRuntime,
      operation: 'listAgentChats',
      promised: { status: 200, body: { chats: [], nextCursor: null } },
    },
    ({ runtimes }) => runtimes.listChats({ agentId }),
    (read) => has(read, { status: 'ok', chats: [] }),
  ),
  does(
    {
      description: 'a read of a chat in which no run has a session',
      given: ofChat,
      operation: 'getAgentChat',
      promised: { status: 200, body: chat },
    },
    ({ runtimes }) => runtimes.readChat({ chatId }),
    (read) => assert.deepEqual(read.chat, chat),
  ),
  does(
    {
      description: 'a read of a chat in which a run has a session',
      given: talkedIn,
      operation: 'getAgentChat',
      promised: { status: 200, body: movedChat },
    },
    ({ runtimes }) => runtimes.readChat({ chatId }),
    (read) => assert.deepEqual(read.chat, movedChat),
  ),
  refused(
    {
      description: 'a read of a chat that does not exist',
      given: aProject,
      operation: 'getAgentChat',
      problem: 'not_found',
    },
    ({ runtimes }) => runtimes.readChat({ chatId: strange(21) }),
  ),
  does(
    {
      description: 'something said in a chat with an agent',
      given: ofChat,
      operation: sendAgentChat,
      promised: { status: 201, body: { ...queuedOfChat, taskId: strange(22) } },
    },
    ({ runtimes }) => runtimes.send({ chatId, content: prompt, taskId: strange(22) }),
    (sent) => has(sent, { status: 'ok', chatId, taskId: strange(22), task: { state: 'queued', chatId } }),
  ),
  does(
    {
      description: 'something said in a chat with an agent, sent again',
      given: ofChat,
      operation: sendAgentChat,
      promised: { status: 200, body: queuedOfChat },
    },
    ({ runtimes }) => runtimes.send({ chatId, content: prompt, taskId }),
    (sent) => has(sent, { status: 'ok', task: queuedOfChat }),
  ),
  refused(
    {
      description: 'something said in a chat with an agent under the id of something else',
      given: ofChat,
      operation: sendAgentChat,
      problem: 'id_taken',
    },
    ({ runtimes }) => runtimes.send({ chatId, content: 'Something else.', taskId }),
  ),
  refused(
    {
      description: 'something too long said in a chat with an agent',
      given: given('a task of an agent', { kind: 'chat' }, { state: 'a text over the limit' }),
      operation: sendAgentChat,
      problem: 'message_too_large',
    },
    ({ runtimes }) => runtimes.send({ chatId, content: tooLong, taskId: strange(22) }),
  ),
];
