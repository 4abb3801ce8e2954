import { type BatchResult, type FeedFrame, limits, type Session } from '../../../contracts/wire/index.ts';
import type { Entry, MessagePage, Order, PageRequest, ProjectCalls, Refusal, Result, Who } from '../calls.ts';
import { markQueued } from '../database/submits.ts';
import { markEnded } from '../database/tasks.ts';
import { type Env, phaseArchiveOf, runnerOf } from '../env.ts';
import { backoff, reach } from '../failures.ts';
import { earliestDeletion } from '../phases/archive/store.ts';
import { PhaseSessions } from '../phases/phase-sessions.ts';
import type { MessageRow } from '../rules/messages.ts';
import { currentRules, type Rules } from '../rules.ts';
import { type Deadline, dropDeadline, leaseDeadline, nextDue, setDeadline } from './deadlines.ts';
import { createTables } from './schema.ts';
import { cleanUp, findSession, listSessions, type SessionRow, sessionAt, stop, tell } from './sessions.ts';
import { admit, broadcast, receive } from './sockets.ts';

/** Milliseconds after which a submit that was not completed by its request is completed by the object. */
const confirmAfter = 60_000;

/** Reserved: a socket may report them, but must not send them. */
const reservedCloseCodes = [1004, 1005, 1006, 1015];

const refusal = (code: Refusal['code'], detail: string): Refusal => ({ ok: false, code, detail });
const noSession = refusal('not_found', 'There is no such session.');
const stopped = refusal('session_stopped', 'The session is stopped.');

/** Sessions, messages and feed of one project. Each change is one synchronous transaction, feed included. */
export class ProjectData extends PhaseSessions implements ProjectCalls {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    createTables(ctx.storage.sql);
  }

  async createSession(order: Order): Promise<void> {
    const rules = currentRules();
    const now = Date.now();
    if (rules.existingSession(this.#sql, order)) return;
    await this.#commit(rules, () => {
      setDeadline(this.#sql, 'confirm', order.sessionId, now + confirmAfter);
      return rules.storeSession(this.#sql, rules, order, now);
    });
  }

  async getSession(who: Who, sessionId: string): Promise<Result<Session>> {
    const rules = currentRules();
    const found = this.#open(rules, who, sessionId);
    return found.ok ? { ok: true, value: rules.describeSession(found.value) } : found;
  }

  async listSessions(page: PageRequest) {
    return listSessions(this.#sql, currentRules(), page);
  }

  async listMessages(who: Who, sessionId: string, after: number, limit: number): Promise<Result<MessagePage>> {
    const rules = currentRules();
    const found = this.#open(rules, who, sessionId);
    if (!found.ok) return found;
    const rows = rules.historyPage(this.#sql, sessionId, after, limit + 1);
    const page = rows.slice(0, limit);
    const nextAfter = rows.length > limit ? (page.at(-1)?.seq ?? null) : null;
    return { ok: true, value: { messages: page.map(describeMessage), nextAfter } };
  }

  async linkWorkspace(who: Who, sessionId: string, workspaceId: string): Promise<Result<Session>> {
    const rules = currentRules();
    const found = this.#open(rules, who, sessionId);
    if (!found.ok) return found;
    if (who.role === 'vm-agent' && who.subject !== workspaceId) {
      return refusal('forbidden', 'A VM agent links its own workspace only.');
    }
    const decision = rules.linkDecision(found.value, workspaceId);
    if (decision === 'session_stopped') return stopped;
    if (decision === 'workspace_conflict') return refusal(decision, 'The session is linked to another workspace.');
    await this.#commit(rules, () => {
      // Whoever links on behalf of the provider is the runner: it was started, so the submit was completed.
      if (who.role === 'provider') dropDeadline(this.#sql, 'confirm', sessionId);
      if (decision === 'same') return [];
      this.#sql.exec('UPDATE sessions SET workspace_id = ? WHERE id = ?', workspaceId, sessionId);
      return [tell(this.#sql, rules, 'session.linked', sessionId, Date.now())];
    });
    return this.#describe(rules, sessionId);
  }

  async completeAgent(who: Who, sessionId: string): Promise<Result<Session>> {
    const rules = currentRules();
    const found = this.#open(rules, who, sessionId);
    if (!found.ok) return found;
    if (found.value.status === 'stopped') return stopped;
    const now = Date.now();
    if (found.value.count_at_completion !== found.value.message_count) {
      await this.#commit(rules, () => {
        this.#sql.exec(
          'UPDATE sessions SET agent_completed_at = ?, count_at_completion = message_count WHERE id = ?',
          now,
          sessionId,
        );
        setDeadline(this.#sql, 'cleanup', sessionId, now + limits.idlePeriod);
        return [tell(this.#sql, rules, 'session.agent_completed', sessionId, now)];
      });
    }
    return this.#describe(rules, sessionId);
  }

  async stopSession(who: Who, sessionId: string): Promise<Result<Session>> {
    const rules = currentRules();
    const found = this.#open(rules, who, sessionId);
    if (!found.ok) return found;
    if (found.value.status === 'active') {
      await this.#commit(rules, () => stop(this.#sql, rules, sessionId, 'stopped', Date.now()));
      await this.#pursue(rules);
    }
    return this.#describe(rules, sessionId);
  }

  async failSession(sessionId: string): Promise<Result<Session>> {
    const rules = currentRules();
    const row = findSession(this.#sql, sessionId);
    if (!row) return noSession;
    if (row.status === 'active' && row.workspace_id === null) {
      await this.#commit(rules, () => stop(this.#sql, rules, sessionId, 'failed', Date.now()));
      await this.#pursue(rules);
    }
    return this.#describe(rules, sessionId);
  }

  async appendMessages(who: Who, sessionId: string, entries: Entry[]): Promise<Result<BatchResult[]>> {
    const rules = currentRules();
    const row = findSession(this.#sql, sessionId);
    if (!row) return rules.unknownSession(entries);
    const found = this.#open(rules, who, sessionId);
    if (!found.ok) return found;
    let results: BatchResult[] = [];
    await this.#commit(rules, () => {
      const batch = rules.storeBatch(this.#sql, rules, found.value, entries, Date.now());
      results = batch.results;
      return batch.frames;
    });
    const known = results.some((result) => result.status !== 'rejected' || result.code === 'message_conflict');
    return known || row.status === 'active' ? { ok: true, value: results } : stopped;
  }

  /** Opens an events socket. Only the handler gets here, after it has asked whether the caller may. */
  override async fetch(request: Request): Promise<Response> {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    admit(server, Number(request.headers.get('x-token-expires-at')));
    return new Response(null, { status: 101, webSocket: client });
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    receive(this.#sql, currentRules(), socket, data);
  }

  override async webSocketClose(socket: WebSocket, code: number, reason: string): Promise<void> {
    socket.close(reservedCloseCodes.includes(code) ? 1000 : code, reason);
  }

  override async alarm(): Promise<void> {
    await this.#pursue(currentRules());
  }

  /**
   * Does what is due. Cleaning up is a transaction, and leaves what is to be done outside as another deadline. What
   * reaches outside is put off before it is tried, so that it is tried again if it fails or this object dies.
   */
  async #pursue(rules: Rules): Promise<void> {
    const now = Date.now();
    await this.#commit(rules, () =>
      rules
        .dueDeadlines(this.#sql, now)
        .flatMap((deadline) =>
          deadline.kind === 'cleanup' ? cleanUp(this.#sql, rules, deadline.session_id, now) : [],
        ),
    );
    const due = rules.dueDeadlines(this.#sql, now).filter((deadline) => deadline.kind !== 'cleanup');
    if (due.length === 0) return;
    for (const deadline of due) leaseDeadline(this.#sql, deadline, now + backoff(deadline.attempt));
    await this.#arm();
    await this.ctx.storage.sync();
    for (const deadline of due) await this.#meet(deadline);
    await this.#arm();
  }

  async #meet({ kind, session_id }: Deadline): Promise<void> {
    try {
      if (kind === 'archive') await this.#announce(session_id);
      else if (kind === 'confirm') await this.#confirm(sessionAt(this.#sql, session_id));
      else await this.#finish(sessionAt(this.#sql, session_id));
      dropDeadline(this.#sql, kind, session_id);
    } catch (error) {
      console.error(`A deadline (${kind}) was not met and will be tried again.`, error);
    }
  }

  /** Completes a submit whose request died after the session was made (TASK-2). Each step may have been done. */
  async #confirm(row: SessionRow): Promise<void> {
    await markQueued(this.env.DB, row.task_id, Date.now());
    await reach('the runner', () => runnerOf(this.env, row.task_id).start(orderOf(row)));
  }

  /** The task knows its workspace also where the session was never linked (TASK-14). */
  async #finish(row: SessionRow): Promise<void> {
    await reach('the runner', () => runnerOf(this.env, row.task_id).shutdown(orderOf(row), row.workspace_id));
    await markEnded(this.env.DB, row.task_id, row.outcome ?? 'stopped', Date.now());
  }

  /** Says that there is something to archive (PHASE-10). */
  async #announce(projectId: string): Promise<void> {
    const deletedAt = earliestDeletion(this.#sql, -1);
    if (deletedAt === null) return;
    await reach('the archive', () => phaseArchiveOf(this.env, projectId).arm(projectId, deletedAt));
  }

  get #sql() {
    return this.ctx.storage.sql;
  }

  /** A session, for someone who may have it. */
  #open(rules: Rules, who: Who, sessionId: string): Result<SessionRow> {
    const row = findSession(this.#sql, sessionId);
    if (!row) return noSession;
    if (!rules.mayUseSession(who, row)) return refusal('forbidden', 'The session is of another workspace.');
    return { ok: true, value: row };
  }

  #describe(rules: Rules, sessionId: string): Result<Session> {
    return { ok: true, value: rules.describeSession(sessionAt(this.#sql, sessionId)) };
  }

  /** One transaction, its alarm, and then its news. The platform holds all that leaves until all is durable. */
  async #commit(rules: Rules, change: () => FeedFrame[]): Promise<void> {
    await this.publish(rules, this.ctx.storage.transactionSync(change));
  }

  protected override async publish(rules: Rules, frames: FeedFrame[]): Promise<void> {
    const armed = this.#arm();
    broadcast(this.ctx.getWebSockets(), rules.liveEvents(frames));
    await armed;
  }

  #arm(): Promise<void> {
    const due = nextDue(this.#sql);
    return due === null ? this.ctx.storage.deleteAlarm() : this.ctx.storage.setAlarm(due);
  }
}

function orderOf(row: SessionRow): Order {
  return JSON.parse(row.task_order) as Order;
}

function describeMessage(row: MessageRow) {
  return {
    sessionId: row.session_id,
    seq: row.seq,
    messageId: row.message_id,
    role: row.role,
    content: row.content,
    createdAt: row.created_at,
    storedAt: row.stored_at,
  };
}
