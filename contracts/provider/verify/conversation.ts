import { isDeepStrictEqual } from 'node:util';
import type { SocketState, SocketStep } from '../socket-state.ts';
import { reasonOf } from './cannot-verify.ts';
import { filled, type Values } from './fill.ts';
import { ConversationFailed, type Frame, FrameSocket } from './frames.ts';

export interface Conversation {
  providerUrl: string;
  socket: SocketState;
  values: Values;
  /** The frame that the client sends in the end, where the frame to catch is its answer. */
  request: { content: unknown } | null;
  /** Milliseconds that one frame may take. */
  timeout: number;
  signal: AbortSignal;
  /** Brings about the state `time has passed`. @throws Error saying why it could not be had */
  passTime(seconds: number): Promise<void>;
}

/**
 * Opens a socket of the provider, does what the state says, and answers the frame that is to be compared.
 *
 * @throws ConversationFailed or MissingValue, with the reason in words
 */
export async function converse(conversation: Conversation): Promise<Frame> {
  const { socket: state, values, request } = conversation;
  const open = new Set<FrameSocket>();
  try {
    const socket = await opened(conversation, open);
    let consumed = 0;
    const swallow = async () => {
      consumed = (await socket.next(consumed)).place + 1;
    };
    if (state.hello !== undefined) {
      socket.send(filled(state.hello, values));
      await swallow();
    }
    const afterHello = consumed;
    for (const step of state.steps) {
      if ('await' in step) await swallow();
      else await take(step, conversation, socket, open);
    }
    const isWanted = wanted(state, values);
    if (request === null) return (await socket.next(state.catch ? afterHello : consumed, isWanted)).frame;
    const before = socket.count;
    socket.send(request.content);
    return (await socket.next(before, isWanted)).frame;
  } finally {
    for (const socket of open) socket.close();
  }
}

function wanted({ catch: fields }: SocketState, values: Values): (frame: Frame) => boolean {
  const asked = Object.entries(fields ?? {}).map(([name, value]) => [name, filled(value, values)] as const);
  return ({ content }) => {
    if (asked.length === 0) return true;
    if (typeof content !== 'object' || content === null) return false;
    const have = new Map(Object.entries(content));
    return asked.every(([name, value]) => isDeepStrictEqual(have.get(name), value));
  };
}

async function opened({ providerUrl, socket, values, timeout, signal }: Conversation, open: Set<FrameSocket>) {
  const url = addressOf(providerUrl, socket.path, values);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const made = new FrameSocket({ url, headers: bearer(socket.token, values), timeout, signal });
  open.add(made);
  await made.opened();
  return made;
}

async function take(
  step: Exclude<SocketStep, { await: unknown }>,
  conversation: Conversation,
  socket: FrameSocket,
  open: Set<FrameSocket>,
): Promise<void> {
  const { values } = conversation;
  if ('send' in step) return socket.send(filled(step.send, values));
  if ('time' in step) return conversation.passTime(step.time);
  if ('request' in step) return ask(step.request, conversation);
  const other = await opened(conversation, open);
  let consumed = 0;
  for (const frame of step.elsewhere) {
    other.send(filled(frame, values));
    consumed = (await other.next(consumed)).place + 1;
  }
}

type Asked = Extract<SocketStep, { request: unknown }>['request'];

/** However it is answered: what it has done is seen in the frame. */
async function ask({ method, path, token, headers, body }: Asked, conversation: Conversation): Promise<void> {
  const { providerUrl, values, timeout, signal } = conversation;
  try {
    const answer = await fetch(addressOf(providerUrl, path, values), {
      method,
      headers: {
        ...bearer(token, values),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...Object.fromEntries(
          Object.entries(headers ?? {}).map(([name, value]) => [name, String(filled(value, values))]),
        ),
      },
      ...(body !== undefined && { body: JSON.stringify(filled(body, values)) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
      redirect: 'manual',
    });
    await answer.arrayBuffer();
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
    throw new ConversationFailed(`The request ${method} ${path} was not answered (${reasonOf(error)}).`);
  }
}

/** A path of the contract below the path of the provider. */
function addressOf(providerUrl: string, path: string, values: Values): URL {
  return new URL(`${providerUrl.replace(/\/+$/, '')}${String(filled(path, values))}`);
}

function bearer(token: string, values: Values): Record<string, string> {
  return { Authorization: `Bearer ${String(filled(`\${${token}}`, values))}` };
}
