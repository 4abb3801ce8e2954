import type { EventOf, HistoryEvent } from '../../../contracts/trace/index.ts';
import { type LiveEvent, liveEvent } from '../../../contracts/wire/index.ts';
import type { Exchange } from '../check.ts';
import { arrived, type Fields, fields, list, param, said, text } from '../reading.ts';
import { type AskedFrame, isDurable, type LiveSocket, type SaidFrame, sessionsOf } from './live-sockets.ts';
import { LiveStory } from './live-story.ts';

/** Milliseconds that something may come late, or two clocks be apart, before a check makes anything of it. */
export const margin = 1_000;

/** Milliseconds that the time of an event may run ahead of the clock: those of states grow (LIVE-10). */
export const blur = 50;

/** Faults after which the memory of the target starts anew: every session that was not ENDED is ended (LIVE-11). */
export const restarting: ReadonlySet<string> = new Set([
  'object-evicted',
  'object-reset',
  'object-crashed',
  'storage-write-failed',
  'answer-lost-after-commit',
  'process-killed',
]);

/** Is this a durable event as the contract says, but for the form of its ids? */
export function isLiveEvent(value: unknown): value is LiveEvent {
  if (!isDurable(fields(value))) return false;
  const { success, error } = liveEvent.safeParse(value);
  return success || error.issues.every((issue) => 'format' in issue && issue.format === 'uuid');
}

/** A fault that parted the registry from the store, with the frame it struck. */
export interface Divergence {
  fault: EventOf<'fault'>;
  frame: AskedFrame | undefined;
}

/** Follows every live session that is named: who made it, what was asked of it, and what became durable. */
export class LiveSessions {
  readonly all = new Map<string, LiveStory>();
  /** Faults that start the memory anew. */
  readonly restarts: EventOf<'fault'>[] = [];
  readonly divergences: Divergence[] = [];
  /** Epoch milliseconds of the target's clock when the scenario began; undefined until the target says what time it is. */
  beginning: number | undefined;
  /** By socket: the frame that arrived last. */
  readonly #latest = new Map<number, AskedFrame>();

  on(
    event: HistoryEvent,
    exchange: Exchange | undefined,
    step: { socket: LiveSocket; arrived?: AskedFrame; said?: SaidFrame } | undefined,
  ): void {
    if (event.kind === 'fault') this.#broke(event);
    if (step?.arrived) {
      this.#latest.set(step.socket.op, step.arrived);
      for (const id of new Set(sessionsOf(step.arrived.frame))) this.#story(id).frames.push(step.arrived);
    }
    if (step?.said) this.#said(step.said);
    const order = arrived(event, exchange, 'createLiveSession');
    if (order) this.#story(param(order, 'sessionId')).orders += 1;
    const answer = said(event, exchange, 'createLiveSession', 'getLiveSession', 'liveHistory');
    if (!answer || answer.status >= 300) return;
    const story = this.#story(param(answer.exchange, 'sessionId'));
    if (typeof answer.body.seq === 'number') story.stood(answer.body.seq, event.index);
    if (answer.exchange.operation === 'createLiveSession') {
      story.makings.push(answer);
      if (answer.status === 201) this.#clock(answer.body.createdAt, event.time);
      return;
    }
    for (const shown of list(answer.body.events)) if (isLiveEvent(shown)) story.show(shown, event);
  }

  get(sessionId: string): LiveStory | undefined {
    return this.all.get(sessionId);
  }

  /** Sessions that were made, or of which something durable was seen. */
  stories(): LiveStory[] {
    return [...this.all.values()].filter(({ makings, events }) => makings.length > 0 || events.length > 0);
  }

  /** Virtual milliseconds since the scenario began at which the target says something happened. */
  timeOf(at: number): number | undefined {
    return this.beginning === undefined ? undefined : at - this.beginning;
  }

  /**
   * Did the target lose its memory, or the registry part from the store for this session, between two times (by the
   * clock of the target, both included)? True also where that cannot be told.
   */
  isBroken(sessionId: string, from: number, to: number): boolean {
    const within = ({ time }: { time: number }) => this.isWithin(time, from, to);
    return this.restarts.some(within) || this.divergencesOf(sessionId).some(({ fault }) => within(fault));
  }

  /** Was a moment of the history between two times of the target's clock? True also where that cannot be told. */
  isWithin(time: number, from: number, to: number): boolean {
    if (this.beginning === undefined) return true;
    const at = time + this.beginning;
    return at >= from - blur && at <= to + blur;
  }

  /** Divergences that struck a frame which names this session, or of which it is not known what they struck. */
  divergencesOf(sessionId: string): Divergence[] {
    return this.divergences.filter(({ frame }) => !frame || sessionsOf(frame.frame).includes(sessionId));
  }

  #broke(fault: EventOf<'fault'>): void {
    if (restarting.has(fault.fault)) this.restarts.push(fault);
    if (fault.fault !== 'registry-diverged') return;
    this.divergences.push({ fault, frame: fault.op === undefined ? undefined : this.#latest.get(fault.op) });
  }

  #said(said: SaidFrame): void {
    const { frame, type } = said;
    if (type === 'connected') this.#clock(frame.at, said.time);
    const stand = (shown: Fields) => {
      const id = text(shown.sessionId);
      if (id !== undefined && typeof shown.seq === 'number') this.#story(id).stood(shown.seq, said.index);
    };
    if (isLiveEvent(frame)) this.#story(frame.sessionId).show(frame, said);
    else stand(frame);
    for (const shown of list(fields(said.frame).sessions)) stand(fields(shown));
    if (type === 'message_start' || type === 'chunk') this.#story(text(frame.sessionId) ?? '').streamed.push(said);
  }

  /** What the target says is now is never after it says so: the earliest beginning is the nearest. */
  #clock(at: unknown, time: number): void {
    if (typeof at === 'number') this.beginning = Math.max(this.beginning ?? at - time, at - time);
  }

  #story(sessionId: string): LiveStory {
    const known = this.all.get(sessionId) ?? new LiveStory(sessionId);
    this.all.set(sessionId, known);
    return known;
  }
}
