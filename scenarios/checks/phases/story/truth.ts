import type { FeedFrame, PhaseFrame, PhaseSession } from '../../../../contracts/wire/index.ts';
import type { Shown } from '../../observed.ts';
import { fields, list, type Said, text } from '../../reading.ts';
import { earliestOf } from './causes.ts';
import { contentOf, isOfPhase, isPhaseSession, phaseSessionsIn, replyTo, slotOf } from './rows.ts';
import type { PhaseStory } from './story.ts';
import { mayHave, type Window } from './windows.ts';

/** A session as it was from a step on, until the next version or its end. */
export interface Version {
  version: number;
  row: PhaseSession;
  content: string;
  step: number;
  cursor: number;
  event: number;
}

/** What the feed says of one session. */
export interface Life {
  sessionId: string;
  slot: string;
  /** Frames of it, in order of the feed. */
  frames: Shown<PhaseFrame>[];
  /** As it was with each version, in order. */
  versions: Version[];
  start: number;
  /** The step with which it was deleted; infinite: it was not. */
  end: number;
  endEvent: number | undefined;
  /** The session that it replaced. */
  replaced: string | null;
}

/** Steps that one answer or frame tells of. */
interface Evidence {
  index: number;
  step: number;
}

/**
 * The sessions of a project as the feed has them, in steps: what happens in one transaction is one step. Which steps had
 * surely been taken when a request arrived, and which may have been when it was answered, is what answers are judged by.
 */
export class PhaseTruth {
  readonly lives = new Map<string, Life>();
  /** Lives of a task and phase, in order. */
  readonly slots = new Map<string, Life[]>();
  /** Entries about phases in order of the feed, each with its step. */
  readonly entries: { shown: Shown<PhaseFrame>; step: number }[] = [];
  readonly #story: PhaseStory;
  readonly #taken: Evidence[];
  /** By step: the first event at which it may have been taken. */
  readonly #earliest: number[] = [];

  constructor(
    story: PhaseStory,
    frames: readonly Shown<FeedFrame>[],
    stands: readonly { index: number; cursor: number }[],
  ) {
    this.#story = story;
    const byCursor = new Map(frames.map((shown) => [shown.value.cursor, shown]));
    const sorted = [...byCursor.values()].sort((a, b) => a.value.cursor - b.value.cursor);
    for (const shown of sorted) {
      const { value } = shown;
      if (isOfPhase(value)) this.#take({ value, event: shown.event });
    }
    for (const { shown, step } of this.entries) {
      const before = Math.max(this.#earliest[step] ?? -1, this.#earliest[step - 1] ?? -1);
      this.#earliest[step] = Math.max(before, earliestOf(story, this, shown.value));
    }
    const told = stands.map(({ index, cursor }) => ({ index, step: this.#stepAt(cursor) }));
    const answered = story.answers().map((answer) => ({ index: answer.index, step: this.#stepOf(answer) }));
    this.#taken = [...told, ...answered].filter(({ step }) => step >= 0).sort((a, b) => a.index - b.index);
    let high = -1;
    for (const one of this.#taken) {
      high = Math.max(high, one.step);
      one.step = high;
    }
  }

  /** The last step that had surely been taken before an event; -1: none. */
  surely(index: number): number {
    return this.#taken[below(this.#taken.length, (place) => (this.#taken[place]?.index ?? 0) < index)]?.step ?? -1;
  }

  /** The first event that shows a step to have been taken; undefined: none does. */
  toldOf(step: number): number | undefined {
    const place = below(this.#taken.length, (at) => (this.#taken[at]?.step ?? 0) < step) + 1;
    return this.#taken[place]?.index;
  }

  /** The last step that may have been taken before an event; -1: none. */
  maybe(index: number): number {
    return below(this.#earliest.length, (step) => (this.#earliest[step] ?? 0) < index);
  }

  /** Steps that may have been the last when something within a window was done: from the first to the second. */
  steps({ from, to }: Window): readonly [number, number] {
    const least = this.surely(from);
    return [least, Math.max(least, this.maybe(to))];
  }

  /** Was it visible at every step of a window? */
  isVisibleAll({ start, end }: Life, [least, most]: readonly [number, number]): boolean {
    return start <= least && end > most;
  }

  /** Sessions of a slot that were visible at some step of a window; null among them: at some step there was none. */
  visibleWithin(slot: string, [least, most]: readonly [number, number]): (Life | null)[] {
    const lives = this.slots.get(slot) ?? [];
    const visible: (Life | null)[] = lives.filter(({ start, end }) => start <= most && end > least && end > start);
    for (let step = least; step <= most; step += 1) {
      if (lives.some(({ start, end }) => start <= step && end > step)) continue;
      return [...visible, null];
    }
    return visible;
  }

  /** The session of a slot right before a step; undefined: none. */
  before(slot: string, step: number): Life | undefined {
    return (this.slots.get(slot) ?? []).find(({ start, end }) => start < step && end >= step);
  }

  /** Versions that a session had at some step of a window, as it was visible. */
  versionsWithin(life: Life, [least, most]: readonly [number, number]): Version[] {
    return life.versions.filter((version, place) => {
      const next = life.versions[place + 1]?.step ?? life.end;
      return version.step <= most && next > least && next > version.step;
    });
  }

  /** The version with which a session was before a step. */
  versionBefore(life: Life, step: number): Version | undefined {
    return life.versions.findLast((version) => version.step < step);
  }

  #take(shown: Shown<PhaseFrame>): void {
    const { value: frame, event } = shown;
    const last = this.entries.at(-1);
    const step = last && this.#isOneWith(last.shown.value, frame) ? last.step : (last?.step ?? -1) + 1;
    this.entries.push({ shown, step });
    const life = this.#life(shown, step);
    if (!life) return;
    life.frames.push(shown);
    if (frame.type === 'phase.deleted') {
      if (life.end === Number.POSITIVE_INFINITY) Object.assign(life, { end: step, endEvent: event });
    } else if (life.versions.at(-1)?.version !== frame.session.version) {
      const row = frame.session;
      life.versions.push({ version: row.version, row, content: contentOf(row), step, cursor: frame.cursor, event });
    }
  }

  #life({ value: frame }: Shown<PhaseFrame>, step: number): Life | undefined {
    const known = this.lives.get(frame.sessionId);
    if (known || frame.type === 'phase.deleted' || !isPhaseSession(frame.session)) return known;
    const life: Life = {
      sessionId: frame.sessionId,
      slot: slotOf(frame.session),
      frames: [],
      versions: [],
      start: step,
      end: Number.POSITIVE_INFINITY,
      endEvent: undefined,
      replaced: frame.type === 'phase.started' ? frame.replaced : null,
    };
    this.lives.set(life.sessionId, life);
    const lives = this.slots.get(life.slot) ?? [];
    lives.push(life);
    this.slots.set(life.slot, lives);
    return life;
  }

  /** Were both written together? A session is cancelled and deleted in one, and what replaces it started. */
  #isOneWith(last: PhaseFrame, frame: PhaseFrame): boolean {
    if (frame.cursor !== last.cursor + 1) return false;
    if (frame.type === 'phase.started') return last.type === 'phase.deleted' && frame.replaced === last.sessionId;
    const isBoth =
      frame.type === 'phase.deleted' && last.type === 'phase.changed' && frame.sessionId === last.sessionId;
    if (!isBoth || last.session.state !== 'cancelled') return false;
    return !this.#story.of(frame.sessionId, 'cancelPhaseSession').some(mayHave);
  }

  /** The last step up to a cursor of the feed. */
  #stepAt(cursor: number): number {
    const place = below(this.entries.length, (at) => (this.entries[at]?.shown.value.cursor ?? 0) <= cursor);
    return this.entries[place]?.step ?? -1;
  }

  /** The last step that an answer shows to have been taken. */
  #stepOf(answer: Said): number {
    const { exchange, body, status } = answer;
    const steps = phaseSessionsIn(answer).map(({ sessionId, version }) => this.stepOfVersion(sessionId, version));
    if (exchange.operation === 'deletePhaseSessions' && status < 300)
      for (const id of list(body.deleted)) steps.push(this.#endOf(text(id)));
    if (exchange.operation === 'sendPhaseMessage' && status < 300)
      steps.push(this.lives.get(exchange.sent.message.params.sessionId ?? '')?.versions[1]?.step ?? -1);
    const { sessionId, version } = fields(body.current);
    if (typeof version === 'number') steps.push(this.stepOfVersion(String(sessionId), version));
    for (const wish of this.#story.wishesOf(exchange)) {
      const { current } = replyTo(wish, answer);
      if (current) steps.push(this.stepOfVersion(String(current.sessionId), Number(current.version)));
    }
    return Math.max(-1, ...steps);
  }

  /** The step with which a session got a version; -1: none did. */
  stepOfVersion(sessionId: string, version: number): number {
    return this.lives.get(sessionId)?.versions.find((one) => one.version === version)?.step ?? -1;
  }

  #endOf(sessionId: string | undefined): number {
    const end = this.lives.get(sessionId ?? '')?.end ?? -1;
    return Number.isFinite(end) ? end : -1;
  }
}

/** The last of `count` places up to which something holds; -1: it never does. */
function below(count: number, holds: (place: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
