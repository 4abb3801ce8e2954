import { type LiveClientFrame, type LiveErrorCode, limits, liveCloseCodes } from '../../../../contracts/wire/index.ts';
import type { Client, Side } from '../adapter.ts';
import { Refused } from '../refused.ts';
import type { Line } from './line.ts';
import type { AgentcmdPlay } from './play.ts';
import { Prompts } from './prompts.ts';
import { Watches } from './watches.ts';
import type { Said } from './wire.ts';

type Of<Type extends LiveClientFrame['type']> = Extract<LiveClientFrame, { type: Type }>;
type Places = Of<'reconnect'>['sessions'];

/** One live socket of the contract, on a line of its own. */
export class LiveSide implements Side<'live'> {
  readonly #play: AgentcmdPlay;
  readonly #client: Client<'live'>;
  #token: string | null = null;
  #line: Line | null = null;
  #watches: Watches | null = null;
  #prompts: Prompts | null = null;
  #switched: string | null = null;
  #closed = false;
  /** What the client says and what is heard is taken one after the other. */
  #turn: Promise<void> = Promise.resolve();

  constructor(play: AgentcmdPlay, client: Client<'live'>) {
    this.#play = play;
    this.#client = client;
  }

  send(frame: LiveClientFrame): Promise<void> {
    return this.#next(() => this.#take(frame));
  }

  close(): void {
    this.#closed = true;
    this.#line?.close();
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(() => (this.#closed ? undefined : work()));
    this.#turn = done.catch(() => {});
    return done;
  }

  async #take(frame: LiveClientFrame): Promise<void> {
    const { lacks } = this.#play.tools;
    if (frame.type === 'hello') return this.#hello(frame);
    if (!this.#line || !this.#watches || !this.#prompts) throw lacks('way to say anything before its token');
    if (frame.type === 'set_mode') throw lacks('way to set a mode but with a message');
    if (frame.type === 'ping') {
      if (!this.#line.ping) throw lacks('ping on the sockets of sessions');
      await this.#line.ping();
      return this.#client.frame({ type: 'pong' });
    }
    try {
      await this.#ask(frame, this.#line, this.#watches, this.#prompts);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const code = codeOf(error);
      if (code === undefined) throw error;
      const named = {
        ...('sessionId' in frame && frame.sessionId !== null ? { sessionId: frame.sessionId } : {}),
        ...('clientMsgId' in frame ? { clientMsgId: frame.clientMsgId } : {}),
      };
      this.#client.frame({ type: 'error', code, detail: error.message, ...named });
    }
  }

  async #hello({ token, sessionId }: Of<'hello'>): Promise<void> {
    if (this.#line) throw this.#play.tools.lacks('second hello');
    this.#token = token;
    const closed = (code: number, reason: string) => {
      this.#closed = true;
      this.#client.close(code, reason);
    };
    try {
      const said = (id: string, what: Said) =>
        this.#play.beside(this.#next(async () => this.#watches?.heard(id, what)));
      this.#line = await this.#play.openLine(token, { said, closed });
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'unauthenticated') throw error;
      return closed(liveCloseCodes.unauthenticated, 'the token is not known');
    }
    if (!this.#line) return;
    if (this.#closed) return this.#line.close();
    this.#watches = new Watches(this.#play, this.#client, this.#line, token);
    this.#prompts = new Prompts(this.#play, this.#client, this.#line, token, this.#watches, {
      next: (work) => this.#next(work),
      isOver: () => this.#closed,
    });
    const { at } = this.#line;
    this.#client.frame({
      type: 'connected',
      connectionId: this.#play.tools.newId(),
      sessionId,
      at,
      protocolVersion: 1,
    });
  }

  async #ask(
    frame: Exclude<LiveClientFrame, { type: 'hello' | 'ping' | 'set_mode' }>,
    line: Line,
    watches: Watches,
    prompts: Prompts,
  ): Promise<void> {
    const client = this.#client;
    switch (frame.type) {
      case 'watch': {
        const { seq, running } = await watches.begin(frame.sessionId, frame.after);
        client.frame({ type: 'watched', sessionId: frame.sessionId, seq, running });
        return watches.tell(frame.sessionId);
      }
      case 'unwatch':
        watches.end(frame.sessionId);
        return client.frame({ type: 'unwatched', sessionId: frame.sessionId });
      case 'switch_session':
        return this.#switch(frame, watches);
      case 'reconnect':
      case 'resume': {
        const sessions = await this.#resume(frame.sessions, watches);
        client.frame({ type: frame.type === 'resume' ? 'resumed' : 'reconnected', sessions });
        for (const { sessionId } of sessions) await watches.tell(sessionId);
        return;
      }
      case 'suspend': {
        const watched = frame.sessions.filter(({ sessionId }) => watches.has(sessionId));
        for (const { sessionId } of watched) watches.end(sessionId);
        return client.frame({ type: 'suspended', sessions: watched.map(({ sessionId }) => ({ sessionId })) });
      }
      case 'stop': {
        if (!line.cancel) throw this.#play.tools.lacks('way to stop a session');
        const { open } = await this.#play.read(frame.sessionId, this.#token);
        // With nothing under way nothing runs there that could be stopped.
        if (open) line.cancel(frame.sessionId);
        return client.frame({ type: 'stopping', sessionId: frame.sessionId, state: open ? 'CLOSING' : 'ENDED' });
      }
      case 'send':
      case 'interrupt':
        if (Buffer.byteLength(frame.prompt) > limits.messageBytes) throw this.#play.tools.lacks('limit of a message');
        return prompts.say(frame);
    }
  }

  async #switch({ sessionId, after }: Of<'switch_session'>, watches: Watches): Promise<void> {
    const log = sessionId === null ? null : await watches.begin(sessionId, after);
    if (this.#switched !== null && this.#switched !== sessionId) watches.end(this.#switched);
    this.#switched = sessionId;
    if (sessionId === null || !log) return this.#client.frame({ type: 'session_cleared' });
    const session = await this.#play.session(sessionId, this.#token);
    const { running, state, seq, mode, cwd, branch, worktree, metadata } = session;
    const tokens = metadata.totalTokens;
    const shown = { seq, state, running, mode, cwd, branch, worktree, tokens };
    watches.stands(sessionId, after, seq);
    this.#client.frame({ type: 'session_switched', sessionId, ...shown });
    return watches.tell(sessionId);
  }

  async #resume(places: Places, watches: Watches) {
    const standings = places.map(async ({ sessionId, lastSeq }) => {
      try {
        const { seq, running } = await watches.begin(sessionId, lastSeq);
        const status = lastSeq > seq ? ('cursor_invalid' as const) : ('replayed' as const);
        return { sessionId, status, seq, running };
      } catch (error) {
        if (!(error instanceof Refused) || codeOf(error) !== 'not_found') throw error;
        return { sessionId, status: 'not_found' as const, seq: 0, running: false };
      }
    });
    return Promise.all(standings);
  }
}

/** A refusal as a frame says it; undefined where no frame can. */
function codeOf({ code }: Refused): LiveErrorCode | undefined {
  if (code === 'not_found' || code === 'forbidden' || code === 'unauthenticated') return 'not_found';
  return code === 'internal_error' || code === 'unavailable' ? 'unavailable' : undefined;
}
