import type { HistoryEvent } from '../../contracts/trace/index.ts';
import { type Exchange, kindOf } from './check.ts';
import { asked, batchOf, type Fields, fields, param, text, tokenOf } from './reading.ts';

/** A message a VM agent was told to report. */
export interface Told {
  actor: string;
  /** Undefined where it cannot be known. */
  workspaceId: string | undefined;
  sessionId: string | undefined;
  role: unknown;
  content: unknown;
  /** Undefined until it is on the wire, where the agent gave it one itself. */
  messageId: string | undefined;
  verb: { index: number; time: number };
  /** The request that brought it out first. */
  sent?: number;
}

/** What VM agents were told to report, in order, joined with what they then sent. */
export class ToldMessages {
  readonly all: Told[] = [];
  /** By actor: workspaces in the order of their starts. */
  readonly #started = new Map<string, Fields[]>();
  /** Not yet on the wire: by actor and id, or by actor, role and content. */
  readonly #waiting = new Map<string, Told[]>();

  /** Answers the messages this event brings out for the first time. */
  on(event: HistoryEvent, exchange: Exchange | undefined): Told[] {
    if (kindOf(event.actor) !== 'vm-agent') return [];
    if (event.kind === 'report' && event.report === 'workspace-started') {
      this.#started.set(event.actor, [...(this.#started.get(event.actor) ?? []), fields(event.detail)]);
    }
    if (event.kind === 'verb' && event.verb === 'report' && event.refused === undefined) this.#tell(event);
    const batch = asked(event, exchange, 'appendMessages');
    return batch ? batchOf(batch).flatMap((message) => this.#bringOut(batch, message)) : [];
  }

  /** Workspaces that an agent runs, in the order of their starts. */
  startedBy(actor: string): readonly Fields[] {
    return this.#started.get(actor) ?? [];
  }

  #tell(event: HistoryEvent & { kind: 'verb' }): void {
    const { workspaceId, messageId, role, content } = fields(event.args);
    const started = this.startedBy(event.actor);
    const workspace = started.find((one) => one.workspaceId === (workspaceId ?? started.at(-1)?.workspaceId));
    const told: Told = {
      actor: event.actor,
      workspaceId: text(workspace?.workspaceId),
      sessionId: text(workspace?.sessionId),
      role,
      content,
      messageId: text(messageId),
      verb: { index: event.index, time: event.time },
    };
    this.all.push(told);
    const key = told.messageId === undefined ? this.#byContent(told) : this.#byId(told.actor, told.messageId);
    const waiting = this.#waiting.get(key);
    if (waiting) waiting.push(told);
    else this.#waiting.set(key, [told]);
  }

  #bringOut(batch: Exchange, { messageId, role, content }: Fields): Told[] {
    const id = text(messageId);
    if (id === undefined) return [];
    for (const key of [this.#byId(batch.actor, id), this.#byContent({ actor: batch.actor, role, content })]) {
      const told = this.#waiting.get(key)?.shift();
      if (!told) continue;
      told.messageId = id;
      told.sent = batch.sent.index;
      told.sessionId ??= param(batch, 'sessionId');
      return [told];
    }
    return [];
  }

  #byId(actor: string, messageId: string): string {
    return JSON.stringify([actor, messageId]);
  }

  #byContent({ actor, role, content }: Pick<Told, 'actor' | 'role' | 'content'>): string {
    return JSON.stringify([actor, role, content]);
  }
}

/** One reporter of an agent, as it is seen on the wire: it has a token of its own. */
export function laneOf(exchange: Exchange): string {
  return JSON.stringify([exchange.actor, param(exchange, 'sessionId'), tokenOf(exchange)]);
}
