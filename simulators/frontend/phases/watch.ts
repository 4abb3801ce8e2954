import { type FeedFrame, phaseEventTypes } from '../../../contracts/wire/index.ts';
import type { Waits } from '../../waits.ts';
import type { EventsSocket } from '../events-socket.ts';
import type { PhaseApi } from './api.ts';
import type { PhaseSessionsRead } from './results.ts';
import type { PhaseEvent } from './rules.ts';
import type { ShownSessions } from './shown.ts';

/** The events socket of the tab, and where it says that something changed. */
export interface Feed {
  socket: EventsSocket;
  waits: Waits;
}

const isOfPhases = (event: FeedFrame): event is PhaseEvent => phaseEventTypes.has(event.type);

/** Keeps the list right without a reload: it is read once, behind a subscription of the whole project (PHASE-12). */
export class PhaseWatch {
  readonly #feed: Feed;
  readonly #api: PhaseApi;
  readonly #shown: ShownSessions;
  readonly #changed: () => void;
  #isListening = false;
  /** Events of the socket that were looked at. */
  #next = 0;
  /** Events may have been missed: the list is read again once there is a place in the feed. */
  #isBehind = false;
  #asked = 0;
  #answered = 0;

  constructor(feed: Feed, api: PhaseApi, shown: ShownSessions, changed: () => void) {
    this.#feed = feed;
    this.#api = api;
    this.#shown = shown;
    this.#changed = changed;
  }

  async begin(): Promise<PhaseSessionsRead> {
    const { socket, waits } = this.#feed;
    if (!socket.has(null)) socket.subscribe(null, null);
    const standing = await waits.until(() => socket.standing(null));
    this.#listen();
    if (standing.status === 'subscribed') this.#shown.cursor = Math.max(this.#shown.cursor, standing.cursor);
    else this.#isBehind = true;
    return this.#load();
  }

  /** Reads the list again, where one is shown. */
  async refresh(): Promise<void> {
    if (this.#shown.loaded) await this.#load();
  }

  async #load(): Promise<PhaseSessionsRead> {
    this.#asked += 1;
    const asked = this.#asked;
    const heardBefore = this.#shown.heard;
    const read = await this.#api.sessions();
    // An answer that was overtaken by a later one is older.
    if (read.status === 'ok' && asked > this.#answered) {
      this.#answered = asked;
      this.#shown.restore(read.rows, heardBefore);
      this.#changed();
    }
    return read;
  }

  #listen(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    // A wait that never ends: it looks at every change of the socket.
    void this.#feed.waits.until(() => this.#look());
  }

  #look(): undefined {
    const { socket } = this.#feed;
    const fresh = socket.events.slice(this.#next);
    this.#next = socket.events.length;
    for (const event of fresh.filter(isOfPhases)) this.#shown.hear(event);
    if (fresh.length > 0 && this.#shown.loaded) this.#changed();
    const standing = socket.standing(null);
    if (standing?.status === 'refused' && standing.code === 'cursor_invalid') {
      this.#isBehind = true;
      socket.subscribe(null, null);
    } else if (standing?.status === 'subscribed' && this.#isBehind) {
      this.#isBehind = false;
      this.#shown.cursor = standing.cursor;
      void this.#load();
    }
  }
}
