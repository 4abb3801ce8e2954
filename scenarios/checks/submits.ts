import type { HistoryEvent } from '../../contracts/trace/index.ts';
import { limits } from '../../contracts/wire/index.ts';
import type { Exchange } from './check.ts';
import { answersOf, asked, fields, header, isDefinite, param, said, text, tokenOf } from './reading.ts';

/** All submits of one user with one Idempotency-Key in one project. */
export interface Submit {
  projectId: string;
  attempts: Exchange[];
}

/** Groups submits by what should make them one. A submit without a key stands alone. */
export class Submits {
  readonly #users = new Map<string, string>();
  readonly #groups = new Map<string, Submit>();
  readonly #byOp = new Map<number, Submit>();

  on(event: HistoryEvent, exchange: Exchange | undefined): void {
    const made = said(event, exchange, 'createToken');
    const token = text(made?.body.token);
    if (made && token !== undefined) {
      const { projectId, userId } = fields(made.exchange.sent.message.body);
      if (text(userId) !== undefined) this.#users.set(token, `${projectId}/${userId}`);
    }
    const submit = asked(event, exchange, 'submitTask');
    if (!submit) return;
    const projectId = param(submit, 'projectId');
    const user = this.#users.get(tokenOf(submit)) ?? tokenOf(submit);
    const key = JSON.stringify([projectId, user, header(submit, 'idempotency-key') ?? submit.op]);
    const group = this.#groups.get(key) ?? { projectId, attempts: [] };
    group.attempts.push(submit);
    this.#groups.set(key, group);
    this.#byOp.set(submit.op, group);
  }

  /** The submit that a request belongs to. */
  of(attempt: Exchange): Submit | undefined {
    return this.#byOp.get(attempt.op);
  }

  all(): Submit[] {
    return [...this.#groups.values()];
  }
}

/** The prompt of a submit. */
export function promptOf(attempt: Exchange): string | undefined {
  return text(fields(attempt.sent.message.body).message);
}

/**
 * What became of a submit. made: answered 201. refused: every attempt that arrived was answered with a failure that
 * says it did not happen. unknown: it may have happened. never-arrived: the target knows nothing of it.
 */
export function fateOf({ attempts }: Submit): 'made' | 'refused' | 'unknown' | 'never-arrived' {
  const reached = attempts.filter((attempt) => attempt.arrived.length > 0);
  if (reached.length === 0) return 'never-arrived';
  if (reached.some((attempt) => answersOf(attempt).some(({ status }) => status === 201))) return 'made';
  const refused = reached.every(
    (attempt) => attempt.answered.length >= attempt.arrived.length && answersOf(attempt).every(isDefinite),
  );
  return refused ? 'refused' : 'unknown';
}

/** Virtual time at which the first attempt arrived. */
export function arrivedAt({ attempts }: Submit): number {
  return Math.min(...attempts.flatMap(({ arrived }) => arrived.map(({ time }) => time)));
}

/** How many tasks a submit may have made: one for each life of its key. */
export function mostTasks(submit: Submit): number {
  const fate = fateOf(submit);
  if (fate === 'refused' || fate === 'never-arrived') return 0;
  const expiry = arrivedAt(submit) + limits.idempotencyKeyLife;
  const late = submit.attempts.flatMap(({ arrived, answered }) => [...arrived, ...answered]);
  return 1 + late.filter(({ time }) => time >= expiry).length;
}

/** The topics a session that begins with this prompt may show: characters may be counted either way. */
export function topicsOf(prompt: string): string[] {
  return [prompt.slice(0, limits.topicCharacters), [...prompt].slice(0, limits.topicCharacters).join('')];
}
