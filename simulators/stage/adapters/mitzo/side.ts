import type { LiveClientFrame, LiveErrorCode } from '../../../../contracts/wire/index.ts';
import type { Client, Side } from '../adapter.ts';
import { Refused } from '../refused.ts';
import { Connection } from './connection.ts';
import type { MitzoPlay } from './play.ts';
import { Prompts, refusalOf } from './prompts.ts';
import type { Session } from './session.ts';
import type { Told } from './story.ts';
import { Teller } from './teller.ts';
import type { MitzoFrame } from './wire.ts';

type Of<Type extends LiveClientFrame['type']> = Extract<LiveClientFrame, { type: Type }>;

/** The live socket of one client: a socket of Mitzo of its own, opened with its hello. */
export class LiveSide implements Side<'live'> {
  readonly #play: MitzoPlay;
  readonly #client: Client<'live'>;
  readonly #prompts: Prompts;
  readonly #teller: Teller;
  #connection: Connection | undefined;
  #token: string | null = null;
  #isOpen = true;
  /** Sessions that are watched, and the one switched to. */
  readonly #watched = new Set<Session>();
  #current: Session | undefined;

  constructor(play: MitzoPlay, client: Client<'live'>) {
    this.#play = play;
    this.#client = client;
    this.#prompts = new Prompts(play, this.#watched);
    this.#teller = new Teller(play, client, this.#prompts);
  }

  async send(frame: LiveClientFrame): Promise<void> {
    const { tools } = this.#play;
    if (frame.type === 'hello') return this.#hello(frame);
    const connection = this.#connection;
    if (!connection) throw tools.lacks('answer to what comes before hello');
    switch (frame.type) {
      case 'ping':
        await connection.handled();
        this.#client.frame({ type: 'pong' });
        return;
      case 'watch':
        return this.#join(connection, frame, 'watched');
      case 'switch_session':
        return frame.sessionId === null ? this.#leave(connection) : this.#join(connection, frame, 'session_switched');
      case 'unwatch':
        return this.#unwatch(connection, frame);
      case 'send':
      case 'interrupt':
        return this.#prompt(connection, frame);
      case 'reconnect':
        return this.#reconnect(connection, frame, 'reconnected');
      case 'resume':
        return this.#reconnect(connection, frame, 'resumed');
      case 'suspend':
        return this.#suspend(connection, frame);
      case 'stop':
        return this.#stop(connection, frame);
      case 'set_mode': {
        const session = this.#play.session(frame.sessionId);
        const sessionId = await this.#play.foreignOf(session);
        this.#teller.setsMode(session);
        connection.say({ ...frame, sessionId });
        // Where it is refused, that is no answer to the next frame.
        return connection.handled();
      }
    }
  }

  close(): void {
    this.#isOpen = false;
    this.#connection?.close();
  }

  async #hello({ token, sessionId }: Of<'hello'>): Promise<void> {
    const { tools } = this.#play;
    if (this.#connection) throw tools.lacks('answer to a second hello');
    const connection = new Connection(tools, {
      frame: (frame) => this.#came(frame),
      close: (code, reason) => {
        this.#isOpen = false;
        this.#client.close(code, reason);
      },
    });
    try {
      await connection.open(this.#play.credentialOf(token));
    } catch (error) {
      const code =
        error instanceof Refused ? { unauthenticated: 4401, forbidden: 1008 }[String(error.code)] : undefined;
      if (code === undefined) throw error;
      this.#client.close(code, 'Refused.');
      return;
    }
    this.#token = token;
    this.#connection = connection;
    if (this.#isOpen) {
      const at = tools.now();
      this.#client.frame({ type: 'connected', connectionId: this.#id, sessionId, at, protocolVersion: 1 });
    } else connection.close();
  }

  get #id(): string {
    return this.#play.tools.ids.canonical('connection', this.#connection?.id ?? '');
  }

  /** Watches a session. What it missed comes out of its history, what happens from now on out of the watch alone. */
  async #join(connection: Connection, frame: Of<'watch' | 'switch_session'>, type: 'watched' | 'session_switched') {
    const { sessionId: id, after } = frame;
    if (id === null) return;
    const session = this.#play.session(id);
    const sessionId = await this.#play.foreignOf(session);
    const held = this.#teller.hold(session);
    this.#teller.anew(session);
    const said = await connection.ask({ type: frame.type, sessionId }, type);
    const history = said.type === 'error' ? undefined : await this.#history(session);
    this.#teller.release(session);
    if (!history) {
      this.#refuse('not_found', id, said.type === 'error' ? String(said.error) : 'No such session.');
      return;
    }
    const { story, last } = session.log;
    const { seq, running: runs, state = 'CREATED' } = story;
    if (after !== null && after > seq) throw this.#play.tools.lacks('answer to a cursor that is ahead');
    if (type === 'session_switched') this.#switched(session);
    this.#watched.add(session);
    if (type === 'watched') {
      this.#client.frame({ type, sessionId: id, seq, running: runs });
    } else {
      const { mode, cwd, branch, wtId, tokens, running } = connection.read('session_switched', said);
      const place = { cwd, branch, worktree: wtId ?? null };
      this.#client.frame({ type, sessionId: id, seq, state, running, mode, ...place, tokens });
    }
    for (const event of after === null ? [] : history) {
      if (event.type !== 'piece' && event.seq > (after ?? 0)) this.#teller.tell(event);
    }
    for (const later of held) if ((later.seq ?? 0) > last) this.#teller.event(later, this.#token);
  }

  async #history(session: Session): Promise<readonly Told[] | undefined> {
    try {
      return (await this.#play.look(session, this.#token)).events;
    } catch (error) {
      if (error instanceof Refused && error.code === 'not_found') return undefined;
      throw error;
    }
  }

  #switched(session: Session | undefined): void {
    if (this.#current && this.#current !== session) this.#watched.delete(this.#current);
    this.#current = session;
  }

  async #leave(connection: Connection): Promise<void> {
    await connection.ask({ type: 'switch_session', sessionId: null }, 'session_cleared');
    await this.#teller.done();
    this.#switched(undefined);
    this.#client.frame({ type: 'session_cleared' });
  }

  async #unwatch(connection: Connection, { sessionId: id }: Of<'unwatch'>): Promise<void> {
    const session = this.#play.session(id);
    await connection.ask({ type: 'unwatch', sessionId: await this.#play.foreignOf(session) }, 'unwatched');
    await this.#teller.done();
    this.#watched.delete(session);
    this.#client.frame({ type: 'unwatched', sessionId: id });
  }

  async #prompt(connection: Connection, frame: Of<'send' | 'interrupt'>): Promise<void> {
    const { session, makes } = await this.#prompts.say(frame, connection, () => this.#isOpen);
    session.owner = this.#id;
    if (makes) {
      this.#teller.bears(session);
      await connection.answer('session_id', null);
    }
    if (!this.#prompts.isAgain(frame.clientMsgId)) return;
    await connection.handled();
    await this.#teller.done();
    if (!this.#prompts.isAgain(frame.clientMsgId)) return;
    for (const event of (await this.#history(session)) ?? []) {
      const accepted = event.type === 'user_message' ? this.#prompts.stored(event) : undefined;
      if (accepted) this.#client.frame(accepted);
    }
  }

  /** The events come before the answer there: they wait for it here. */
  async #reconnect(connection: Connection, frame: Of<'reconnect' | 'resume'>, type: 'reconnected' | 'resumed') {
    const asked = [];
    for (const { sessionId: id, lastSeq: seq } of frame.sessions) {
      const session = this.#play.session(id);
      const sessionId = await this.#play.foreignOf(session);
      const lastSeq = session.log.cursorOf(seq);
      if (lastSeq === undefined) throw this.#play.tools.lacks('answer to a cursor that is ahead');
      asked.push({ session, sessionId, lastSeq });
    }
    const held = asked.map(({ session }) => ({ session, frames: this.#teller.hold(session) }));
    const sessions = asked.map(({ sessionId, lastSeq }) => ({ sessionId, lastSeq }));
    const said = await connection.ask({ type: 'reconnect', sessions }, 'reconnected');
    const found = new Set(connection.read('reconnected', said).sessions.map(({ sessionId }) => sessionId));
    const told: Told[] = [];
    const standings = [];
    for (const { session, frames } of held) {
      this.#teller.anew(session);
      const isThere = found.has(session.foreign ?? '') && (session.log.last > 0 || (await this.#history(session)));
      for (const event of frames) told.push(...(await this.#play.place(event, this.#token)));
      this.#teller.release(session);
      if (isThere) this.#watched.add(session);
      const { seq, running } = session.log.story;
      const status = isThere ? ('replayed' as const) : ('not_found' as const);
      standings.push({ sessionId: session.id, status, seq, running });
    }
    this.#client.frame({ type, sessions: standings });
    // Pieces are not replayed by the contract: who comes in the middle is told the reply so far with the next one.
    for (const one of told) if (one.type !== 'piece') this.#teller.tell(one);
  }

  async #suspend(connection: Connection, { sessions: asked }: Of<'suspend'>): Promise<void> {
    const watched = asked.flatMap(({ sessionId, lastSeq }) => {
      const session = this.#play.session(sessionId);
      return this.#watched.has(session) ? [{ session, lastSeq }] : [];
    });
    const sessions = watched.map(({ session, lastSeq }) => ({
      sessionId: session.foreign,
      lastSeq: session.log.cursorOf(lastSeq) ?? session.log.last,
    }));
    connection.say({ type: 'session_suspend', sessions });
    await connection.handled();
    await this.#teller.done();
    for (const { session } of watched) this.#watched.delete(session);
    this.#client.frame({ type: 'suspended', sessions: watched.map(({ session: { id } }) => ({ sessionId: id })) });
  }

  /** There is no answer: the session is looked at until it is closing, and what it does then comes after that. */
  async #stop(connection: Connection, { sessionId: id }: Of<'stop'>): Promise<void> {
    const session = this.#play.session(id);
    const { story } = session.log;
    const sessionId = await this.#play.foreignOf(session);
    const before = story.seq;
    const held = this.#teller.hold(session);
    const told: Told[] = [];
    connection.say({ type: 'session_close', sessionId });
    await connection.handled();
    await this.#teller.done();
    const end = await this.#play.tools.until(`the end of the session ${id}`, async () => {
      for (const event of held.splice(0)) told.push(...(await this.#play.place(event, this.#token)));
      if (!this.#watched.has(session) && !(await this.#history(session))) return 'not_found';
      if (story.over && story.over.seq > before) return story.over.state;
      return story.state === 'CLOSING' || story.state === 'ENDED' ? story.state : undefined;
    });
    this.#teller.release(session);
    if (end === 'not_found') this.#refuse(end, id, 'No such session.');
    else this.#client.frame({ type: 'stopping', sessionId: id, state: end });
    for (const one of told) this.#teller.tell(one);
    for (const later of held) this.#teller.event(later, this.#token);
  }

  #refuse(code: LiveErrorCode, sessionId: string, detail: string): void {
    this.#client.frame({ type: 'error', code, detail, sessionId });
  }

  #came(frame: MitzoFrame): void {
    const { type, sessionId, seq } = frame;
    if (type === 'error' && seq === undefined) {
      const refusal = this.#prompts.refused(frame);
      const session = refusal ? undefined : this.#teller.modeRefused();
      if (refusal) this.#client.frame(refusal);
      if (session) this.#refuse(refusalOf(frame.error), session.id, String(frame.error));
    }
    if (sessionId === undefined) return;
    if (type === 'session_id') {
      this.#teller.named(sessionId);
    } else if (type === 'session_takeover') {
      const { id, owner: by = this.#id } = this.#play.sessionOf(sessionId);
      this.#client.frame({ type, sessionId: id, by });
    } else if (seq !== undefined) {
      this.#teller.event(frame, this.#token);
    } else if (type === 'mode_changed' && this.#connection) {
      this.#teller.modeSet(this.#play.sessionOf(sessionId), this.#connection.read('mode_changed', frame).mode);
    }
  }
}
