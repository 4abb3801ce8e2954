import type { OperationName } from '../../contracts/wire/index.ts';
import { type Answer, type Call, LinkError, type Ports } from '../ports.ts';
import type { Rules } from './rules.ts';

/** Whose daemon it is, to the provider. */
export interface Identity {
  projectId: string;
  runtimeId: string;
  token: string;
}

/** How a request ended. */
export type Reply =
  | { ok: true; body: unknown }
  /** `status` is null where there was no answer. `code`: of the problem, or why there was no answer. */
  | { ok: false; status: number | null; code: string | null };

/** A request that may be sent again. */
export interface Request {
  operation: OperationName;
  params: Record<string, string>;
  body?: object;
  /** Milliseconds before it is sent again after this many failures; null: it is given up. */
  delayOf(failures: number, status: number | null): number | null;
  /** The body as it is sent again. Default: by the rule `retried`. */
  again?(body: object): object;
}

/** A wait that can be cut short. */
export interface Nap {
  over: Promise<void>;
  wake(): void;
}

/**
 * The requests and timers of one life of the daemon's process. When that ends, nothing that waits here goes on: an
 * answer finds nobody, and no timer fires.
 */
export class Line {
  readonly #ports: Ports;
  readonly #rules: Rules;
  readonly #identity: Identity;
  readonly #timers = new Set<() => void>();
  #dead = false;

  constructor(ports: Ports, rules: Rules, identity: Identity) {
    this.#ports = ports;
    this.#rules = rules;
    this.#identity = identity;
  }

  /** Makes one request. */
  async say(operation: OperationName, params: Record<string, string>, body?: object): Promise<Reply> {
    const { projectId, token } = this.#identity;
    const { requestTimeout: timeout } = this.#rules;
    const reply = await this.#reply({ operation, params: { projectId, ...params }, body, token, timeout });
    return this.#dead ? new Promise(() => {}) : reply;
  }

  /** Makes a request, again as long as it may succeed, and says so. */
  async insist(request: Request): Promise<Reply & { tries: number }> {
    const { retries, retried } = this.#rules;
    const { operation, params, delayOf, again = retried } = request;
    let { body } = request;
    for (let tries = 1; ; tries += 1) {
      const reply = await this.say(operation, params, body);
      if (reply.ok || !retries(reply.status)) return { ...reply, tries };
      const { status, code } = reply;
      const delay = delayOf(tries, status);
      if (delay === null) return { ...reply, tries };
      this.#ports.journal.report('retry', { operation, ...params, tries, delay, status, code });
      if (delay > 0) await this.sleep(delay).over;
      body = body && again(body);
    }
  }

  sleep(ms: number): Nap {
    let wake = () => {};
    const over = new Promise<void>((resolve) => {
      wake = () => {
        cancel();
        this.#timers.delete(cancel);
        if (!this.#dead) resolve();
      };
      const cancel = this.#ports.clock.after(ms, wake);
      this.#timers.add(cancel);
    });
    return { over, wake };
  }

  hangUp(): void {
    this.#dead = true;
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  async #reply(call: Call): Promise<Reply> {
    let answer: Answer;
    try {
      answer = await this.#ports.link.request(call);
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      return { ok: false, status: null, code: error.kind };
    }
    const { status, body } = answer;
    return status >= 200 && status < 300 ? { ok: true, body } : { ok: false, status, code: codeOf(body) };
  }
}

function codeOf(body: unknown): string | null {
  const isProblem = typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string';
  return isProblem ? (body.code as string) : null;
}
