import type { bindings } from '../../control-plane/index.ts';

/** What the next request of somebody else meets, once. */
export type Trouble = 'a store does not answer' | 'something is broken inside' | 'sessions cannot be created';

type Binding = keyof typeof bindings.objects;

/** What the worker of a served provider is told beside its requests. What is left out stays as it is. */
export interface Command {
  /** null: none any more. */
  trouble?: Trouble | null;
  /** Moves the clock on, in milliseconds. */
  advance?: number;
  /** Rings the alarms of these objects, one after the other, after the clock was moved, and waits until they rest. */
  ring?: readonly { binding: Exclude<Binding, 'PHASE_LOOKUPS'>; name: string }[];
}

/** Where commands go. */
export const commandPath = '/stage/command';
/** With the administrator's token in it, a request is the harness's own: it may command, and meets no trouble. */
export const ownHeader = 'x-stage-token';
