import { z } from 'zod';
import { messageId, sessionId, time } from '../ids.ts';
import { clientMsgId, liveEvent, liveSeq, run } from './events.ts';
import { permissionMode, workplace } from './session.ts';
import { liveState } from './states.ts';

const lastSeq = z.int().nonnegative().meta({ description: '`seq` of the last event the client has; 0: none.' });
const prompt = z.string().min(1).meta({ description: 'At most 100 KiB of UTF-8, without NUL characters.' });
const places = z.array(z.strictObject({ sessionId, lastSeq })).min(1).max(16);

/** What a client may send on the live socket. Each is answered by exactly one frame; see `liveAnswers`. */
export const liveClientFrame = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('hello'),
        protocolVersion: z.literal(1),
        token: z.string().min(1).max(4096),
        sessionId: sessionId.nullable().meta({ description: 'The session the client shows, if any; echoed.' }),
      })
      .meta({ id: 'hello', description: 'The first frame. Nothing else is handled before it is answered (WEB-9).' }),
    z.strictObject({ type: z.literal('ping') }).meta({ id: 'live_ping' }),
    z
      .strictObject({
        type: z.literal('watch'),
        sessionId,
        after: lastSeq.nullable().meta({ description: 'Events after this come first; null: only new ones.' }),
      })
      .meta({ id: 'watch' }),
    z.strictObject({ type: z.literal('unwatch'), sessionId }).meta({ id: 'unwatch' }),
    z
      .strictObject({
        type: z.literal('switch_session'),
        sessionId: sessionId.nullable(),
        after: lastSeq.nullable().meta({ description: 'As in `watch`; of no meaning where `sessionId` is null.' }),
      })
      .meta({
        id: 'switch_session',
        description: 'Watches this session in place of the one switched to before; null: only leaves that (LIVE-3).',
      }),
    z
      .strictObject({
        type: z.literal('send'),
        sessionId,
        clientMsgId,
        prompt,
        resume: z.boolean().meta({
          description: 'false for the first message of a session, true for every later one (WEB-2, WEB-3).',
        }),
      })
      .meta({ id: 'send' }),
    z
      .strictObject({ type: z.literal('interrupt'), sessionId, clientMsgId, prompt })
      .meta({ id: 'interrupt', description: 'Ends the running turn and does this instead; else a `send` (LIVE-8).' }),
    z
      .strictObject({ type: z.literal('reconnect'), sessions: places })
      .meta({ id: 'reconnect', description: 'Watches again what was watched on an earlier connection (LIVE-9).' }),
    z.strictObject({ type: z.literal('suspend'), sessions: places }).meta({
      id: 'suspend',
      description: 'Sends nothing of these sessions but `session_takeover` until `resume` (LIVE-15).',
    }),
    z
      .strictObject({ type: z.literal('resume'), sessions: places })
      .meta({ id: 'resume', description: 'Goes on after `lastSeq` of each.' }),
    z.strictObject({ type: z.literal('stop'), sessionId }).meta({
      id: 'stop',
      description: 'Ends the session: its loop may finish the running turn, within ten minutes, and takes no other.',
    }),
    z.strictObject({ type: z.literal('set_mode'), sessionId, mode: permissionMode }).meta({ id: 'set_mode' }),
  ])
  .meta({ id: 'LiveClientFrame' });
export type LiveClientFrame = z.infer<typeof liveClientFrame>;

/** Why a frame was refused, by the code of the `error` frame. */
export const liveErrors = {
  malformed_frame: 'Not JSON text, over 1 MiB, of an unknown type, or not as the schema of its type says.',
  not_connected: 'It came before `connected`, so it was not handled. Send it again after `connected` (WEB-9).',
  already_connected: 'A second `hello`. The connection goes on as it was.',
  not_found: 'No such session, or it is not yours. Nothing was done.',
  not_watched: 'The connection does not watch this session.',
  client_msg_conflict: 'The clientMsgId belongs to another prompt of this session; the first is kept (LIVE-12).',
  resume_required: 'The session has messages: every message after the first has `resume: true` (WEB-3).',
  nothing_to_resume: 'The session has no message: the first one has `resume: false` (WEB-2).',
  prompt_too_large: 'The prompt is over 100 KiB of UTF-8. Nothing was stored.',
  too_many_prompts: 'The session has as many prompts waiting as it may. Nothing was stored.',
  too_many_watches: 'The connection watches as many sessions as it may. The others go on.',
  token_expired: 'The token has expired since `connected`. Open another socket with a new token.',
  unavailable: 'A store did not answer. Whether it happened is not known: send the same frame again.',
} as const;
export type LiveErrorCode = keyof typeof liveErrors;
export const liveErrorCodes = Object.keys(liveErrors) as [LiveErrorCode, ...LiveErrorCode[]];

const standing = z.array(
  z.object({
    sessionId,
    status: z.enum(['replayed', 'cursor_invalid', 'not_found']).meta({
      description:
        'replayed: the events after lastSeq follow. cursor_invalid: lastSeq is ahead of the session, all its events follow from the first, and what the client had is void. not_found: nothing is watched.',
    }),
    seq: z.int().nonnegative().meta({ description: 'Where the session stands.' }),
    running: z.boolean(),
  }),
);

/** What the provider sends on the live socket. */
export const liveServerFrame = z
  .union([
    z
      .object({
        type: z.literal('connected'),
        connectionId: z.uuid(),
        sessionId: sessionId.nullable().meta({ description: 'As hello named it.' }),
        at: time,
        protocolVersion: z.literal(1),
      })
      .meta({ id: 'connected', description: 'Answer to hello, once the token is known to be good (WEB-9).' }),
    z.object({ type: z.literal('pong') }).meta({ id: 'live_pong' }),
    z
      .object({ type: z.literal('watched'), sessionId, seq: z.int().nonnegative(), running: z.boolean() })
      .meta({ id: 'watched', description: 'Answer to watch, before any event. `seq` is where the session stood.' }),
    z.object({ type: z.literal('unwatched'), sessionId }).meta({ id: 'unwatched' }),
    z
      .object({
        type: z.literal('session_switched'),
        sessionId,
        seq: z.int().nonnegative(),
        state: liveState,
        running: z.boolean(),
        mode: permissionMode,
        ...workplace,
        tokens: z.int().nonnegative().meta({ description: '`totalTokens` of the session so far.' }),
      })
      .meta({ id: 'session_switched', description: 'Answer to switch_session, before any event (LIVE-3, LIVE-4).' }),
    z
      .object({ type: z.literal('session_cleared') })
      .meta({ id: 'session_cleared', description: 'Answer to switch_session with null.' }),
    z
      .object({
        type: z.literal('accepted'),
        sessionId,
        clientMsgId,
        messageId: messageId.meta({ description: 'Id of the prompt as a message.' }),
        seq: liveSeq.meta({ description: 'Place of its `user_message`.' }),
        status: z.enum(['stored', 'duplicate']),
      })
      .meta({ id: 'accepted', description: 'Answer to send and interrupt: the prompt is durable (LIVE-12).' }),
    z.object({ type: z.literal('reconnected'), sessions: standing }).meta({
      id: 'reconnected',
      description: 'Answer to reconnect, before any event; then the events of each session, in its order.',
    }),
    z.object({ type: z.literal('suspended'), sessions: z.array(z.object({ sessionId })) }).meta({
      id: 'suspended',
      description: 'Answer to suspend. Sessions that are not watched are left out. No event of the others follows.',
    }),
    z.object({ type: z.literal('resumed'), sessions: standing }).meta({
      id: 'resumed',
      description: 'Answer to resume, as `reconnected`.',
    }),
    z
      .object({ type: z.literal('stopping'), sessionId, state: liveState })
      .meta({ id: 'stopping', description: 'Answer to stop: the state it is in now, CLOSING or ENDED.' }),
    z.object({ type: z.literal('mode_set'), sessionId, mode: permissionMode }).meta({ id: 'mode_set' }),
    z
      .object({
        type: z.literal('error'),
        code: z.enum(liveErrorCodes),
        detail: z.string(),
        sessionId: z.string().optional().meta({ description: 'The session of the frame, where it had one.' }),
        clientMsgId: z.string().optional().meta({ description: 'The id of the prompt, where it had one.' }),
      })
      .meta({ id: 'live_error', description: 'The frame was refused and changed nothing, but after `unavailable`.' }),
    z
      .object({
        type: z.literal('message_start'),
        sessionId,
        messageId,
        clientMsgId,
        run,
        text: z.string().meta({ description: 'The reply so far; empty at its beginning.' }),
        index: z.int().nonnegative().meta({ description: 'Index of the next chunk.' }),
      })
      .meta({
        id: 'message_start',
        description: 'A reply begins; or, for who comes in the middle, it goes on. Not durable.',
      }),
    z
      .object({
        type: z.literal('chunk'),
        sessionId,
        messageId,
        index: z.int().nonnegative().meta({ description: '0, 1, 2, … in the reply.' }),
        text: z.string(),
      })
      .meta({ id: 'chunk', description: 'The next piece of a reply. Not durable: its message_complete has it all.' }),
    z
      .object({ type: z.literal('session_takeover'), sessionId, by: z.uuid() })
      .meta({ id: 'session_takeover', description: 'Another connection sends in this session now (LIVE-13).' }),
    liveEvent,
  ])
  .meta({ id: 'LiveServerFrame' });
export type LiveServerFrame = z.infer<typeof liveServerFrame>;

/** Which frame answers which. Any may be answered by `error` instead; hello also by a close. */
export const liveAnswers = {
  hello: 'connected',
  ping: 'pong',
  watch: 'watched',
  unwatch: 'unwatched',
  switch_session: 'session_switched or session_cleared',
  send: 'accepted',
  interrupt: 'accepted',
  reconnect: 'reconnected',
  suspend: 'suspended',
  resume: 'resumed',
  stop: 'stopping',
  set_mode: 'mode_set',
} as const satisfies Record<LiveClientFrame['type'], string>;

/** How a hello that is refused closes the socket (WEB-14). Neither is worth another attempt with the same token. */
export const liveCloseCodes = {
  /** The token is not known, or has expired. */
  unauthenticated: 4401,
  /** The token is good, but may not talk to the live sessions of this project; or the protocol is not spoken. */
  forbidden: 1008,
} as const;
