import type { z } from 'zod';
import type { nodeOperations } from '../../../contracts/wire/index.ts';
import type { NotOffered } from './faults.ts';
import type { Ids } from './ids.ts';
import type { Wire } from './wire.ts';

export type WorkspaceOrder = z.output<typeof nodeOperations.createWorkspace.body> & { workspaceId: string };

/** The simulated VM agent, as a node that is asked for workspaces. */
export interface NodeOrders {
  /** Asks it to run a workspace. Resolves with the status it answers (201: it runs, 200: it ran already), null: no answer. */
  createWorkspace(order: WorkspaceOrder): Promise<number | null>;
  /** Asks it to stop one. */
  deleteWorkspace(workspaceId: string): Promise<number | null>;
}

export interface Patience {
  /** Milliseconds after which it is given up. Default 10 000. */
  within?: number;
  /** Milliseconds between two looks. Default 100. */
  every?: number;
}

/** What an adapter works with in one play. */
export interface Tools<Options> {
  readonly options: Options;
  /** The only way out. */
  readonly wire: Wire;
  readonly ids: Ids;
  readonly node: NodeOrders;
  /** Milliseconds since 1970. */
  now(): number;
  /** A UUID for what the system gives no id. The same again where the same seed plays the same story. */
  newId(): string;
  /**
   * Looks again and again until there is something to be seen (not undefined), for what the system does in its own time.
   *
   * @param what completes "Failed to see …"
   * @throws AdapterFault when it is not there in time
   */
  until<Value>(
    what: string,
    look: () => Value | undefined | Promise<Value | undefined>,
    patience?: Patience,
  ): Promise<Value>;
  /** Goes on with work that no operation waits for; where it fails, the play ends with its error. */
  beside(work: Promise<unknown>): void;
  /** To throw where a scenario asks for what the adapter has not: it is skipped. `what` completes "the adapter x has no …". */
  lacks(what: string): NotOffered;
}
