import { nearest } from './nearest.ts';

/** How one request, or one frame, is answered. */
export type Step =
  | { do: 'pact' }
  | { do: 'lost' }
  | { do: 'twice' }
  | {
      do: 'status';
      status: number;
      problem?: Readonly<Record<string, unknown>>;
      headers?: Readonly<Record<string, string>>;
    };

/** Steps one after another, nested or not. */
export type Steps = readonly (Step | readonly Step[])[];

/** What the pact promises. */
export function pact(): Step {
  return { do: 'pact' };
}

/** The request is taken and its answer is lost: the connection breaks. A frame is lost with its socket. */
export function lost(): Step {
  return { do: 'lost' };
}

/** The frame comes two times. */
export function twice(): Step {
  return { do: 'twice' };
}

/**
 * Another status: as the pact has it for the same request, otherwise, or where `problem` is given, a problem document
 * with these fields.
 */
export function status(
  code: number,
  problem?: Readonly<Record<string, unknown>>,
  headers?: Readonly<Record<string, string>>,
): Step {
  return { do: 'status', status: code, ...(problem && { problem }), ...(headers && { headers }) };
}

/** The steps, so many times over. */
export function times(count: number, ...steps: Steps): Step[] {
  return Array.from({ length: count }, () => steps.flat()).flat();
}

/** Which steps are left of each script, by the description of an interaction. */
export class Scripts {
  readonly #left = new Map<string, Step[]>();
  readonly #known: { requests: readonly string[]; frames: readonly string[] };

  constructor(known: { requests: readonly string[]; frames: readonly string[] }) {
    this.#known = known;
  }

  /** Replaces the script of an interaction; once it is played, the pact answers. @throws Error where it cannot be played */
  set(description: string, steps: Steps): void {
    const fail = (reason: string) => {
      throw new Error(`Failed to script \`${description}\`: ${reason}`);
    };
    const { requests, frames } = this.#known;
    const isRequest = requests.includes(description);
    if (!isRequest && !frames.includes(description)) {
      const near = nearest(description, [...requests, ...frames]);
      fail(`the pact has no such interaction. Take one of its descriptions, such as ${near.join(', ')}.`);
    }
    const all = steps.flat();
    if (isRequest && all.some((step) => step.do === 'twice')) fail('a request has one answer. Use `twice` for frames.');
    if (!isRequest && all.some((step) => step.do === 'status')) fail('a frame has no status. Use `lost` or `twice`.');
    this.#left.set(description, all);
  }

  clear(): void {
    this.#left.clear();
  }

  has(description: string): boolean {
    return (this.#left.get(description)?.length ?? 0) > 0;
  }

  /** The next step, which is played with that. */
  take(description: string): Step {
    return this.#left.get(description)?.shift() ?? pact();
  }
}
