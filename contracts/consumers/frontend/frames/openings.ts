import type { SocketState, SocketStep } from '../../../provider/socket-state.ts';
import { type OperationName, route } from '../../../wire/index.ts';
import type { FrameInteraction } from '../../toolkit/interaction.ts';
import { strange, values } from '../../toolkit/values.ts';

const { projectId, sessionId, token } = values;

/** What the harness does so that a provider sends a frame. */
export type Opening = NonNullable<FrameInteraction['open']>;
type Catch = NonNullable<SocketState['catch']>;

/** Said first on a live socket. */
export const hello = { type: 'hello', protocolVersion: 1, token, sessionId: null } as const;

const prompted = { type: 'send', sessionId, clientMsgId: strange(900) } as const;
/** The first prompt of the session, with an id that no client of an interaction has. */
export const firstPrompt = (prompt: string) => ({ ...prompted, prompt, resume: false });
/** A later prompt. */
export const laterPrompt = (prompt: string) => ({ ...prompted, prompt, resume: true });

/** Watches the session from now on, and waits for the answer. */
export const watching: readonly SocketStep[] = [
  { send: { type: 'switch_session', sessionId, after: null } },
  { await: 'a frame' },
];

/** A live socket that was greeted, after these steps; the frame to catch has the fields `wanted`. */
export function greeted(wanted: Catch, steps: readonly SocketStep[] = []): Opening {
  return { hello, steps: [...steps], catch: wanted };
}

/** An events socket that is subscribed from now on (`scope`: null for the project), after these steps. */
export function subscribed(scope: string | null, wanted: Catch, steps: readonly SocketStep[] = []): Opening {
  const subscribing: SocketStep[] = [
    { send: { type: 'subscribe', sessionId: scope, after: null } },
    { await: 'a frame' },
  ];
  return { steps: [...subscribing, ...steps], catch: wanted };
}

type Asking = Extract<SocketStep, { request: unknown }>['request'];

/** A request of the contract in the project of the state; `token` is the name of a value. */
export function asking(
  operation: OperationName,
  params: Record<string, string>,
  more: Partial<Pick<Asking, 'token' | 'headers' | 'body'>> = {},
): SocketStep {
  return { request: { ...route(operation, { projectId, ...params }), token: 'token', ...more } };
}
