import { z } from 'zod';

/** What Mitzo says on its socket, as far as the adapter reads it. Times are milliseconds since 1970. */

const states = ['CREATED', 'STARTING', 'ACTIVE', 'DETACHED', 'SUSPENDED', 'CLOSING', 'ENDED'] as const;
const mode = z.enum(['ask', 'agent', 'auto']);

/** What any frame may have; `seq` only what is stored. */
export const envelope = z.looseObject({
  type: z.string(),
  sessionId: z.string().optional(),
  seq: z.int().positive().optional(),
});
export type MitzoFrame = z.infer<typeof envelope>;

const stored = { sessionId: z.string(), seq: z.int().positive(), ts: z.int().nonnegative() };
const inMessage = { ...stored, messageId: z.string() };
const block = { ...inMessage, blockId: z.string(), blockType: z.string() };

/** What is stored of a session. Events of other types are nothing the contract knows. */
export const event = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session_state_changed'), ...stored, state: z.enum(states) }),
  z.object({ type: z.literal('user_message'), ...inMessage, text: z.string() }),
  z.object({ type: z.literal('message_start'), ...inMessage }),
  z.object({ type: z.literal('block_delta'), ...block, delta: z.string() }),
  z.object({
    type: z.literal('block_end'),
    ...block,
    toolName: z.string().optional(),
    toolId: z.string().optional(),
    input: z.string().optional(),
  }),
  z.object({ type: z.literal('tool_result'), ...inMessage, toolId: z.string(), result: z.string() }),
  z.object({ type: z.literal('message_end'), ...inMessage }),
  z.object({ type: z.literal('mode_changed'), ...stored, mode }),
  z.object({ type: z.literal('error'), ...stored, error: z.string() }),
]);
export type MitzoEvent = z.infer<typeof event>;

/** The same frame, with the state itself where `state` has a coarser one, made for a frontend. */
export function withState(frame: MitzoFrame): MitzoFrame {
  return frame.internalState === undefined ? frame : { ...frame, state: frame.internalState };
}

const count = z.int().nonnegative();
/** Answers, by their type. */
export const answers = {
  welcome: z.object({ connectionId: z.string() }),
  session_id: z.object({ sessionId: z.string() }),
  watched: z.object({ sessionId: z.string() }),
  unwatched: z.object({ sessionId: z.string() }),
  session_switched: z.object({
    sessionId: z.string(),
    mode,
    cwd: z.string(),
    branch: z.string(),
    wtId: z.string().nullish(),
    /** One number, or what was read and written. */
    tokens: z.union([
      count,
      z.object({ input: count, output: count }).transform(({ input, output }) => input + output),
    ]),
    running: z.boolean(),
  }),
  session_cleared: z.object({}),
  reconnected: z.object({ sessions: z.array(z.object({ sessionId: z.string() })) }),
  mode_changed: z.object({ mode }),
} as const;
export type Answers = { [Type in keyof typeof answers]: z.infer<(typeof answers)[Type]> };
