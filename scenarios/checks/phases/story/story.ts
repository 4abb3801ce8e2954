import type { HistoryEvent } from '../../../../contracts/trace/index.ts';
import type { Exchange } from '../../check.ts';
import type { Observed } from '../../observed.ts';
import { answersOf, fields, frameOf, param, type Said, said, text, tokenOf } from '../../reading.ts';
import { isPhaseOperation, type PhaseOperation, type Wish, wishesOf } from './rows.ts';
import { PhaseTruth } from './truth.ts';
import { type View, viewsOf } from './views.ts';
import { settingAt, type Window } from './windows.ts';

/** What was asked of phases, and what the feed says of them; of the observed project alone. */
export class PhaseStory {
  /** Requests of the group, in order; of every project. */
  readonly #exchanges: Exchange[] = [];
  /** Cursors of the feed that the target told of, with the event: it stood there at least. */
  readonly #stands: { index: number; cursor: number; projectId: string }[] = [];
  /** Users by their tokens. */
  readonly #users = new Map<string, { userId: string; projectId: string }>();
  readonly #observed: Observed;
  #truth: PhaseTruth | undefined;
  #views: View[] | undefined;
  #beginning: number | undefined;
  #own: Exchange[] | undefined;
  #bySession: Map<string | undefined, Exchange[]> | undefined;
  #bySlot: Map<string, Wish[]> | undefined;
  #byExchange: Map<Exchange, Wish[]> | undefined;
  #wishes: Wish[] | undefined;

  constructor(observed: Observed) {
    this.#observed = observed;
  }

  on(event: HistoryEvent, exchange: Exchange | undefined): void {
    if (!exchange) return;
    if (exchange.operation === 'events') {
      const { cursor, type } = fields(frameOf(event));
      if (typeof cursor === 'number' && text(type) !== undefined)
        this.#stands.push({ index: event.index, cursor, projectId: param(exchange, 'projectId') });
    } else if (exchange.operation === 'createToken') {
      this.#token(said(event, exchange));
    } else if (exchange.sent === event && isPhaseOperation(exchange.operation)) {
      this.#exchanges.push(exchange);
    }
  }

  // All below is complete only once the history is: the first question is to come after its end.

  /** Requests of these operations, in order; of all where none is given. */
  asked(...operations: PhaseOperation[]): Exchange[] {
    const { projectId } = this.#observed;
    this.#own ??= this.#exchanges.filter((one) => !projectId || param(one, 'projectId') === projectId);
    return only(this.#own, operations);
  }

  /** Requests about one session, in order. */
  of(sessionId: string, ...operations: PhaseOperation[]): Exchange[] {
    this.#bySession ??= Map.groupBy(this.asked(), (one) => one.sent.message.params.sessionId);
    return only(this.#bySession.get(sessionId) ?? [], operations);
  }

  answers(...operations: PhaseOperation[]): Said[] {
    return this.asked(...operations).flatMap(answersOf);
  }

  /** Every session that somebody wanted to start. */
  get wishes(): readonly Wish[] {
    this.#wishes ??= this.asked('startPhase', 'replacePhaseSessions').flatMap(wishesOf);
    return this.#wishes;
  }

  wishesFor(slot: string): readonly Wish[] {
    this.#bySlot ??= Map.groupBy(this.wishes, (wish) => wish.slot);
    return this.#bySlot.get(slot) ?? [];
  }

  wishesOf(exchange: Exchange): readonly Wish[] {
    this.#byExchange ??= Map.groupBy(this.wishes, (wish) => wish.exchange);
    return this.#byExchange.get(exchange) ?? [];
  }

  /** The user who asks, where the token was made for one of this project. */
  userOf(exchange: Exchange): string | undefined {
    const user = this.#users.get(tokenOf(exchange));
    return user?.projectId === param(exchange, 'projectId') ? user.userId : undefined;
  }

  /** Milliseconds of the target's clock when the scenario began: what it says is now is never after it says so. */
  get beginning(): number | undefined {
    if (this.#beginning !== undefined) return this.#beginning;
    for (const { status, body, time } of this.answers('startPhase')) {
      const { createdAt } = fields(body.session);
      if (status !== 201 || typeof createdAt !== 'number') continue;
      this.#beginning = Math.max(this.#beginning ?? createdAt - time, createdAt - time);
    }
    return this.#beginning;
  }

  /** What a model may have been within a window. */
  modelAt(modelId: string, window: Window): ReadonlySet<'there' | 'deleted'> {
    const requests = this.asked('deleteModel', 'restoreModel').filter((one) => param(one, 'modelId') === modelId);
    const valued = requests.map((exchange) => ({
      exchange,
      value: exchange.operation === 'deleteModel' ? ('deleted' as const) : ('there' as const),
    }));
    return settingAt(valued, 'there', window);
  }

  /** Whether there were locks within a window. */
  lockingAt(window: Window): ReadonlySet<boolean> {
    const valued = this.asked('phaseSettings').map((exchange) => ({
      exchange,
      value: fields(exchange.sent.message.body).pessimistic_locking_enabled !== false,
    }));
    return settingAt(valued, true, window);
  }

  /** What the whole feed says; undefined where the observer did not read it. */
  get truth(): PhaseTruth | undefined {
    const { feed, projectId } = this.#observed;
    if (this.#truth || !feed.complete || this.asked().length === 0) return this.#truth;
    const stands = this.#stands.filter((stand) => stand.projectId === projectId);
    this.#truth = new PhaseTruth(this, feed.frames, stands);
    return this.#truth;
  }

  /** What answers show, judged by that; nothing where it is not known. */
  get views(): readonly View[] {
    this.#views ??= this.truth ? viewsOf(this, this.truth) : [];
    return this.#views;
  }

  #token(answer: Said | undefined): void {
    const token = text(answer?.body.token);
    if (!answer || token === undefined) return;
    const { role, userId, projectId } = fields(answer.exchange.sent.message.body);
    if (role === 'user') this.#users.set(token, { userId: String(userId), projectId: String(projectId) });
  }
}

function only(exchanges: Exchange[], operations: readonly PhaseOperation[]): Exchange[] {
  if (operations.length === 0) return exchanges;
  return exchanges.filter(({ operation }) => operations.some((one) => one === operation));
}
