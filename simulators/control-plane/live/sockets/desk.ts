import { type LiveErrorCode, type LiveServerFrame, limits } from '../../../../contracts/wire/index.ts';
import type { Hibernating } from '../../platform.ts';
import type { Change } from '../change.ts';
import type { Prompt } from '../loop.ts';
import type { Loops } from '../loops.ts';
import { type CarriedOut, carryOut } from '../routing/carry-out.ts';
import type { RoutedFacts } from '../routing/steps.ts';
import { findLive, type LiveRow } from '../rows.ts';
import { type Connection, recall, remember, watchOf, withWatch } from './connections.ts';

/** Ends a frame with an error; whatever it had changed is undone. */
export class FrameRefused extends Error {
  readonly code: LiveErrorCode;
  constructor(code: LiveErrorCode) {
    super(code);
    this.name = 'FrameRefused';
    this.code = code;
  }
}

/** What a connection goes on to see of a session, once its frame is answered: all after `from`. */
export interface Follow {
  sessionId: string;
  from: number;
}
export interface Reply {
  frame: LiveServerFrame;
  follow?: Follow[];
}

/** Where a frame of a connection is handled, within one transaction. */
export class Desk {
  readonly change: Change;
  readonly loops: Loops;
  readonly socket: Hibernating;
  readonly sockets: readonly Hibernating[];

  constructor(change: Change, loops: Loops, socket: Hibernating, sockets: readonly Hibernating[]) {
    this.change = change;
    this.loops = loops;
    this.socket = socket;
    this.sockets = sockets;
  }

  get connection(): Connection {
    return recall(this.socket);
  }

  /** A session of the user; null for any other. */
  find(sessionId: string): LiveRow | null {
    const row = findLive(this.change.sql, sessionId);
    return row && this.change.rules.mayOpenLive(this.connection.user ?? '', row) ? row : null;
  }

  /** @throws FrameRefused where the user has no such session. */
  open(sessionId: string): LiveRow {
    const row = this.find(sessionId);
    if (!row) throw new FrameRefused('not_found');
    return row;
  }

  /** Watches a session, from now on. @throws FrameRefused where the connection watches too many. */
  attach(sessionId: string): void {
    const connection = withWatch(this.connection, sessionId, 'followed');
    if (connection.watches.length > limits.watches) throw new FrameRefused('too_many_watches');
    remember(this.socket, connection);
  }

  watches(sessionId: string): boolean {
    const watch = watchOf(this.connection, sessionId);
    return watch !== null && this.change.rules.delivers(watch);
  }

  running(operation: RoutedFacts['operation'] | 'other', sessionId: string): boolean {
    const state = findLive(this.change.sql, sessionId)?.state ?? 'unknown';
    return this.change.rules.runningNow(operation, state, this.loops.registered(sessionId));
  }

  /** Routes an operation by durable state and registry. Of another user's session nothing is looked at. */
  route(operation: RoutedFacts['operation'], sessionId: string, prompt: Prompt | null = null): CarriedOut {
    const row = findLive(this.change.sql, sessionId);
    if (row && !this.find(sessionId)) return 'refused';
    const registered = this.loops.registered(sessionId);
    const { connectionId } = this.connection;
    const facts = { operation, state: row?.state ?? 'unknown', registered, sessionId, connectionId } as const;
    return carryOut(this.change, this.loops, facts, prompt);
  }
}
