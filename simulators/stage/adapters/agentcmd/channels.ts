import { refused } from '../refused.ts';
import { WireLost, type WireSocket } from '../wire.ts';
import type { AgentcmdClient } from './client.ts';
import type { Hearer, Line } from './line.ts';
import { channelFrames, connected, envelope, subscription } from './wire.ts';

/** Milliseconds between two looks for an answer. */
const every = 10;

/** The one socket of today, with a channel for each session. */
export class Channels implements Line {
  at = 0;
  readonly #client: AgentcmdClient;
  readonly #hearer: Hearer;
  /** By channel: how a subscription was answered; `true`: it holds. */
  readonly #answers = new Map<string, true | string>();
  #pongs = 0;
  #closed = false;
  #socket: WireSocket | undefined;

  private constructor(client: AgentcmdClient, hearer: Hearer) {
    this.#client = client;
    this.#hearer = hearer;
  }

  /** Connects; null: it was closed before it was connected, as the hearer was told. */
  static async open(client: AgentcmdClient, token: string | null, hearer: Hearer): Promise<Channels | null> {
    const channels = new Channels(client, hearer);
    const credential = client.credentialOf(token);
    channels.#socket = await client.tools.wire.open({
      path: `/ws${credential === null ? '' : `?token=${encodeURIComponent(credential)}`}`,
      frame: (said) => client.hearing(() => channels.#take(said)),
      close(code, reason) {
        channels.#closed = true;
        hearer.closed(code, reason);
      },
    });
    const look = () => (channels.#closed || channels.at > 0 ? true : undefined);
    await client.tools.until('global.connected', look, { every });
    return channels.#closed ? null : channels;
  }

  async follow(sessionId: string): Promise<void> {
    const channel = channelOf(sessionId);
    this.#answers.delete(channel);
    this.#send('global', 'subscribe', { channels: [channel] });
    const answer = await this.#until(`the answer to subscribe ${channel}`, () => this.#answers.get(channel));
    if (answer !== true) throw refused('not_found', answer);
  }

  leave(sessionId: string): void {
    this.#send(channelOf(sessionId), 'session.unsubscribe', {});
  }

  say(sessionId: string, prompt: string, resume: boolean): void {
    const { model } = this.#client.tools.options;
    const config = { resume, sessionId, ...(model ? { model } : {}) };
    this.#send(channelOf(sessionId), 'session.send_message', { message: prompt, config });
  }

  cancel(sessionId: string): void {
    this.#send(channelOf(sessionId), 'session.cancel', {});
  }

  async ping(): Promise<void> {
    const before = this.#pongs;
    this.#send('global', 'global.ping', {});
    await this.#until('global.pong', () => (this.#pongs > before ? true : undefined));
  }

  close(): void {
    this.#closed = true;
    this.#socket?.close();
  }

  #until<Value>(what: string, look: () => Value | undefined): Promise<Value> {
    const lookOpen = () => {
      if (this.#closed) throw new WireLost('the socket was closed');
      return look();
    };
    return this.#client.tools.until(what, lookOpen, { every });
  }

  #send(channel: string, type: string, data: unknown): void {
    this.#socket?.send({ channel, type, data });
  }

  #take(came: unknown): void {
    const { channel, type, data } = this.#client.read('a frame', envelope, came);
    const what = `a frame ${type}`;
    const [kind, sessionId] = channel.split(':', 2);
    if (type === 'global.connected') this.at = this.#client.read(what, connected, data).timestamp;
    if (type === 'global.pong') this.#pongs += 1;
    if (type === 'global.subscription_success') {
      this.#answers.set(this.#client.read(what, subscription, data).channel, true);
    }
    if (type === 'global.subscription_error') {
      const { channel: asked, error = 'It was refused.' } = this.#client.read(what, subscription, data);
      this.#answers.set(asked, error);
    }
    const schema = channelFrames[type];
    if (!schema || kind !== 'session' || sessionId === undefined) return;
    const { sessionId: named = sessionId } = Object(data);
    if (named !== sessionId) throw this.#client.tools.wire.unexpected(what, came, 'data of the session of its channel');
    this.#hearer.said(sessionId, this.#client.read(what, schema, data));
  }
}

function channelOf(sessionId: string): string {
  return `session:${sessionId}`;
}
