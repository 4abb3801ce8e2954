import type { z } from 'zod';
import type { Answer, Call } from '../../../simulators/ports.ts';
import type { HandPorts } from '../../../simulators/testing.ts';
import type { SocketState } from '../../provider/socket-state.ts';
import type { StateName } from '../../provider/states.ts';
import type { OperationName, ProblemCode, SocketName } from '../../wire/index.ts';

/** A provider state with the parameters that are not its defaults. */
export interface Given {
  state: StateName;
  params?: Record<string, unknown>;
}

/** What the client hears: a success with its example, or a problem. */
export type Promised =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | { problem: ProblemCode; more?: Record<string, unknown>; headers?: Record<string, string> };

/** One request of a client, and how it takes one answer. */
export interface HttpInteraction {
  kind: 'http';
  description: string;
  given: readonly Given[];
  operation: OperationName;
  /** Which of its requests of that operation, from 1. Default 1. */
  nth?: number;
  /** What the body of the request is made of. Default: what the operation says. */
  asks?: z.ZodType;
  promised: Promised;
  /** Its body may come in any order and number: lists of many kinds. Default false. */
  anyOrder?: boolean;
  /** What its other requests are answered. Default: the examples of the documents. */
  others?(call: Call): Answer;
  /**
   * Plays the client until it has taken the answer (`taken` resolves when it has), and looks that it took it as it should.
   * @throws where not
   */
  run(ports: HandPorts, taken: () => Promise<void>): Promise<void>;
}

/** The provider's end of a socket that the client has opened. */
export interface ServerEnd {
  /** The upgrade succeeds. */
  accept(): void;
  /** A frame comes. */
  say(frame: unknown): void;
  /** The last frame that the client sent. */
  heard(): unknown;
}

/** One frame of the provider, and how a client takes it; for `request` the frame of the client that it answers. */
export interface FrameInteraction {
  kind: 'frame' | 'request';
  description: string;
  given: readonly Given[];
  socket: SocketName;
  /** Beside the path, which is that of the socket. */
  open?: Partial<Omit<SocketState, 'path'>>;
  /** Example of the frame of the provider. */
  frame: Record<string, unknown>;
  /** Plays the client up to where the frame comes, calls `comes` once, and looks that it took it as it should. */
  run(ports: HandPorts, server: ServerEnd, comes: () => Promise<void>): Promise<void>;
}

export type Interaction = HttpInteraction | FrameInteraction;

/** All that one consumer expects. */
export interface Consumer {
  name: 'vm-agent' | 'frontend' | 'daemon';
  interactions: readonly Interaction[];
}
