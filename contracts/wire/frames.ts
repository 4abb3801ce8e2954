import { z } from 'zod';
import { sessionId, time } from './ids.ts';
import { phaseEventTypes, phaseFeedOptions } from './phases/events.ts';
import { message, session } from './resources.ts';

const cursor = z.int().nonnegative().meta({
  id: 'Cursor',
  description: "Place in the project's feed: 1, 2, 3, … in the order things happened. 0 is before the first.",
});
const scope = sessionId.nullable().meta({ description: 'One session, or null for the whole project.' });

/** What a subscriber may send on the events socket. */
export const clientFrame = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('subscribe'),
        sessionId: scope,
        after: cursor.nullable().meta({ description: 'Events after this cursor come first; null: only new ones.' }),
      })
      .meta({ id: 'subscribe' }),
    z.strictObject({ type: z.literal('unsubscribe'), sessionId: scope }).meta({ id: 'unsubscribe' }),
    z.strictObject({ type: z.literal('ping') }).meta({ id: 'ping' }),
  ])
  .meta({ id: 'ClientFrame' });
export type ClientFrame = z.infer<typeof clientFrame>;

const feedEvent = { cursor, sessionId, at: time };
const sessionEvent = <T extends string>(type: T, description: string) =>
  z.object({ type: z.literal(type), ...feedEvent, session }).meta({ id: type, description });

/** An entry of the project's feed. Each reaches every subscriber once, in order of `cursor` (TASK-13, TASK-20). */
export const feedFrame = z
  .discriminatedUnion('type', [
    z
      .object({ type: z.literal('message.new'), ...feedEvent, message })
      .meta({ id: 'message.new', description: 'A message was stored.' }),
    sessionEvent('session.created', 'The session exists, with its first message still to come in the feed.'),
    sessionEvent('session.linked', 'Its workspace was linked.'),
    sessionEvent('session.agent_completed', 'The agent says it has completed; the idle period begins.'),
    sessionEvent('session.idle_cleanup', 'The idle period is over; session.stopped follows.'),
    sessionEvent('session.stopped', 'The session takes no new messages.'),
    ...phaseFeedOptions(feedEvent),
  ])
  .meta({ id: 'FeedFrame' });
export type FeedFrame = z.infer<typeof feedFrame>;
/** An entry about a phase session. */
export type PhaseFrame = Extract<FeedFrame, { type: `phase.${string}` }>;

export const isPhaseFrame = (frame: FeedFrame): frame is PhaseFrame => phaseEventTypes.has(frame.type);

/** Why the last frame of a client was refused, by the code of the `error` frame. */
export const frameErrors = {
  malformed_frame: 'Not JSON text, over 1 MiB, of an unknown type, or not as the schema of its type says.',
  not_found: 'No such session in this project. Nothing was subscribed (TASK-19).',
  cursor_invalid: '`after` is ahead of the feed. Nothing was subscribed: read the lists again and start from null.',
  too_many_subscriptions: 'The socket holds as many subscriptions as it may. The others go on.',
  token_expired: 'The token has expired since the socket was opened. Open another socket with a new token.',
} as const;
export type FrameErrorCode = keyof typeof frameErrors;
export const frameErrorCodes = Object.keys(frameErrors) as [FrameErrorCode, ...FrameErrorCode[]];

/** What the provider sends on the events socket. */
export const serverFrame = z
  .union([
    z.object({ type: z.literal('subscribed'), sessionId: scope, cursor }).meta({
      id: 'subscribed',
      description: 'Answer to subscribe, before any event. `cursor` is where the feed stood.',
    }),
    z.object({ type: z.literal('unsubscribed'), sessionId: scope }).meta({ id: 'unsubscribed' }),
    z.object({ type: z.literal('pong') }).meta({ id: 'pong' }),
    z
      .object({
        type: z.literal('error'),
        code: z.enum(frameErrorCodes),
        detail: z.string(),
        sessionId: scope.optional().meta({ description: 'The scope that was asked for, where one was.' }),
      })
      .meta({
        id: 'error',
        description:
          'The last frame was refused. The connection stays open; after token_expired it may be closed (4401).',
      }),
    feedFrame,
  ])
  .meta({ id: 'ServerFrame' });
export type ServerFrame = z.infer<typeof serverFrame>;
