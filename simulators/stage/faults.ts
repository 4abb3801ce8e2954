import type { Fault, FaultPlan, Where } from '../../contracts/trace/index.ts';

/** What is about to happen, as far as a plan can name it. */
export interface Occasion {
  actor: string;
  operation: string;
  /** Type of the frame, for frames. */
  frame?: string;
  /** Text of path and body. */
  text: string;
}

/** What only a socket can have: strikes any frame where the plan names none. All else strikes requests then. */
const onlyFrames: ReadonlySet<string> = new Set(['reorder', 'socket-dropped', 'socket-closed', 'half-open']);

export interface Matched {
  /** Index into the plan. */
  entry: number;
  fault: Fault;
}

/** Finds what a plan has for each occasion, and keeps count. */
export class FaultMatcher {
  readonly plan: FaultPlan;
  readonly #fired = new Set<number>();
  readonly #counts = new Map<string, number>();
  readonly #nameOf: (alias: string) => string;

  /** @param nameOf the raw id of an alias, or the alias itself where it is none */
  constructor(plan: FaultPlan, nameOf: (alias: string) => string) {
    this.plan = plan;
    this.#nameOf = nameOf;
  }

  /** Entries that fired, in order of the plan. */
  get fired(): number[] {
    return [...this.#fired].sort((a, b) => a - b);
  }

  markFired(entry: number): void {
    this.#fired.add(entry);
  }

  /** All entries that apply. `nth` counts the occasions that fit all else an entry asks for. */
  match(occasion: Occasion): Matched[] {
    if (occasion.actor === 'observer') return [];
    return this.plan.flatMap(({ where, fault }, entry) => {
      if (!isOf(where, fault, occasion) || !this.#fits(where, occasion)) return [];
      const key = `${entry}/${where.actor ?? occasion.actor}`;
      const count = (this.#counts.get(key) ?? 0) + 1;
      this.#counts.set(key, count);
      return where.nth === undefined || where.nth === count ? [{ entry, fault }] : [];
    });
  }

  #fits(where: Where, occasion: Occasion): boolean {
    return (
      (where.actor === undefined || where.actor === occasion.actor) &&
      (where.operation === undefined || where.operation === occasion.operation) &&
      (where.session === undefined || occasion.text.includes(this.#nameOf(where.session))) &&
      (where.containing === undefined || occasion.text.includes(where.containing))
    );
  }
}

/** Frames and requests of one operation are counted apart. */
function isOf(where: Where, fault: Fault, { frame }: Occasion): boolean {
  if (where.frame !== undefined) return where.frame === frame;
  return onlyFrames.has(fault.kind) === (frame !== undefined);
}
