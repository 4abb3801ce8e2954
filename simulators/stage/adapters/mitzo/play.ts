import type { LiveEvent, LiveSession } from '../../../../contracts/wire/index.ts';
import { OneProject } from '../one-project.ts';
import { refused } from '../refused.ts';
import { Connection } from './connection.ts';
import type { MitzoOptions } from './options.ts';
import { Session } from './session.ts';
import type { Told } from './story.ts';
import { type Answers, event as eventSchema, type MitzoFrame, withState } from './wire.ts';

/** Milliseconds in which the first message of a session may come that others ask for already. */
const patience = 1000;

/** What the system shows of a session to whoever asks. */
interface Look {
  switched: Answers['session_switched'];
  events: LiveEvent[];
}

/** What the adapter knows in one play. */
export class MitzoPlay extends OneProject<MitzoOptions, string> {
  readonly sessions = new Map<string, Session>();
  readonly #foreign = new Map<string, Session>();

  /** A token that is none of the play's is sent as it is: whether it is refused is for the system to say. */
  credentialOf(token: string | null): string {
    return this.tokens.find(token) ?? token ?? 'none';
  }

  /** A session by the id of the contract. One that the play did not make may be there all the same. */
  session(id: string): Session {
    const known = this.sessions.get(id);
    if (known) return known;
    const foreign = this.tools.ids.foreign('session', id) ?? id;
    return this.#foreign.get(foreign) ?? this.make(id, foreign);
  }

  /** A session by the id of the system. */
  sessionOf(foreign: string): Session {
    const known = this.#foreign.get(foreign);
    if (known) return known;
    const session = this.make(this.tools.ids.canonical('session', foreign), foreign);
    this.#keep(session, foreign);
    return session;
  }

  make(id: string, foreign?: string): Session {
    return new Session({ ids: this.tools.ids, name: this.projectId }, id, foreign);
  }

  knows(foreign: string): boolean {
    return this.#foreign.has(foreign);
  }

  /** The first message of a session made it; made a second time, it is another one, and shown as such. */
  born(session: Session, foreign: string): void {
    if (session.foreign === undefined && !this.knows(foreign)) {
      session.foreign = foreign;
      this.#keep(session, foreign);
    } else this.sessionOf(foreign);
  }

  /** The id of the system; there is none before the first message. One that is on its way is waited for. */
  async foreignOf(session: Session): Promise<string> {
    const { now, until } = this.tools;
    const isUnderWay = () => [...session.said.values()].some((prompt) => prompt.isHeard());
    const since = now();
    // Where somebody has made a record, its first message may come over another connection that is slower.
    const isHopeless = () => !isUnderWay() && (session.record === undefined || now() - since > patience);
    if (session.foreign === undefined && !isHopeless()) {
      await until('the session of a first message', () => session.foreign ?? (isHopeless() ? null : undefined), {
        every: 5,
      });
    }
    if (session.foreign === undefined) throw this.tools.lacks('session before its first message');
    return session.foreign;
  }

  #keep(session: Session, foreign: string): void {
    this.sessions.set(session.id, session);
    this.#foreign.set(foreign, session);
  }

  /** What a stored event means. Where others may lie between it and what is known, the history is read first. */
  async place(frame: MitzoFrame, token: string | null): Promise<Told[]> {
    const { sessionId = '', seq = 0 } = frame;
    const session = this.sessionOf(sessionId);
    if (!session.log.isNext(seq)) await this.look(session, token);
    return this.take(session, frame);
  }

  take({ log }: Session, frame: MitzoFrame): Told[] {
    const known = eventSchema.options.some(({ shape }) => shape.type.value === frame.type);
    if (!known) {
      log.skip(frame.seq ?? 0);
      return [];
    }
    const read = eventSchema.safeParse(withState(frame));
    if (read.success) return log.take(read.data);
    throw this.tools.wire.unexpected('an event of Mitzo', frame, 'what its type has');
  }

  /**
   * Asks the system for a session as somebody who comes anew: what it stands at, and its whole history.
   *
   * @throws Refused where there is none, or it is not theirs
   */
  async look(session: Session, token: string | null): Promise<Look> {
    const [look] = await this.asNewcomer(token, [session]);
    if (!look) throw refused('not_found', 'The system has no such session.');
    return look;
  }

  /** The same for several, over one socket of its own; undefined for those that are not there. */
  async asNewcomer(token: string | null, sessions: readonly Session[]): Promise<(Look | undefined)[]> {
    const ids = await Promise.all(sessions.map((session) => this.foreignOf(session)));
    const came: MitzoFrame[] = [];
    const connection = new Connection(this.tools, { frame: (frame) => came.push(frame), close: () => {} });
    await connection.open(this.credentialOf(token));
    const looks: (Look | undefined)[] = [];
    for (const [place, session] of sessions.entries()) {
      const sessionId = ids[place] ?? '';
      came.length = 0;
      // First: who watches already would be told what happens meanwhile, too.
      const asked = { type: 'reconnect', sessions: [{ sessionId, lastSeq: 0 }] };
      await connection.ask(asked, 'reconnected');
      const replayed = came.filter((frame) => frame.sessionId === sessionId && frame.seq !== undefined);
      const answer = await connection.ask({ type: 'switch_session', sessionId }, 'session_switched');
      if (answer.type === 'error') {
        looks.push(undefined);
        continue;
      }
      const events = replayed.flatMap((frame) => this.take(session, frame)).filter((one) => one.type !== 'piece');
      looks.push({ switched: connection.read('session_switched', answer), events });
    }
    connection.close();
    return looks;
  }

  /** The record of a session: what the system says of it, and what is counted from its history. */
  shown(session: Session, { switched }: Look): LiveSession {
    const { id: sessionId, log, record } = session;
    const { state = 'CREATED', seq, at, metadata } = log.story;
    const { mode, cwd, branch, wtId, running, tokens: totalTokens } = switched;
    return {
      sessionId,
      projectId: this.projectId,
      state,
      running,
      mode,
      cwd,
      branch,
      worktree: wtId ?? null,
      metadata: { ...metadata, totalTokens },
      seq,
      createdAt: record?.createdAt ?? at,
      updatedAt: at,
    };
  }
}
