import { type LiveServerFrame, liveCloseCodes } from '../../../../contracts/wire/index.ts';
import type { Hibernating } from '../../platform.ts';
import type { Rules } from '../../rules.ts';
import type { Audience, Notice } from '../change.ts';

export interface Watch {
  sessionId: string;
  suspended: boolean;
}

/** All that is known of a live socket. It is kept by the socket, so that it outlives the memory of the object. */
export interface Connection {
  connectionId: string;
  projectId: string;
  /** null: nobody is connected yet. */
  user: string | null;
  /** Its hello is being judged. */
  asking: boolean;
  /** Milliseconds since 1970, of the token it was connected with. */
  expiresAt: number;
  /** The session it switched to. */
  current: string | null;
  watches: Watch[];
}

/** Tags of sockets. */
export const tags = { live: 'live', terminal: 'terminal' } as const;

export const recall = (socket: Hibernating) => socket.deserializeAttachment() as Connection;
export const remember = (socket: Hibernating, connection: Connection) => socket.serializeAttachment(connection);

/** A socket may be gone before it is known to be. */
export function send(socket: Hibernating, frame: LiveServerFrame): void {
  try {
    socket.send(JSON.stringify(frame));
  } catch (error) {
    console.error('A socket went away while it was written to.', error);
  }
}

/** It may be closed already. */
export function close(socket: Hibernating, code: number, reason: string): void {
  try {
    socket.close(code, reason);
  } catch (error) {
    console.error('A socket went away before it was closed.', error);
  }
}

/** Connections that may be sent something. */
function present(sockets: readonly Hibernating[], now: number) {
  return sockets.flatMap((socket) => {
    const connection = recall(socket);
    return connection.user !== null && now < connection.expiresAt ? [{ socket, connection }] : [];
  });
}

export function audienceOf(sockets: readonly Hibernating[], sessionId: string, now: number): Audience {
  const watches = present(sockets, now).flatMap(({ connection }) =>
    connection.watches.filter((watch) => watch.sessionId === sessionId),
  );
  const suspended = watches.filter((watch) => watch.suspended).length;
  return { watching: watches.length - suspended, suspended };
}

/**
 * Sends notices to whoever watches, in order. Those for the connection `asker`, whose frame is not answered yet, are returned
 * instead: the answer comes first. Who may not hear them any more does not wait for them in silence: it is closed.
 */
export function deliver(
  sockets: readonly Hibernating[],
  rules: Pick<Rules, 'delivers'>,
  notices: readonly Notice[],
  now: number,
  asker: string | null,
): Notice[] {
  const held: Notice[] = [];
  for (const socket of notices.length > 0 ? sockets : []) {
    const connection = recall(socket);
    const heard = connection.user === null ? [] : notices.filter((notice) => isFor(rules, notice, connection));
    if (heard.length > 0 && now >= connection.expiresAt) {
      close(socket, liveCloseCodes.unauthenticated, 'The token has expired.');
    } else if (connection.connectionId === asker) {
      held.push(...heard);
    } else {
      for (const { frame } of heard) send(socket, frame);
    }
  }
  return held;
}

/** What one connection has to be told it is told whether or not it looks at the session. */
function isFor(rules: Pick<Rules, 'delivers'>, { to, sessionId }: Notice, connection: Connection): boolean {
  if (to !== undefined) return to === connection.connectionId;
  const watch = watchOf(connection, sessionId);
  return watch !== null && rules.delivers(watch);
}

export function withWatch(connection: Connection, sessionId: string, as: 'followed' | 'suspended'): Connection {
  const watch = { sessionId, suspended: as === 'suspended' };
  return { ...connection, watches: [...withoutWatch(connection, sessionId).watches, watch] };
}

export function withoutWatch(connection: Connection, sessionId: string): Connection {
  return { ...connection, watches: connection.watches.filter((watch) => watch.sessionId !== sessionId) };
}

export function watchOf(connection: Connection, sessionId: string): Watch | null {
  return connection.watches.find((watch) => watch.sessionId === sessionId) ?? null;
}
