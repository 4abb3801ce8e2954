/**
 * What harness and isolate say to each other over the control socket: the harness asks, the isolate answers
 * each question once, in order, when it is still. Plain data; nothing here runs.
 */
import type { Fault } from '../../../contracts/trace/index.ts';

/** A fault of the plan that the harness matched to a request, a frame or an alarm. */
export interface AttachedFault {
  entry: number;
  fault: Fault;
}

/** Travels with a request in the header `x-stage`, before a frame, and from call to call inside the isolate. */
export interface Origin {
  /** Number of the request's or frame's message, or of the alarm; unique in a world. */
  id: number;
  /** The operation of the history it belongs to; null for an alarm. */
  op: number | null;
  /** Number of the socket, where the request opens one. */
  socket?: number;
  /** Hold at every schedule point until the harness opens it. */
  gated?: boolean;
  faults?: AttachedFault[];
}

/** A world begins, or goes on in another process. */
export interface Beginning {
  seed: number;
  nonce: string;
  mutant: string | null;
  /** What the worker says and throws is news. */
  logs: boolean;
}

/** What the harness tells an isolate to do, in order. */
export type Order =
  | ({ order: 'reset' | 'resume' } & Beginning)
  | { order: 'open'; gate: number }
  | { order: 'fire-timer'; timer: number }
  | { order: 'fire-alarm'; object: string; origin: Origin; due: 'checked' | 'anyway' }
  | { order: 'look-up-alarm'; object: string }
  | { order: 'let-go'; objects: string[] };

/** What the harness has sent, over other connections than this, and what must have come in before the answer. */
export interface Awaited {
  requests: number[];
  /** Per socket: how many frames it has sent. */
  frames: [socket: number, count: number][];
  /** Sockets that are closed or broken on its side. */
  ends: number[];
}

/** It is `now`, do this, and answer when all that is awaited has come in and nothing moves. */
export interface Question {
  now: number;
  orders: Order[];
  awaits: Awaited;
}

/** Methods of `console` whose lines are news. */
export const said = ['debug', 'info', 'log', 'warn', 'error'] as const;
export type LogLevel = (typeof said)[number] | 'exception';

/** The worker's own code has said something, or thrown something that left it. */
export interface LogNews {
  news: 'log';
  level: LogLevel;
  /** As `console` got it, as far as it is JSON; of an exception one text. */
  said: unknown[];
  /** In which object; null: in none. */
  object: string | null;
  /** In which Worker; empty for the one that is played. */
  worker: string;
  op: number | null;
}

/** Things that happened since the last answer, in order. */
export type News =
  | { news: 'fault'; entry: number; op: number | null; id: number }
  | { news: 'gate'; gate: number; call: string; op: number | null; id: number; nth: number }
  | { news: 'timer'; timer: number; due: number; owner: string }
  | { news: 'timer-gone'; timer: number }
  | { news: 'alarm'; object: string; due: number | null }
  | { news: 'object'; object: string }
  | { news: 'object-lost'; object: string }
  | { news: 'kill'; entry: number; op: number | null; id: number }
  | { news: 'let-go'; objects: string[] }
  | LogNews
  | { news: 'alarm-done'; object: string; id: number; ran: boolean };

export type Motion = 'none' | 'calls' | 'work';

/** `closing`: the isolate has closed it. `ended`: its end was handled, or nobody is there any more to handle it. */
export type SocketStage = 'open' | 'closing' | 'ended';

export interface State {
  /** All that was awaited has come in. */
  arrived: boolean;
  /** What goes on by itself; see `motion` of the isolate. */
  motion: Motion;
  /** Requests that were awaited and have been answered: the answer is on its way. */
  left: number[];
  /** Calls of the isolate to the outside that it waits for. */
  outbound: number[];
  /** Per socket: frames sent out, and how far it has come. */
  sockets: [socket: number, sent: number, stage: SocketStage][];
  news: News[];
}

export const controlPath = '/__stage/control';
export const originHeader = 'x-stage';
/** Stands before each frame of an actor, then its `Origin` and a line break. */
export const originFrame = '\u0000stage ';
/** Number of an outbound call, on its way to the harness. */
export const outboundHeader = 'x-stage-outbound';
