import { DurableObject } from 'cloudflare:workers';
import { type LiveSession, liveCloseCodes, type NewLiveSession } from '../../../contracts/wire/index.ts';
import type { LiveCalls, LiveHistoryPage, LivePlace, PageRequest, Result } from '../calls.ts';
import { saveLiveRecord } from '../database/live-records.ts';
import type { Env } from '../env.ts';
import type { Hibernating } from '../platform.ts';
import { currentRules, type Rules } from '../rules.ts';
import { Change } from './change.ts';
import { dueOf, meetDeadlines, nextDue } from './deadlines.ts';
import type { EchoLoop } from './loop.ts';
import { Loops } from './loops.ts';
import { createRecord, describe, historyOf, listRecords, openRecord } from './records.ts';
import { recover } from './recovery.ts';
import { findLive, liveAt, metadataOf } from './rows.ts';
import { createLiveTables } from './schema.ts';
import {
  audienceOf,
  type Connection,
  close,
  deliver,
  recall,
  remember,
  tags,
  withoutWatch,
} from './sockets/connections.ts';
import { greet } from './sockets/hello.ts';
import { type Host, leaveAll, parseFrame, receive, refuse } from './sockets/receive.ts';
import { type } from './sockets/terminal.ts';
import { failTurn } from './turn-ends.ts';
import { advance, finish } from './turns.ts';

/** Reserved: a socket may report them, but must not send them. */
const reservedCloseCodes = [1004, 1005, 1006, 1015];

/**
 * The live sessions of one project: records, events, the query loops that run them, and the sockets that watch.
 * Sockets and what they watch outlive the memory of the object; loops do not.
 */
export class LiveSessions extends DurableObject<Env> implements LiveCalls, Host {
  /** The query loops, in memory alone. */
  readonly loops: Loops = new Loops((loop) => this.#ring(loop));
  /** When the alarm rings, as far as this memory knows; null: not at all. */
  #alarmAt: number | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    createLiveTables(ctx.storage.sql);
    const rules = currentRules();
    // Whoever asked the memory before this one is not answered any more.
    for (const socket of this.sockets()) if (recall(socket).asking) close(socket, 1011, 'Connect again.');
    this.commit(rules, null, (change) => recover(change, this.loops));
    this.#arm(nextDue(ctx.storage.sql, rules, this.loops));
  }

  async createLive(place: LivePlace, wanted: NewLiveSession): Promise<Result<{ made: boolean; session: LiveSession }>> {
    return this.commit(currentRules(), null, (change) => createRecord(change, this.loops, place, wanted)).result;
  }

  async getLive(userId: string, sessionId: string): Promise<Result<LiveSession>> {
    const rules = currentRules();
    const found = openRecord(this.ctx.storage.sql, rules, userId, sessionId);
    return found.ok ? { ok: true, value: describe(rules, this.loops, found.value) } : found;
  }

  async listLive(userId: string, page: PageRequest) {
    return listRecords(this.ctx.storage.sql, currentRules(), this.loops, userId, page);
  }

  async liveHistory(userId: string, sessionId: string, after: number, limit: number): Promise<Result<LiveHistoryPage>> {
    return historyOf(this.ctx.storage.sql, currentRules(), { userId, sessionId, after, limit });
  }

  /** Opens a socket, as the handler has it: `terminal` for someone it knows, `live` for anybody. */
  override async fetch(request: Request): Promise<Response> {
    const { 0: client, 1: server } = new WebSocketPair();
    const expiresAt = Number(request.headers.get('x-token-expires-at'));
    if (new URL(request.url).pathname === '/terminal') {
      this.ctx.acceptWebSocket(server, [tags.terminal]);
      server.serializeAttachment({ expiresAt });
    } else {
      this.ctx.acceptWebSocket(server, [tags.live]);
      const projectId = request.headers.get('x-project-id') ?? '';
      const connection: Connection = {
        connectionId: crypto.randomUUID(),
        projectId,
        user: null,
        asking: false,
        expiresAt: 0,
        current: null,
        watches: [],
      };
      remember(server, connection);
    }
    return new Response(null, { status: 101, webSocket: client });
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    if (this.ctx.getTags(socket).includes(tags.terminal)) return type(socket, data);
    const rules = currentRules();
    const { user, asking } = recall(socket);
    const frame = parseFrame(rules, data);
    if (frame === null) rules.malformedFrame(socket, 'The frame is not a LiveClientFrame.');
    else if (frame === 'other protocol' && user !== null) refuse(socket, 'already_connected');
    else if (frame === 'other protocol') close(socket, liveCloseCodes.forbidden, 'The protocol is not spoken here.');
    else if (user !== null) receive(this, rules, socket, frame);
    else if (frame.type === 'hello' && !asking) await greet(this.env, rules, socket, frame);
    else if (rules.handlesEarly()) receive(this, rules, socket, frame);
    else refuse(socket, 'not_connected', frame);
  }

  override async webSocketClose(socket: WebSocket, code: number, reason: string): Promise<void> {
    if (this.ctx.getTags(socket).includes(tags.live)) leaveAll(this, currentRules(), socket);
    socket.close(reservedCloseCodes.includes(code) ? 1000 : code, reason);
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    if (this.ctx.getTags(socket).includes(tags.live)) leaveAll(this, currentRules(), socket);
  }

  override async alarm(): Promise<void> {
    const rules = currentRules();
    this.#alarmAt = null;
    const gone = this.commit(rules, null, (change) => meetDeadlines(change, this.loops)).result;
    // An id that is free again may become another user's.
    for (const sessionId of gone) {
      for (const socket of this.sockets()) remember(socket, withoutWatch(recall(socket), sessionId));
    }
    await this.#arm(nextDue(this.ctx.storage.sql, rules, this.loops));
  }

  sockets(): readonly Hibernating[] {
    return this.ctx.getWebSockets(tags.live);
  }

  /** The platform holds all that leaves until all is durable. */
  commit<T>(rules: Rules, asker: string | null, work: (change: Change) => T) {
    const audience = (sessionId: string) => audienceOf(this.sockets(), sessionId, Date.now());
    const change = new Change(this.ctx.storage.sql, rules, audience);
    const result = this.ctx.storage.transactionSync(() => work(change));
    const held = deliver(this.sockets(), rules, change.notices, change.now, asker);
    for (const sessionId of change.changed) {
      const row = findLive(change.sql, sessionId);
      // A copy is written right after: only where that fails there is something to wait for.
      if (row) this.#arm(dueOf({ ...row, save_due: null }, rules, this.loops));
    }
    for (const sessionId of change.unsaved) this.ctx.waitUntil(this.#save(sessionId));
    return { result, held, change };
  }

  /** What a loop does at its time. */
  #ring(loop: EchoLoop): void {
    const rules = currentRules();
    const { turn } = loop;
    rules.stepLoop({
      completes: turn !== null && turn.done === turn.echo.pieces.length && turn.echo.end === 'complete',
      take: () => this.commit(rules, null, (change) => advance(change, this.loops, loop)),
      fail: () => turn && this.commit(rules, null, (change) => finish(change, this.loops, loop, turn, failTurn)),
      save: () => this.#copy(loop.sessionId),
    });
  }

  /** Copies the metadata of a session. Where that fails, nobody is told; it is done again later (WEB-10). */
  async #save(sessionId: string): Promise<void> {
    try {
      await this.#copy(sessionId);
    } catch (error) {
      console.error('The metadata of a live session were not copied, and will be again.', error);
      await this.#arm(findLive(this.ctx.storage.sql, sessionId)?.save_due ?? null);
    }
  }

  async #copy(sessionId: string): Promise<void> {
    const row = liveAt(this.ctx.storage.sql, sessionId);
    const { project_id: projectId, user_id: userId } = row;
    await saveLiveRecord(this.env.DB, { projectId, userId, sessionId, ...metadataOf(row) });
    this.ctx.storage.sql.exec(
      'UPDATE sessions SET save_due = NULL WHERE id = ? AND message_count = ? AND total_tokens = ?',
      sessionId,
      row.message_count,
      row.total_tokens,
    );
  }

  /** Sets the alarm, where there is none or it would ring too late. It is set anew whenever it has rung. */
  async #arm(due: number | null): Promise<void> {
    if (due === null || (this.#alarmAt !== null && this.#alarmAt <= due)) return;
    this.#alarmAt = due;
    await this.ctx.storage.setAlarm(due);
  }
}
