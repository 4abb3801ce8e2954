/** Counts what goes out on the hibernating sockets of an object. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Origin, originFrame } from './protocol.ts';
import { contextOf, stage } from './state.ts';

/** What is said while this is set stays here: the object is reset before it leaves. */
export const unsaid = new AsyncLocalStorage<true>();

const tag = 'stage:';
/** Says of a socket which one it is of this world. */
export const tagOf = (id: number) => `${tag}${stage.nonce}/${id}`;
const known = new WeakMap<WebSocket, number>();

export function patchSockets(ctx: DurableObjectState, key: string): (socket: WebSocket) => string[] {
  const real = {
    accept: ctx.acceptWebSocket.bind(ctx),
    list: ctx.getWebSockets.bind(ctx),
    tags: ctx.getTags.bind(ctx),
  };
  ctx.acceptWebSocket = (socket, tags = []) => {
    const id = contextOf.getStore()?.socket;
    if (id === undefined) return real.accept(socket, tags);
    stage.sockets.set(id, { object: key, taken: 0, sent: 0, stage: 'open' });
    const own = tagOf(id);
    real.accept(socket, [...tags, own]);
    registerSocket(socket, [own]);
  };
  ctx.getWebSockets = (wanted) => {
    const sockets = real.list(wanted);
    for (const socket of sockets) registerSocket(socket, real.tags(socket));
    return sockets;
  };
  ctx.getTags = (socket) => real.tags(socket).filter((entry) => !entry.startsWith(tag));
  return (socket) => real.tags(socket);
}

/**
 * Counts what goes out on a socket; a socket comes back as another value after hibernation. Answers its number in
 * this world, -1 where it is of another.
 */
export function registerSocket(socket: WebSocket, tags: string[]): number {
  const seen = known.get(socket);
  if (seen !== undefined) return seen;
  const [world, number] = (tags.find((entry) => entry.startsWith(tag)) ?? tag).slice(tag.length).split('/');
  const id = world === stage.nonce ? Number(number) : -1;
  known.set(socket, id);
  const count = () => {
    const entry = stage.sockets.get(id);
    if (entry) entry.sent += 1;
  };
  const send = socket.send.bind(socket);
  socket.send = (data: string | ArrayBuffer) => {
    if (unsaid.getStore()) return;
    send(data);
    count();
  };
  const close = socket.close.bind(socket);
  socket.close = (code?: number, reason?: string) => {
    if (unsaid.getStore()) return;
    close(code, reason);
    const entry = stage.sockets.get(id);
    if (entry?.stage === 'open') entry.stage = 'closing';
  };
  return id;
}

/** A frame without what the harness has put before it. */
export function originOf(received: string | ArrayBuffer): { origin?: Origin; message: string | ArrayBuffer } {
  if (typeof received !== 'string' || !received.startsWith(originFrame)) return { message: received };
  const end = received.indexOf('\n');
  return { origin: JSON.parse(received.slice(originFrame.length, end)) as Origin, message: received.slice(end + 1) };
}
