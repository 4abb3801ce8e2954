/** A call to a store or another object failed. */
export class StoreFailure extends Error {
  /** The call certainly did not run. Otherwise it may have, wholly. */
  readonly refused: boolean;
  constructor(what: string, refused: boolean, cause?: unknown) {
    super(`Failed to reach ${what}: ${String(cause)}`, { cause });
    this.name = 'StoreFailure';
    this.refused = refused;
  }
}

/** @throws StoreFailure for whatever the call throws. */
export async function reach<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof StoreFailure) throw error;
    throw new StoreFailure(what, isRefusal(error), error);
  }
}

/**
 * `retryable` and `overloaded` mark calls that were turned away at the door. A reset object may have
 * committed before it was reset, and of any other error nothing is known (TASK-2).
 */
function isRefusal(error: unknown): boolean {
  const { retryable, overloaded, durableObjectReset } = Object(error) as Record<string, unknown>;
  return (retryable === true || overloaded === true) && durableObjectReset !== true;
}

/** Milliseconds before the next attempt after `attempt` failures in a row: 1, 2, 4, … 30 seconds. */
export function backoff(attempt: number): number {
  return Math.min(30_000, 1000 * 2 ** Math.min(attempt, 10));
}
