import { z } from 'zod';
import { refused } from '../refused.ts';
import { WireLost, type WireSocket } from '../wire.ts';
import type { AgentcmdClient } from './client.ts';
import type { Hearer, Line } from './line.ts';
import { connected, type Said, sessionFrames } from './wire.ts';

interface Own {
  socket?: WireSocket;
  state: 'new' | 'connected' | 'closed';
  /** Why it was closed before it was connected, where the system said so. */
  refusal?: string;
}

/** A socket for each session that is followed, as it was before there were channels. */
export class SessionSockets implements Line {
  at: number;
  readonly #client: AgentcmdClient;
  readonly #token: string | null;
  readonly #hearer: Hearer;
  readonly #sockets = new Map<string, Own>();

  private constructor(client: AgentcmdClient, token: string | null, hearer: Hearer) {
    this.#client = client;
    this.#token = token;
    this.#hearer = hearer;
    this.at = client.tools.now();
  }

  /**
   * Nothing can be opened before there is a session: whose token it is says a request.
   *
   * @throws Refused where the token is not known
   */
  static async open(client: AgentcmdClient, token: string | null, hearer: Hearer): Promise<SessionSockets> {
    await client.sessions(token);
    return new SessionSockets(client, token, hearer);
  }

  async follow(sessionId: string): Promise<void> {
    const { tools } = this.#client;
    if (this.#sockets.get(sessionId)?.state === 'connected') return;
    const own: Own = { state: 'new' };
    this.#sockets.set(sessionId, own);
    const credential = this.#client.credentialOf(this.#token);
    own.socket = await tools.wire.open({
      path: `/ws/chat/${sessionId}${credential === null ? '' : `?token=${encodeURIComponent(credential)}`}`,
      frame: (came) => this.#client.hearing(() => this.#take(sessionId, own, came)),
      close: (code, reason) => this.#lost(own, code, reason),
    });
    const look = () => (own.state === 'new' ? undefined : own.state);
    await tools.until(`connected of session ${sessionId}`, look, { every: 10 });
    if (own.state === 'connected') return;
    this.#sockets.delete(sessionId);
    if (own.refusal === undefined) throw new WireLost('the socket was closed');
    throw refused('not_found', own.refusal);
  }

  leave(sessionId: string): void {
    this.#sockets.get(sessionId)?.socket?.close();
    this.#sockets.delete(sessionId);
  }

  say(sessionId: string, prompt: string, resume: boolean): void {
    const config = resume ? { resume, sessionId } : {};
    this.#sockets.get(sessionId)?.socket?.send({ type: 'send_message', sessionId, message: prompt, config });
  }

  close(): void {
    for (const sessionId of [...this.#sockets.keys()]) this.leave(sessionId);
  }

  #take(sessionId: string, own: Own, came: unknown): void {
    const { type } = this.#client.read('a frame', z.looseObject({ type: z.string() }), came);
    const what = `a frame ${type}`;
    if (type === 'connected') {
      this.at = this.#client.read(what, connected, came).timestamp;
      own.state = 'connected';
    }
    const schema = sessionFrames[type];
    if (!schema) return;
    const said: Said = this.#client.read(what, schema, came);
    if (own.state === 'connected') this.#hearer.said(sessionId, said);
    else if (said.type === 'error') own.refusal = said.text;
  }

  #lost(own: Own, code: number, reason: string): void {
    const before = own.state;
    own.state = 'closed';
    if (before === 'connected') this.#hearer.closed(code, reason);
  }
}
