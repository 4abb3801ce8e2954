import type { z } from 'zod';
import { clientFrame, serverFrame } from './frames.ts';
import { liveClientFrame, liveServerFrame } from './live/frames.ts';
import { terminalClientFrame, terminalServerFrame } from './live/terminal.ts';

/** The operations that upgrade to a socket, with the frames of either side. */
export const sockets = {
  events: { client: clientFrame, server: serverFrame },
  live: { client: liveClientFrame, server: liveServerFrame },
  terminal: { client: terminalClientFrame, server: terminalServerFrame },
} as const;
export type SocketName = keyof typeof sockets;

/** Whatever a client may send on one of the sockets. */
export type AnyClientFrame = z.infer<(typeof sockets)[SocketName]['client']>;
