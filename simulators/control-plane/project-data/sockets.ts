import {
  type ClientFrame,
  clientFrame,
  type FeedFrame,
  limits,
  type ServerFrame,
} from '../../../contracts/wire/index.ts';
import { findPhase } from '../phases/rows.ts';
import type { Hibernating, Sql } from '../platform.ts';
import type { Rules } from '../rules.ts';
import { head } from './feed.ts';
import { findSession } from './sessions.ts';

/** What a socket is subscribed to: all after `from` of one session, or (null) of the project. */
interface Subscription {
  scope: string | null;
  from: number;
}
interface Subscriber {
  expiresAt: number;
  subscriptions: Subscription[];
}

/** What a subscriber asks for, where the feed stands at `stand`. */
interface Wish extends Subscription {
  stand: number;
}

type ErrorFrame = Extract<ServerFrame, { type: 'error' }>;

export function admit(socket: Hibernating, expiresAt: number): void {
  remember(socket, { expiresAt, subscriptions: [] });
}

/** Sends new entries to whoever follows them. Scopes of a socket may overlap: it gets each entry once (TASK-13). */
export function broadcast(sockets: readonly Hibernating[], frames: readonly FeedFrame[]): void {
  const news = frames.map((frame) => ({ frame, text: JSON.stringify(frame) }));
  for (const socket of news.length > 0 ? sockets : []) {
    const { subscriptions } = recall(socket);
    try {
      for (const { frame, text } of news) if (covers(subscriptions, frame)) socket.send(text);
    } catch (error) {
      console.error('A socket went away while it was written to.', error);
    }
  }
}

/** Handles what a subscriber sends, at one go: nothing is stored between a replay and the subscription that follows it. */
export function receive(sql: Sql, rules: Rules, socket: Hibernating, data: string | ArrayBuffer): void {
  const subscriber = recall(socket);
  const frame = parse(data);
  if (Date.now() >= subscriber.expiresAt) {
    remember(socket, { ...subscriber, subscriptions: [] });
    refuse(socket, { code: 'token_expired', detail: 'The token has expired. Connect again with a new one.' });
  } else if (!frame) {
    rules.malformedFrame(socket, 'The frame is not a ClientFrame.');
  } else if (frame.type === 'ping') {
    send(socket, { type: 'pong' });
  } else if (frame.type === 'unsubscribe') {
    remember(socket, { ...subscriber, subscriptions: without(subscriber, frame.sessionId) });
    send(socket, { type: 'unsubscribed', sessionId: frame.sessionId });
  } else {
    const stand = head(sql);
    const wish = { scope: frame.sessionId, from: frame.after ?? stand, stand };
    const objection = objectionTo(sql, rules, subscriber, wish);
    if (objection) refuse(socket, { ...objection, sessionId: wish.scope });
    else subscribe(sql, rules, socket, subscriber, wish);
  }
}

function objectionTo(
  sql: Sql,
  rules: Rules,
  subscriber: Subscriber,
  { scope, from, stand }: Wish,
): Pick<ErrorFrame, 'code' | 'detail'> | null {
  if (scope !== null && !rules.mayFollow({ known: isKnown(sql, scope) })) {
    return { code: 'not_found', detail: 'There is no such session.' };
  }
  if (from > stand) return { code: 'cursor_invalid', detail: `The feed stands at ${stand}, before the cursor.` };
  if (without(subscriber, scope).length < limits.subscriptions) return null;
  return { code: 'too_many_subscriptions', detail: `A socket holds ${limits.subscriptions} subscriptions.` };
}

/** A session of a task, or of a phase. */
function isKnown(sql: Sql, sessionId: string): boolean {
  return findSession(sql, sessionId) !== null || findPhase(sql, sessionId) !== null;
}

function subscribe(
  sql: Sql,
  rules: Rules,
  socket: Hibernating,
  subscriber: Subscriber,
  { scope, from, stand }: Wish,
): void {
  send(socket, { type: 'subscribed', sessionId: scope, cursor: stand });
  for (const frame of rules.replay(sql, scope, from)) {
    if (!covers(subscriber.subscriptions, frame)) send(socket, frame);
  }
  const held = subscriber.subscriptions.find((subscription) => subscription.scope === scope);
  const earliest = Math.min(from, held?.from ?? from);
  remember(socket, { ...subscriber, subscriptions: [...without(subscriber, scope), { scope, from: earliest }] });
}

function without(subscriber: Subscriber, scope: string | null): Subscription[] {
  return subscriber.subscriptions.filter((subscription) => subscription.scope !== scope);
}

/** Whether a socket was sent the entry, or will be. */
function covers(subscriptions: readonly Subscription[], frame: FeedFrame): boolean {
  return subscriptions.some(({ scope, from }) => (scope === null || scope === frame.sessionId) && frame.cursor > from);
}

function parse(data: string | ArrayBuffer): ClientFrame | null {
  if (typeof data !== 'string' || data.length > limits.bodyBytes) return null;
  try {
    return clientFrame.safeParse(JSON.parse(data)).data ?? null;
  } catch {
    return null;
  }
}

const send = (socket: Hibernating, frame: ServerFrame) => socket.send(JSON.stringify(frame));
const refuse = (socket: Hibernating, error: Omit<ErrorFrame, 'type'>) => send(socket, { type: 'error', ...error });
const recall = (socket: Hibernating) => socket.deserializeAttachment() as Subscriber;
const remember = (socket: Hibernating, subscriber: Subscriber) => socket.serializeAttachment(subscriber);
