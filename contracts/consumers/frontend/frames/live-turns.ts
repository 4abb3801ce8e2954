import assert from 'node:assert/strict';
import type { Chat } from '../../../../simulators/frontend/index.ts';
import { settle, uuid } from '../../../../simulators/testing.ts';
import type { SocketStep } from '../../../provider/socket-state.ts';
import type { FrameInteraction, Given } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';
import { greeting, ofSession, ready, replyId, shown, silent } from './chats.ts';
import { firstPrompt, greeted, laterPrompt, watching } from './openings.ts';

const { messageId } = values;
/** The prompt of the client, and its reply. */
const clientMsgId = uuid(1001);
const reply = { clientMsgId, messageId: replyId, run: 1 };
const start = ofSession('message_start', { ...reply, text: '', index: 0 });
const call = ofSession('tool_call', { clientMsgId, messageId: replyId, toolCallId: 'call-1' });
const hanging: Given = { state: 'a live session', params: { hanging: true } };

interface Told {
  description: string;
  given?: Given;
  /** What makes a provider send it. */
  steps: readonly SocketStep[];
  /** Beside the type. */
  wanted?: Record<string, unknown>;
  frame: Record<string, unknown>;
  /** What came before of the reply. */
  before?: readonly Record<string, unknown>[];
  /** What is shown below the prompt afterwards. */
  shows: readonly string[];
  /** How the prompt stands. Default: accepted. */
  prompt?: 'accepted' | 'interrupted';
  running: boolean;
  look?(chat: Chat): void;
}

/** A part of a turn, as the client that has sent its prompt sees it. */
function told({
  given = { state: 'a live session' },
  before = [],
  prompt = 'accepted',
  ...told
}: Told): FrameInteraction {
  return {
    kind: 'frame',
    description: told.description,
    given: [given],
    socket: 'live',
    open: greeted({ type: told.frame.type, ...told.wanted }, told.steps),
    frame: told.frame,
    async run(ports, server, comes) {
      const chat = await ready(ports, server, { events: silent });
      chat.say({ text: greeting });
      server.say(ofSession('accepted', { clientMsgId, messageId }));
      for (const frame of before) server.say(frame);
      await settle();
      assert.equal(chat.running, true);
      const shownBefore = JSON.stringify(chat.messages);
      await comes();
      assert.notEqual(JSON.stringify(chat.messages), shownBefore);
      assert.deepEqual(shown(chat), [`user ${prompt}: ${greeting}`, ...told.shows]);
      assert.equal(chat.running, told.running);
      told.look?.(chat);
    },
  };
}

const asks = (text: string): SocketStep[] => [{ send: firstPrompt(text) }];
const toolOf = ({ messages }: Chat) => messages.at(-1)?.tools[0];

/** What happens while a prompt is worked on, and how that ends. */
export const liveTurns: readonly FrameInteraction[] = [
  told({
    description: 'that a reply begins',
    steps: asks(greeting),
    frame: start,
    shows: ['assistant streaming: '],
    running: true,
  }),
  told({
    description: 'a piece of a reply',
    steps: asks(greeting),
    before: [start],
    frame: ofSession('chunk', { messageId: replyId, index: 0, text: 'Echo: ' }),
    shows: ['assistant streaming: Echo: '],
    running: true,
  }),
  told({
    description: 'that a tool is called',
    steps: asks('/tool grep login'),
    before: [start],
    frame: call,
    shows: ['assistant streaming: '],
    running: true,
    look: (chat) => assert.deepEqual(toolOf(chat), { id: 'call-1', name: 'grep', input: 'login', result: null }),
  }),
  told({
    description: 'the result of a tool',
    steps: asks('/tool grep login'),
    before: [start, call],
    frame: ofSession('tool_result', { clientMsgId, toolCallId: 'call-1' }),
    shows: ['assistant streaming: '],
    running: true,
    look: (chat) => assert.equal(toolOf(chat)?.result, 'grep did login'),
  }),
  told({
    description: 'that a reply is complete',
    steps: asks(greeting),
    before: [start],
    frame: ofSession('message_complete', { ...reply, content: `Echo: ${greeting}` }),
    shows: [`assistant complete: Echo: ${greeting}`],
    running: false,
  }),
  told({
    description: 'that a reply has failed',
    steps: asks('/fail'),
    before: [start],
    frame: ofSession('message_failed', { ...reply, content: 'Echo: /fail' }),
    shows: ['assistant failed: Echo: /fail'],
    running: false,
  }),
  told({
    description: 'that a reply was interrupted',
    given: hanging,
    steps: [
      ...watching,
      { send: { type: 'interrupt', sessionId: values.sessionId, clientMsgId: strange(900), prompt: greeting } },
    ],
    before: [start],
    frame: ofSession('message_interrupted', { ...reply, content: 'As far as it came' }),
    shows: ['assistant interrupted: As far as it came'],
    running: false,
  }),
  told({
    description: 'that a prompt was interrupted before its reply began',
    given: hanging,
    steps: [
      { send: laterPrompt(greeting) },
      { await: 'a frame' },
      { send: { type: 'stop', sessionId: values.sessionId } },
    ],
    wanted: { clientMsgId: strange(900) },
    frame: ofSession('message_interrupted', { ...reply, messageId: null, content: '' }),
    shows: [],
    prompt: 'interrupted',
    running: false,
  }),
];
