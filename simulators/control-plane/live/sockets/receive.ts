import {
  type LiveClientFrame,
  type LiveErrorCode,
  type LiveServerFrame,
  limits,
  liveClientFrame,
  liveErrors,
} from '../../../../contracts/wire/index.ts';
import type { Hibernating } from '../../platform.ts';
import type { Rules } from '../../rules.ts';
import type { Change, Notice } from '../change.ts';
import type { Loops } from '../loops.ts';
import { settle } from '../states.ts';
import { replyInProgress } from '../turns.ts';
import { recall, remember, send } from './connections.ts';
import { Desk, FrameRefused, type Reply } from './desk.ts';
import { answerTo } from './frames.ts';

/** What the sockets need of the object. */
export interface Host {
  readonly loops: Loops;
  sockets(): readonly Hibernating[];
  /** One transaction, and its news to all but the connection `asker`, for whom they are returned. */
  commit<T>(
    rules: Rules,
    asker: string | null,
    work: (change: Change) => T,
  ): { result: T; held: Notice[]; change: Change };
}

/** What a client sent: a frame, a hello in a protocol that is not spoken, or something that makes no sense. */
export function parseFrame(rules: Rules, data: string | ArrayBuffer): LiveClientFrame | 'other protocol' | null {
  if (typeof data !== 'string' || rules.sizeOf(data) > limits.bodyBytes) return null;
  try {
    const value: unknown = JSON.parse(data);
    const { type, protocolVersion } = Object(value) as Record<string, unknown>;
    if (type === 'hello' && Number.isInteger(protocolVersion) && protocolVersion !== 1) return 'other protocol';
    return liveClientFrame.safeParse(value).data ?? null;
  } catch {
    return null;
  }
}

/** Answers a frame of a connected client, and then sends what it is to see because of it. */
export function receive(host: Host, rules: Rules, socket: Hibernating, frame: LiveClientFrame): void {
  const connection = recall(socket);
  if (Date.now() >= connection.expiresAt) {
    leaveAll(host, rules, socket);
    refuse(socket, 'token_expired', frame);
    return;
  }
  try {
    const { result, held, change } = host.commit(rules, connection.connectionId, (open) =>
      answerTo(new Desk(open, host.loops, socket, host.sockets()), frame),
    );
    respond(host, change, socket, result, held);
  } catch (error) {
    remember(socket, connection);
    if (!(error instanceof FrameRefused)) console.error('A frame could not be handled.', error);
    refuse(socket, error instanceof FrameRefused ? error.code : 'unavailable', frame);
  }
}

/** First the answer, then what was missed of each session, then what is going on in it. */
function respond(host: Host, { sql, rules }: Change, socket: Hibernating, reply: Reply, held: Notice[]): void {
  const { frame, follow = [] } = reply;
  send(socket, frame);
  const followed = new Set(follow.map(({ sessionId }) => sessionId));
  for (const notice of held) if (!followed.has(notice.sessionId)) send(socket, notice.frame);
  for (const { sessionId, from } of follow) {
    for (const event of rules.replayLive(sql, sessionId, from)) send(socket, event);
    const inProgress = replyInProgress(sql, host.loops, sessionId);
    if (inProgress) send(socket, inProgress);
  }
}

/** A connection that is gone, or whose token is, watches nothing any more. */
export function leaveAll(host: Host, rules: Rules, socket: Hibernating): void {
  const connection = recall(socket);
  if (connection.watches.length === 0) return;
  remember(socket, { ...connection, watches: [], current: null });
  host.commit(rules, null, (change) => {
    for (const { sessionId } of connection.watches) settleKnown(change, sessionId);
  });
}

function settleKnown(change: Change, sessionId: string): void {
  if (change.sql.exec('SELECT 1 FROM sessions WHERE id = ?', sessionId).toArray().length > 0) settle(change, sessionId);
}

export function refuse(socket: Hibernating, code: LiveErrorCode, frame: LiveClientFrame | null = null): void {
  const { sessionId, clientMsgId } = Object(frame) as Partial<Record<'sessionId' | 'clientMsgId', string | null>>;
  send(socket, {
    type: 'error',
    code,
    detail: liveErrors[code],
    ...(typeof sessionId === 'string' ? { sessionId } : {}),
    ...(typeof clientMsgId === 'string' ? { clientMsgId } : {}),
  } satisfies LiveServerFrame);
}
