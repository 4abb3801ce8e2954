import { z } from 'zod';

/** What a client does on its socket, step by step, before or so that a frame comes. Strings may hold `${value}`. */
const socketStep = z.union([
  z.strictObject({ send: z.unknown() }).describe('Send a frame.'),
  z.strictObject({ await: z.literal('a frame') }).describe('Wait for one more frame, whatever it is.'),
  z
    .strictObject({
      request: z.strictObject({
        method: z.string(),
        path: z.string(),
        token: z.string().default('token').describe('Name of the value that holds the bearer token.'),
        headers: z.record(z.string(), z.string()).optional(),
        body: z.unknown().optional(),
      }),
    })
    .describe('Make a request, and go on when it was answered, however.'),
  z
    .strictObject({ elsewhere: z.array(z.unknown()) })
    .describe('Send these frames on a second socket of the same kind and user, each after a frame has come.'),
  z
    .strictObject({ time: z.number().nonnegative() })
    .describe('Ask the provider to be in the state `time has passed`, by so many seconds.'),
]);
export type SocketStep = z.infer<typeof socketStep>;

/**
 * The state of a message interaction that the harness itself brings about, on top of those of the provider: which socket
 * is open, and what the client does so that the frame comes. The provider is never asked for it.
 */
export const socketStateName = 'a socket is open';
export const socketState = z.strictObject({
  /** Path of the upgrade. */
  path: z.string(),
  /** Name of the value that holds the token: sent as a bearer token with the upgrade. */
  token: z.string().default('token'),
  /** Sent first; the frame that comes back is swallowed. */
  hello: z.unknown().optional(),
  steps: z.array(socketStep).default([]),
  /** The frame to catch is the first that has these fields with these values; for a synchronous message, the first after the request. */
  catch: z.record(z.string(), z.unknown()).optional(),
});
export type SocketState = z.infer<typeof socketState>;
