import type { EventOf, HistoryEvent } from '../../contracts/trace/index.ts';
import { insideKinds } from '../../contracts/trace/index.ts';
import type { FeedFrame, Message, Session, Task } from '../../contracts/wire/index.ts';
import type { Exchange } from './check.ts';
import { isLive, ObservedLive } from './observed-live.ts';
import { isPhaseOperation } from './phases/story/rows.ts';
import { PhaseStory } from './phases/story/story.ts';
import { fields, frameOf, isFeedFrame, list, messagesIn, param, queryOf, said, sessionsIn, text } from './reading.ts';
import { AllRuns } from './runtimes/runs.ts';

/** Something with the event that shows it. */
export interface Shown<T> {
  value: T;
  event: number;
}

export interface SessionHistory {
  messages: Message[];
  /** The pages. */
  events: number[];
  /** The last page was read too. */
  complete: boolean;
}

/** What the observer saw at the end, and what broke until then: the same for every check. */
export class Observed {
  /** Virtual milliseconds since the scenario began; undefined where nobody observed. */
  time: number | undefined;
  projectId: string | undefined;
  readonly tasks = new Map<string, Shown<Task>>();
  readonly sessions = new Map<string, Shown<Session>>();
  /** Ids of tasks and sessions that cannot be read, with the answer that says so. */
  readonly missing = new Map<string, number>();
  readonly histories = new Map<string, SessionHistory>();
  /** The last page of the list was read. */
  readonly listed = { tasks: false, sessions: false };
  /** The feed as it was replayed from its beginning. Incomplete where it was never subscribed. */
  readonly feed: { complete: boolean; frames: Shown<FeedFrame>[] } = { complete: false, frames: [] };
  readonly faults: EventOf<'fault'>[] = [];
  readonly live = new ObservedLive();
  readonly runs = new AllRuns();
  readonly phases = new PhaseStory(this);

  on(event: HistoryEvent, exchange: Exchange | undefined): void {
    if (event.kind === 'phase' && event.phase === 'observe') this.time = event.time;
    if (event.kind === 'fault') this.faults.push(event);
    this.live.on(event, exchange, this.time !== undefined);
    this.runs.on(event, exchange, this.time !== undefined);
    this.phases.on(event, exchange);
    if (this.time === undefined || exchange?.actor !== 'observer') return;
    this.#frame(event);
    const answer = said(event, exchange);
    if (!answer) return;
    this.projectId ??= exchange.sent.message.params.projectId;
    if (isLive(exchange.operation) || isPhaseOperation(exchange.operation)) return;
    if (answer.status >= 400) {
      const id = exchange.sent.message.params[exchange.operation === 'getTask' ? 'taskId' : 'sessionId'];
      // 400: an id that is none. Anything else says nothing of whether it exists.
      if (id !== undefined && (answer.status === 404 || answer.status === 400)) this.missing.set(id, event.index);
      return;
    }
    for (const session of sessionsIn(event, exchange)) {
      this.sessions.set(session.sessionId, { value: session, event: event.index });
    }
    if (exchange.operation === 'listTasks') {
      for (const task of list(answer.body.tasks)) this.#task(task, event.index);
      if (answer.body.nextCursor === null) this.listed.tasks = true;
    }
    if (exchange.operation === 'getTask') this.#task(answer.body, event.index);
    if (exchange.operation === 'listSessions' && answer.body.nextCursor === null) this.listed.sessions = true;
    if (exchange.operation === 'listMessages') this.#page(event, exchange, answer.body.nextAfter);
  }

  /** Faults inside the target from an event on. */
  insideFaultsFrom(index: number): EventOf<'fault'>[] {
    return this.faults.filter((fault) => fault.index >= index && insideKinds.has(fault.fault));
  }

  /** Alarms were late: how late is not in the history, so nothing can be said of what is due. */
  get alarmsLate(): boolean {
    return this.faults.some(({ fault }) => fault === 'alarm-late');
  }

  /** Virtual milliseconds between a time and the observation; negative where nobody observed. */
  since(time: number): number {
    return this.time === undefined ? -1 : this.time - time;
  }

  #task(value: unknown, event: number): void {
    const id = text(fields(value).taskId);
    if (id !== undefined) this.tasks.set(id, { value: value as Task, event });
  }

  #page(event: HistoryEvent, exchange: Exchange, nextAfter: unknown): void {
    const sessionId = param(exchange, 'sessionId');
    const isFirst = Number(queryOf(exchange).get('after') ?? 0) === 0;
    const known = isFirst ? undefined : this.histories.get(sessionId);
    const history = known ?? { messages: [], events: [], complete: false };
    history.messages.push(...messagesIn(event, exchange));
    history.events.push(event.index);
    history.complete = nextAfter === null;
    this.histories.set(sessionId, history);
  }

  #frame(event: HistoryEvent): void {
    const frame = frameOf(event);
    if (frame?.type === 'subscribed' && frame.sessionId === null) this.feed.complete = true;
    if (isFeedFrame(frame)) this.feed.frames.push({ value: frame, event: event.index });
  }
}
