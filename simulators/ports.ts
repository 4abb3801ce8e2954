/**
 * What a simulator needs of the world around it. The stage implements these ports on virtual time and
 * recorded links; `stage/tcp` implements them on real time and plain sockets, for the same client code.
 */
import type { AnyClientFrame, NodeOperationName, OperationName } from '../contracts/wire/index.ts';

/** Time. All values are milliseconds. */
export interface Clock {
  now(): number;
  /** Runs once after `ms`. The answer cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** Chance that a seed repeats. */
export interface Random {
  uuid(): string;
  /** 0 ≤ fraction < 1. */
  fraction(): number;
}

export interface Call {
  operation: OperationName;
  params: Record<string, string>;
  query?: Record<string, string | number>;
  headers?: Record<string, string>;
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
  token?: string;
  /** Sent instead of what the operation says, by those who ask wrongly on purpose. */
  instead?: { method?: string; path?: string };
  /** Milliseconds until the call is given up with a `LinkError` of kind `timeout`. Default 10 000. */
  timeout?: number;
}

export interface Answer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** Parsed JSON; the raw text where it is not JSON; undefined where there is none. */
  body: unknown;
}

/** The call has no answer. Whether it happened is not known. */
export class LinkError extends Error {
  readonly kind: 'connection-lost' | 'timeout';
  constructor(kind: 'connection-lost' | 'timeout') {
    super(kind === 'timeout' ? 'No answer in time.' : 'The connection was lost.');
    this.name = 'LinkError';
    this.kind = kind;
  }
}

export interface SocketHandlers {
  open(): void;
  /** A frame of the server, parsed; the raw text where it is not JSON. */
  frame(frame: unknown): void;
  /**
   * Called exactly once, also when the socket never opened. 1006: broken or refused; the reason of a refusal is
   * `HTTP ` and its status, where that can be seen.
   */
  close(code: number, reason: string): void;
}

export interface Socket {
  /** A string is sent as it is. Ignored once closed. */
  send(frame: AnyClientFrame | string): void;
  close(code?: number): void;
}

/** What a provider asks of a node. */
export interface NodeCall {
  operation: NodeOperationName;
  params: Record<string, string>;
  body: unknown;
}

/** The only way out of a simulator. */
export interface Link {
  /** @throws LinkError when there is no answer. */
  request(call: Call): Promise<Answer>;
  connect(call: Pick<Call, 'operation' | 'params' | 'token' | 'headers'>, handlers: SocketHandlers): Socket;
  /** Serves the node operations to the provider. `url` is what the provider calls. */
  listen(handle: (call: NodeCall) => Promise<Answer>): Promise<{ url: string; close(): Promise<void> }>;
}

/** Where a simulator says what it does and what its user would see. */
export interface Journal {
  verb(name: string, args: unknown, refused?: string): void;
  report(report: string, detail: unknown): void;
}

/** The ports of one simulator. */
export interface Ports {
  clock: Clock;
  random: Random;
  link: Link;
  journal: Journal;
}
