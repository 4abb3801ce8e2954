/** Builds short histories of live sessions for the tests of checks. */
import type { WireMessage } from '../../../contracts/trace/index.ts';
import type { LiveEvent, LiveSession, LiveState } from '../../../contracts/wire/index.ts';
import { judgeRows, type Row } from '../cases.testing.ts';
import type { Check } from '../check.ts';
import { HistoryBuilder } from '../testing.ts';

type Json = Record<string, unknown>;

/** Epoch milliseconds of the target's clock when a history begins. */
export const beginning = 1_000_000_000_000;

/** A live socket. Each step answers the index of its event. */
export interface LiveLine {
  op: number;
  connectionId: string;
  /** A frame of the client, which arrives. Answers its arrival. */
  says(frame: Json): number;
  /** A frame of the target, which arrives. Answers its sending. */
  hears(frame: Json): number;
  /** A frame of the target that is lost on the way. */
  misses(frame: Json): number;
  close(by?: string, code?: number): number;
  /** Switches and is answered. */
  switches(sessionId: string, answer: Json, after?: number | null): number;
  /** A prompt that is accepted at once with its `user_message`. */
  prompts(sessionId: string, clientMsgId: string, prompt: string, answer: Json, more?: Json): number;
}

export class LiveHistoryBuilder extends HistoryBuilder {
  /** What is durable, by session. */
  readonly stored = new Map<string, LiveEvent[]>();
  #sockets = 0;
  #msg = 100_000;

  /** Epoch milliseconds now. */
  get at(): number {
    return beginning + this.time;
  }

  /** Something becomes durable now. Answers the event, for the frames that tell of it. */
  store(type: string, more: Json = {}, sessionId = 's1'): LiveEvent & Json {
    const events = this.stored.get(sessionId) ?? [];
    this.stored.set(sessionId, events);
    const last = events.findLast((event) => event.type === 'session_state');
    const at = type === 'session_state' ? Math.max(this.at, (last?.at ?? 0) + 1) : this.at;
    const event = { type, sessionId, seq: events.length + 1, at, ...more } as unknown as LiveEvent & Json;
    events.push(event);
    return event;
  }

  state(state: LiveState, run = 1, sessionId = 's1'): LiveEvent & Json {
    return this.store('session_state', { state, run }, sessionId);
  }

  user(clientMsgId: string, content = `say ${clientMsgId}`, sessionId = 's1'): LiveEvent & Json {
    return this.store('user_message', { clientMsgId, messageId: `m-${clientMsgId}`, content }, sessionId);
  }

  complete(clientMsgId: string, run = 1, sessionId = 's1'): LiveEvent & Json {
    const metadata = { totalTokens: 3, messageCount: 2, lastMessageAt: null, firstMessagePreview: null };
    const reply = { clientMsgId, messageId: `r-${clientMsgId}`, content: 'Echo', run, metadata };
    return this.store('message_complete', reply, sessionId);
  }

  interrupted(clientMsgId: string, run = 1, sessionId = 's1'): LiveEvent & Json {
    return this.store('message_interrupted', { clientMsgId, messageId: null, content: '', run }, sessionId);
  }

  failed(clientMsgId: string, run = 1, sessionId = 's1'): LiveEvent & Json {
    return this.store('message_failed', { clientMsgId, messageId: null, content: '', run, detail: '' }, sessionId);
  }

  /** The record is made. */
  make(sessionId = 's1', body: Json = {}): number {
    const shown = this.record(sessionId, { state: 'CREATED', ...body });
    return this.call('frontend', 'createLiveSession', { params: { sessionId }, body }, 201, shown);
  }

  record(sessionId: string, more: Json = {}): LiveSession {
    const metadata = { totalTokens: 0, messageCount: 0, lastMessageAt: null, firstMessagePreview: null };
    const place = { mode: 'ask', cwd: '/workspace', branch: 'main', worktree: null };
    const times = { createdAt: this.stored.get(sessionId)?.[0]?.at ?? this.at, updatedAt: this.at };
    const shown = { sessionId, projectId: 'p1', state: 'ACTIVE', running: true, ...place, metadata, seq: 1, ...times };
    return { ...shown, ...more } as LiveSession;
  }

  /** A socket on which hello was answered. */
  live(actor = 'frontend', token = `token-of-${actor}`): LiveLine {
    const line = this.opened(actor);
    line.says({ type: 'hello', protocolVersion: 1, token, sessionId: null });
    const { connectionId, at } = { connectionId: line.connectionId, at: this.at };
    line.hears({ type: 'connected', connectionId, sessionId: null, at, protocolVersion: 1 });
    return line;
  }

  /** A socket on which nothing was said. */
  opened(actor = 'frontend'): LiveLine {
    const step = this.send(actor, 'live');
    step.arrive();
    this.#sockets += 1;
    const connectionId = `connection-${this.#sockets}`;
    const put = (kind: 'send' | 'deliver', by: string, message: WireMessage) =>
      this.add({ kind, actor: by, operation: 'live', op: step.op, msg: this.#msg, message });
    const pass = (from: string, to: string, message: WireMessage) => {
      this.#msg += 1;
      const sent = put('send', from, message);
      return { sent, arrived: put('deliver', to, message) };
    };
    const frame = (body: Json): WireMessage => ({ type: 'frame', socket: step.op, body });
    pass('target', actor, { type: 'open', socket: step.op });
    const says = (body: Json) => pass(actor, 'target', frame(body)).arrived;
    const hears = (body: Json) => pass('target', actor, frame(body)).sent;
    const standing = { running: true, mode: 'ask', cwd: '/workspace', branch: 'main', worktree: null, tokens: 0 };
    return {
      op: step.op,
      connectionId,
      says,
      hears,
      misses: (body) => {
        this.#msg += 1;
        return put('send', 'target', frame(body));
      },
      close: (by = 'network', code = 1006) =>
        pass(by, actor, { type: 'close', socket: step.op, code, reason: '' }).sent,
      switches: (sessionId, answer, after = null) => {
        says({ type: 'switch_session', sessionId, after });
        return hears({ type: 'session_switched', sessionId, state: 'ACTIVE', ...standing, ...answer });
      },
      prompts: (sessionId, clientMsgId, prompt, answer, more = {}) => {
        says({ type: 'send', sessionId, clientMsgId, prompt, resume: true, ...more });
        const messageId = `m-${clientMsgId}`;
        return hears({ type: 'accepted', sessionId, clientMsgId, messageId, status: 'stored', ...answer });
      },
    };
  }

  /** The observer reads all that is durable. Answers the page of each session. */
  observeLive(more: { without?: string[]; records?: Json } = {}): Record<string, number> {
    this.add({ kind: 'phase', actor: 'harness', phase: 'observe' });
    const pages: Record<string, number> = {};
    for (const [sessionId, events] of this.stored) {
      if (more.without?.includes(sessionId)) continue;
      const params = { sessionId };
      const seq = events.length;
      this.call('observer', 'getLiveSession', { params }, 200, this.record(sessionId, { seq, ...more.records }));
      pages[sessionId] = this.call('observer', 'liveHistory', { params }, 200, { events, nextAfter: null });
    }
    this.add({ kind: 'phase', actor: 'harness', phase: 'end' });
    return pages;
  }

  /** A session with a running loop and nothing to do, made by a first prompt `c1` that was answered. */
  idle(sessionId = 's1'): void {
    this.begun(sessionId);
    this.wait(300);
    this.complete('c1', 1, sessionId);
    this.wait(100);
  }

  /** A session whose loop is at its first prompt `c1`. */
  begun(sessionId = 's1', prompt = 'say c1'): void {
    this.make(sessionId);
    this.state('CREATED', 0, sessionId);
    this.wait(10);
    this.user('c1', prompt, sessionId);
    this.state('STARTING', 1, sessionId);
    this.wait(100);
    this.state('ACTIVE', 1, sessionId);
  }
}

/** Makes a test of each row. */
export function judgeLive(entry: Check, cases: readonly Row<LiveHistoryBuilder>[]): void {
  judgeRows(entry, cases, () => new LiveHistoryBuilder());
}
