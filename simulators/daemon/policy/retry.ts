const delays = [4_000, 8_000, 16_000, 32_000, 64_000];
const longest = 64_000;

/** Milliseconds to wait after failed attempt `attempt` (from 1): 4, 8, 16, 32, 64 s; null: it is given up. */
export function retryDelay(attempt: number): number | null {
  return delays[attempt - 1] ?? null;
}

/**
 * The same for a request without which a daemon can do nothing, and which it therefore never gives up: to register, to
 * claim. Where only the answer was lost it is sent again at once, the first time: a task may wait for it (RUN-7).
 */
export function patientDelay(attempt: number, status: number | null): number {
  return status === null && attempt === 1 ? 0 : (retryDelay(attempt) ?? longest);
}

/** May the same request succeed when it is sent again? `status` is null where there was no answer at all. */
export function retries(status: number | null): boolean {
  return status === null || status === 408 || status === 429 || status >= 500;
}
