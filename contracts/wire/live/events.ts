import { z } from 'zod';
import { messageId, sessionId, time } from '../ids.ts';
import { liveMetadata, permissionMode } from './session.ts';
import { liveState } from './states.ts';

export const liveSeq = z.int().positive().meta({
  id: 'LiveSeq',
  description: 'Place of a durable event in its session: 1, 2, 3, … without gaps.',
});
export const clientMsgId = z.uuid().meta({
  id: 'ClientMsgId',
  description: 'Id of a prompt, made by the client, unchanged on every retry: it is one turn (LIVE-12).',
});
export const run = z.int().nonnegative().meta({
  id: 'Run',
  description: 'Which query loop of the session: 1 is the first that was started; 0 before it.',
});

const durable = { sessionId, seq: liveSeq, at: time };
const reply = {
  ...durable,
  clientMsgId: clientMsgId.meta({ description: 'The prompt that it ends.' }),
  messageId: messageId.nullable().meta({ description: 'Id of the reply; null where none was begun.' }),
  content: z.string().meta({ description: 'The reply as far as it came; it replaces all chunks.' }),
  run,
};

/**
 * What is stored of a live session, in order of `seq`. Every accepted prompt ends in exactly one of `message_complete`,
 * `message_failed` and `message_interrupted` (LIVE-11).
 */
export const liveEvent = z
  .discriminatedUnion('type', [
    z
      .object({
        type: z.literal('session_state'),
        ...durable,
        state: liveState,
        run,
      })
      .meta({
        id: 'session_state',
        description: 'The durable state changed. In one session `at` grows from each to the next (LIVE-10).',
      }),
    z
      .object({ type: z.literal('user_message'), ...durable, clientMsgId, messageId, content: z.string() })
      .meta({ id: 'user_message', description: 'A prompt was accepted.' }),
    z
      .object({
        type: z.literal('tool_call'),
        ...durable,
        clientMsgId,
        messageId,
        toolCallId: z.string(),
        name: z.string(),
        input: z.string(),
      })
      .meta({ id: 'tool_call', description: 'The agent uses a tool, as part of the reply `messageId`.' }),
    z
      .object({ type: z.literal('tool_result'), ...durable, clientMsgId, toolCallId: z.string(), result: z.string() })
      .meta({ id: 'tool_result', description: 'The result of the call with this id (WEB-11).' }),
    z.object({ type: z.literal('message_complete'), ...reply, messageId, metadata: liveMetadata }).meta({
      id: 'message_complete',
      description: 'The turn is done. `metadata` is what the record then has (WEB-10).',
    }),
    z
      .object({ type: z.literal('message_failed'), ...reply, detail: z.string() })
      .meta({ id: 'message_failed', description: 'The turn failed; the session lives on.' }),
    z.object({ type: z.literal('message_interrupted'), ...reply }).meta({
      id: 'message_interrupted',
      description: 'The turn was ended from outside: by an interrupt, because the session ended, or by a restart.',
    }),
    z
      .object({ type: z.literal('mode_changed'), ...durable, mode: permissionMode })
      .meta({ id: 'mode_changed', description: 'The permission mode of the session was changed.' }),
  ])
  .meta({ id: 'LiveEvent' });
export type LiveEvent = z.infer<typeof liveEvent>;

export const liveEventTypes: ReadonlySet<string> = new Set(liveEvent.options.map(({ shape }) => shape.type.value));
/** The three ways an accepted prompt ends. */
export const terminalTypes: ReadonlySet<string> = new Set([
  'message_complete',
  'message_failed',
  'message_interrupted',
]);
