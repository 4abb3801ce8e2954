import type { LiveSession } from '../../../../contracts/wire/index.ts';
import { OneProject } from '../one-project.ts';
import { Refused } from '../refused.ts';
import type { Tools } from '../tools.ts';
import { Channels } from './channels.ts';
import { AgentcmdClient } from './client.ts';
import { Ear } from './ear.ts';
import type { Hearer, Line } from './line.ts';
import { SessionLog } from './log.ts';
import { modeOf } from './modes.ts';
import type { AgentcmdOptions } from './options.ts';
import { SessionSockets } from './session-sockets.ts';
import type { Said, SessionRecord } from './wire.ts';

/** How often a record is read until it stays the same, at most. */
const mostLooks = 5;

/** What the adapter knows in one play. */
export class AgentcmdPlay extends OneProject<AgentcmdOptions, string> {
  readonly client: AgentcmdClient;
  readonly #logs = new Map<string, SessionLog>();
  readonly #makings = new Map<string, Promise<unknown>[]>();
  /** By credential. */
  readonly #ears = new Map<string | null, Ear>();

  constructor(tools: Tools<AgentcmdOptions>) {
    super(tools);
    this.client = new AgentcmdClient(tools, this.tokens);
  }

  /** Goes on with work that no operation waits for. What the system refuses the adapter there, nobody else is told. */
  beside(work: Promise<unknown>): void {
    const { beside, wire } = this.tools;
    beside(
      work.catch((error: unknown) => {
        if (!(error instanceof Refused)) throw error;
        throw wire.unexpected('the answer to what the adapter looked up', error.message, 'the history of a session');
      }),
    );
  }

  openLine(token: string | null, hearer: Hearer): Promise<Line | null> {
    const kind = this.tools.options.socket === 'channels' ? Channels : SessionSockets;
    return kind.open(this.client, token, hearer);
  }

  log(sessionId: string): SessionLog {
    const known = this.#logs.get(sessionId) ?? new SessionLog(sessionId, this.tools);
    this.#logs.set(sessionId, known);
    return known;
  }

  /**
   * The log of a session, with all that is in its history now.
   *
   * @throws Refused where the user has no such session
   */
  async read(sessionId: string, token: string | null): Promise<SessionLog> {
    const log = this.log(sessionId);
    const { read } = log;
    log.take(await this.client.messages(sessionId, token), read);
    return log;
  }

  /** A session was made: from now on its replies are followed to their ends. */
  listen(sessionId: string, token: string | null): Promise<void> {
    const credential = this.client.credentialOf(token);
    const ear = this.#ears.get(credential) ?? new Ear(this, token);
    this.#ears.set(credential, ear);
    return ear.follow(sessionId);
  }

  /** One of several that make the same session; resolves with null only when none of the others is under way any more. */
  async making<Made>(sessionId: string, make: () => Promise<Made | null>): Promise<Made | null> {
    const others = [...(this.#makings.get(sessionId) ?? [])];
    const mine = make();
    this.#makings.set(sessionId, [...others, mine]);
    const made = await mine;
    if (made === null) await Promise.allSettled(this.#makings.get(sessionId)?.filter((one) => one !== mine) ?? []);
    return made;
  }

  /** Resolves when all that the system told until now is known. */
  async caughtUp(token: string | null): Promise<void> {
    await this.#ears.get(this.client.credentialOf(token))?.caughtUp();
  }

  /** Takes in what a listener heard, with how often it has heard the same. */
  async heard(sessionId: string, said: Said, nth: number, token: string | null): Promise<void> {
    if (said.type === 'stream') return this.log(sessionId).stream(said.message);
    const log = await this.read(sessionId, token);
    log.end(said, nth);
    // What waited for this end can be taken now.
    await this.read(sessionId, token);
  }

  /** A record with its log, both of the same moment. */
  async session(sessionId: string, token: string | null): Promise<LiveSession> {
    let last = await this.client.session(sessionId, token);
    for (let looks = 1; ; looks += 1) {
      const log = await this.read(sessionId, token);
      const now = await this.client.session(sessionId, token);
      if (looks === mostLooks || JSON.stringify(now) === JSON.stringify(last)) return this.shown(now, log);
      last = now;
    }
  }

  /** A record as the contract has it. What has no place there is said to be not told. */
  shown({ id, permission_mode, metadata, created_at, updated_at }: SessionRecord, log: SessionLog): LiveSession {
    const running = log.open !== undefined;
    return {
      sessionId: id,
      projectId: this.projectId,
      // With nothing under way nothing runs there, and a message resumes it: that is ENDED.
      state: running ? 'ACTIVE' : log.seq === 0 ? 'CREATED' : 'ENDED',
      running,
      mode: modeOf(permission_mode),
      cwd: 'not told',
      branch: 'not told',
      worktree: null,
      metadata,
      seq: log.seq,
      createdAt: created_at,
      updatedAt: updated_at,
    };
  }
}
