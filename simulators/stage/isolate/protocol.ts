/**
 * What harness and isolate say to each other over the control socket: the harness asks, the isolate answers
 * each question once, in order. Plain data; nothing here runs.
 */
import type { Fault } from '../../../contracts/trace/index.ts';

/** A fault of the plan that the harness matched to a request, a frame or an alarm. */
export interface AttachedFault {
  entry: number;
  fault: Fault;
}

/** Travels with a request in the header `x-stage`, beside a frame, and from call to call inside the isolate. */
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

export type Question =
  | { ask: 'reset'; now: number; seed: number; nonce: string; mutant: string | null }
  | { ask: 'resume'; now: number; seed: number; nonce: string; mutant: string | null }
  | { ask: 'time'; now: number }
  | { ask: 'state' }
  | { ask: 'open'; gate: number }
  | { ask: 'fire-timer'; timer: number }
  | { ask: 'fire-alarm'; object: string; origin: Origin; due: 'checked' | 'anyway' }
  | { ask: 'look-up-alarm'; object: string }
  | { ask: 'let-go'; objects: string[] }
  | { ask: 'frame'; socket: number; origin: Origin };

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
  | { news: 'alarm-done'; object: string; id: number; ran: boolean };

export type Motion = 'none' | 'calls' | 'work';

/** `closing`: the isolate has closed it. `ended`: its end was handled, or nobody is there any more to handle it. */
export type SocketStage = 'open' | 'closing' | 'ended';

export interface State {
  /** What goes on by itself; see `motion` of the isolate. */
  motion: Motion;
  /** Requests of the harness that have come in and not been answered. */
  inside: number[];
  /** Calls of the isolate to the outside that it waits for. */
  outbound: number[];
  /** Per socket: frames taken in, frames sent out, and how far it has come. */
  sockets: [socket: number, taken: number, sent: number, stage: SocketStage][];
  news: News[];
}

export const controlPath = '/__stage/control';
export const originHeader = 'x-stage';
/** Number of an outbound call, on its way to the harness. */
export const outboundHeader = 'x-stage-outbound';
