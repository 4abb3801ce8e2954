import type { Client } from '../adapter.ts';
import { type FeedEntry, LiveFeed } from '../live-feed.ts';
import { Refused } from '../refused.ts';
import type { WireSocket } from '../wire.ts';
import type { SamPlay } from './play.ts';
import { frame as frameSchema, type SamFrame } from './wire.ts';

const lifecycle = {
  'session.updated': 'session.linked',
  'session.stopped': 'session.stopped',
  'session.agent_completed': 'session.agent_completed',
  'session.idle_cleanup': 'session.idle_cleanup',
} as const;

/** The feed of the project on one socket, for the scopes the client asked for. */
export async function openFeed(play: SamPlay, client: Client<'events'>, token: string | null): Promise<LiveFeed> {
  const { wire } = play.client.tools;
  /** Sessions whose link was told. */
  const linked = new Set<string>();
  const feed = new LiveFeed(client, play.client.tools, {
    exists: (sessionId) => exists(play, sessionId),
    ping: () => socket.send({ type: 'ping' }),
    close: (code) => socket.close(code),
  });
  const heard = (said: unknown) => {
    if (Object(said).type === 'pong') {
      feed.pong();
      return [];
    }
    const read = frameSchema.safeParse(said);
    if (read.success) return entriesOf(play, read.data, linked);
    const isKnown = frameSchema.options.some((option) => option.shape.type.value === Object(said).type);
    if (isKnown) throw wire.unexpected('a frame of the feed', said, 'what its type has');
    return [];
  };
  const socket: WireSocket = await wire.open({
    path: play.client.inProject('/sessions/ws'),
    headers: play.client.headersFor(token),
    frame: (said) => feed.tell(() => heard(said)),
    close: (code, reason) => client.close(code, reason),
  });
  return feed;
}

async function exists(play: SamPlay, sessionId: string): Promise<boolean> {
  try {
    await play.client.session(play.sessionIdOf(sessionId));
    return true;
  } catch (error) {
    if (error instanceof Refused && error.code === 'not_found') return false;
    throw error;
  }
}

async function entriesOf(play: SamPlay, { type, payload }: SamFrame, linked: Set<string>): Promise<FeedEntry[]> {
  const { client, translation, ids } = play;
  const foreign = 'id' in payload ? payload.id : payload.sessionId;
  if (!(await play.isOwnSession(foreign))) return [];
  const sessionId = ids.canonical('session', foreign);
  const at = client.tools.now();
  if (type === 'messages.batch' && 'messages' in payload) {
    const messages = payload.messages.map((message) => translation.message(foreign, message));
    return messages.map((message) => ({ type: 'message.new' as const, sessionId, at, message }));
  }
  if (type === 'message.new' && 'messageId' in payload) {
    const found = (await client.messages(foreign)).find(({ id }) => id === payload.messageId);
    if (!found) throw client.tools.wire.unexpected('a frame of the feed', payload, 'a message of the history');
    return [{ type: 'message.new', sessionId, at, message: translation.message(foreign, found) }];
  }
  // It is linked when the VM agent has heard of its workspace, and told so once, whatever else is updated.
  if (type === 'session.updated') await play.linked(foreign);
  const session = translation.session(await client.session(foreign));
  if (type === 'session.created') return [{ type, sessionId, at, session }];
  if (type === 'session.updated') {
    if (session.workspaceId === null || linked.has(foreign)) return [];
    linked.add(foreign);
  }
  return [{ type: lifecycle[type as keyof typeof lifecycle], sessionId, at, session }];
}
