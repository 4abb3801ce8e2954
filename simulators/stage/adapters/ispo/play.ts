import type { Phase } from '../../../../contracts/wire/index.ts';
import type { Ids } from '../ids.ts';
import { OneProject } from '../one-project.ts';
import { Refused, refused } from '../refused.ts';
import type { Tools } from '../tools.ts';
import { WireLost } from '../wire.ts';
import { IspoClient } from './client.ts';
import { FeedLog } from './log.ts';
import type { IspoOptions } from './options.ts';
import { phaseOf, stateOf, Translation } from './translate.ts';
import type { IspoSession } from './wire.ts';

/** Milliseconds between two looks while somebody listens. A play is quiet in between. */
const lookEvery = 1000;

/** A session of a task of the play that has a phase of the contract. */
export interface Found {
  session: IspoSession;
  path: string;
  phase: Phase;
}

/** What the adapter knows in one play. Of what is in the folder it shows what belongs to tasks of the play; a token stands for a name. */
export class IspoPlay extends OneProject<IspoOptions, string> {
  readonly client: IspoClient;
  readonly ids: Ids;
  readonly translation: Translation;
  readonly log: FeedLog;
  /** As whom the adapter looks by itself. */
  readonly watcher = this.tokens.give('watcher');
  /** Tasks of the play by their paths. */
  readonly tasks = new Map<string, { title: string }>();
  /** Places of messages among those that the play has sent to a session: the system tells none. */
  readonly #places = new Map<string, Map<string, number>>();
  /** Starts that are not answered: until then nobody knows which session is theirs. */
  readonly #starts = new Set<Promise<unknown>>();
  #listening = 0;
  #isWatched = false;

  constructor(tools: Tools<IspoOptions>) {
    super(tools);
    this.client = new IspoClient(tools, this.tokens);
    this.ids = tools.ids;
    this.translation = new Translation(tools.ids, this.projectId, tools.now, tools.options);
    this.log = new FeedLog(tools.now);
  }

  /** @throws Refused where it is no task of the play */
  pathOf(taskId: string): string {
    const path = this.ids.foreign('task', taskId);
    if (path === undefined || !this.tasks.has(path)) throw refused('not_found', 'There is no such task.');
    return path;
  }

  /** Those of one task, in the order of the system. */
  async sessionsOf(path: string, token: string | null): Promise<Found[]> {
    const asked = this.log.turn();
    const sessions = await this.client.sessionsOf(path, token);
    const found = sessions.flatMap((session) => {
      const phase = phaseOf(session);
      return phase === undefined ? [] : [{ session, path, phase }];
    });
    // What was just started is first told by the one who started it.
    await Promise.allSettled(this.#starts);
    for (const one of found.toReversed()) this.seen(one, asked);
    return found;
  }

  /** @throws Refused where the system has none with this id, or none of a task of the play */
  async session(sessionId: string, token: string | null): Promise<Found> {
    const asked = this.log.turn();
    const session = await this.client.session(this.foreign(sessionId), token);
    const phase = session ? phaseOf(session) : undefined;
    const path = session?.taskPath ?? null;
    if (!session || phase === undefined || path === null || !this.tasks.has(path))
      throw refused('not_found', 'There is no such session.');
    const found = { session, path, phase };
    this.seen(found, asked);
    return found;
  }

  /** One that was never seen is asked for as it is: whether it exists is for the system to say. */
  foreign(sessionId: string): string {
    return this.ids.foreign('session', sessionId) ?? sessionId;
  }

  show({ session, ...about }: Found, state = stateOf(session.status)) {
    return this.translation.session(session, about, state);
  }

  place(sessionId: string, messageId: string): number {
    const places = this.#places.get(sessionId) ?? new Map<string, number>();
    this.#places.set(sessionId, places);
    const place = places.get(messageId) ?? places.size + 1;
    places.set(messageId, place);
    return place;
  }

  async starting<Value>(start: Promise<Value>): Promise<Value> {
    this.#starts.add(start);
    try {
      return await start;
    } finally {
      this.#starts.delete(start);
    }
  }

  /** Writes down what the lists show now. */
  async look(): Promise<void> {
    await Promise.all([...this.tasks.keys()].map((path) => this.sessionsOf(path, this.watcher)));
  }

  /** Somebody listens: looks again and again, until the answer of this is called. */
  watch(): () => void {
    this.#listening += 1;
    if (!this.#isWatched) this.tools.beside(this.#watch());
    return () => {
      this.#listening -= 1;
    };
  }

  async #watch(): Promise<void> {
    this.#isWatched = true;
    const look = async () => {
      if (this.#listening === 0) return true;
      await this.look().catch((error: unknown) => {
        // One that fails is made up for by the next.
        if (!(error instanceof Refused) && !(error instanceof WireLost)) throw error;
      });
      return undefined;
    };
    await this.tools.until('the end of listening', look, { within: Number.POSITIVE_INFINITY, every: lookEvery });
    this.#isWatched = false;
  }

  /** Writes down how the system shows a session, as it was asked for at a moment of the log. */
  seen(found: Found, asked: number, state = stateOf(found.session.status)): void {
    const sessionId = this.ids.canonical('session', found.session.id);
    this.log.seen(sessionId, state, asked, (step) => this.show(found, step));
  }
}
