import type { PhaseSession } from '../../../contracts/wire/index.ts';
import type { PhaseEvent, PhasePanelRules } from './rules.ts';

/**
 * The visible phase sessions of the project as one tab has them, newest first: a list that was read, and each event of
 * the feed since, once and in order (PHASE-12).
 */
export class ShownSessions {
  sessions: readonly PhaseSession[] = [];
  /** A list was read: until then nothing is shown. */
  loaded = false;
  /** Place in the feed: what is not behind it was heard, or was in the list. */
  cursor = 0;
  readonly #rules: PhasePanelRules;
  readonly #heard: PhaseEvent[] = [];
  /** Sessions that are deleted for good: by an event, or by an answer to this tab. */
  readonly #gone = new Set<string>();

  constructor(rules: PhasePanelRules) {
    this.#rules = rules;
  }

  /** How many events were heard. */
  get heard(): number {
    return this.#heard.length;
  }

  hear(event: PhaseEvent): void {
    if (event.cursor <= this.cursor) return;
    this.cursor = event.cursor;
    this.#heard.push(event);
    if (event.type === 'phase.deleted') this.#gone.add(event.sessionId);
    if (this.loaded) this.#apply(event);
  }

  /** A list was read. What was heard since it was asked for may not be in it, and comes on top. */
  restore(rows: readonly PhaseSession[], heardBefore: number): void {
    this.sessions = rows;
    this.loaded = true;
    for (const event of this.#heard.slice(heardBefore)) this.#apply(event);
  }

  /** An answer said that these are deleted: what the feed still tells of them is older. */
  forget(sessionIds: readonly string[]): void {
    for (const sessionId of sessionIds) this.#gone.add(sessionId);
  }

  #apply(event: PhaseEvent): void {
    const shown = this.sessions.find(({ sessionId }) => sessionId === event.sessionId);
    if (!this.#rules.appliesEvent(event, shown)) return;
    if (event.type === 'phase.deleted') this.sessions = this.sessions.filter((session) => session !== shown);
    else if (shown) this.sessions = this.sessions.map((session) => (session === shown ? event.session : session));
    else if (event.type === 'phase.started' && !this.#isOver(event.session))
      this.sessions = [event.session, ...this.sessions];
  }

  /** The list is ahead of the feed: the session is deleted, or another has its phase, of which there is one at a time. */
  #isOver({ sessionId, taskId, phase }: PhaseSession): boolean {
    const isTaken = this.sessions.some((other) => other.taskId === taskId && other.phase === phase);
    return isTaken || this.#gone.has(sessionId);
  }
}
