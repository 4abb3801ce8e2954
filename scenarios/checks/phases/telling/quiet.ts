import type { EventOf, HistoryEvent } from '../../../../contracts/trace/index.ts';
import { phaseEventTypes } from '../../../../contracts/wire/index.ts';
import { type Exchange, kindOf } from '../../check.ts';
import { fields, list } from '../../reading.ts';

/** What a panel showed at a moment when nothing was under way. */
export interface Snapshot {
  actor: string;
  /** Sessions as they were shown. */
  shown: unknown[];
  /** The report. */
  report: number;
  /** The moment. */
  index: number;
  /** The last event of the feed about phases that had reached it. */
  heard: number;
  /** Sessions and versions that refusals had named to it, with the answers. */
  told: { sessionId: string; version: number; event: number }[];
}

type Panel = Omit<Snapshot, 'index'>;

/** Follows what phase panels show, and when nothing is under way. */
export class QuietPanels {
  readonly snapshots: Snapshot[] = [];
  readonly #panels = new Map<string, Panel>();
  readonly #open = new Set<Exchange>();
  readonly #frames = new Set<number>();
  readonly #broken = new Set<number>();
  /** Snapshots of each actor that a report may still come in for. */
  readonly #fresh = new Map<string, Snapshot>();

  on(event: HistoryEvent, exchange: Exchange | undefined): void {
    if (event.kind === 'fault' && event.op !== undefined) this.#broken.add(event.op);
    if (event.kind === 'report' && event.report === 'phases') this.#report(event);
    if (exchange) this.#wire(event, exchange);
    const isBreak =
      event.kind === 'verb' || event.kind === 'advance' || event.kind === 'at-once' || event.kind === 'phase';
    if (isBreak && this.#panels.size > 0 && this.#isQuiet()) this.#snap(event.index);
  }

  #isQuiet(): boolean {
    if (this.#frames.size > 0) return false;
    for (const exchange of this.#open) {
      const isOver = exchange.answered.length >= exchange.arrived.length || this.#broken.has(exchange.op);
      if (!exchange.outcome || !isOver) return false;
      this.#open.delete(exchange);
    }
    return true;
  }

  #snap(index: number): void {
    for (const panel of this.#panels.values()) {
      const snapshot = { ...panel, told: [...panel.told], index };
      this.snapshots.push(snapshot);
      this.#fresh.set(panel.actor, snapshot);
    }
  }

  #report({ actor, detail, index }: EventOf<'report'>): void {
    const shown = list(fields(detail).sessions);
    const panel = this.#panels.get(actor) ?? { actor, shown, report: index, heard: 0, told: [] };
    this.#panels.set(actor, Object.assign(panel, { shown, report: index }));
    // What it heard last shows a moment later.
    Object.assign(this.#fresh.get(actor) ?? {}, { shown, report: index });
  }

  #wire(event: HistoryEvent, exchange: Exchange): void {
    if (event.kind !== 'send' && event.kind !== 'deliver' && event.kind !== 'drop' && event.kind !== 'outcome') return;
    if (event.kind === 'outcome') {
      // It could not look again: until it can, it shows what it had.
      if (event.operation === 'listPhaseSessions' && event.outcome !== 'ok')
        this.#panels.get(event.actor)?.told.splice(0);
      return;
    }
    const { message } = event;
    if (message.type === 'request' && event.kind === 'send') this.#ask(exchange);
    if (message.type === 'frame') this.#frame(event.kind, event.msg);
    if (event.kind !== 'deliver' || kindOf(event.actor) !== 'frontend') return;
    this.#fresh.delete(event.actor);
    if (message.type === 'frame') this.#heard(event.actor, fields(message.body));
    if (message.type === 'response') this.#refused(event.actor, fields(fields(message.body).current), event.index);
  }

  /** An upgrade is answered with a socket: its frames are followed. */
  #ask(exchange: Exchange): void {
    if (exchange.operation !== 'events' && exchange.operation !== 'live' && exchange.operation !== 'terminal')
      this.#open.add(exchange);
  }

  #frame(kind: 'send' | 'deliver' | 'drop', msg: number): void {
    if (kind === 'send') this.#frames.add(msg);
    else this.#frames.delete(msg);
  }

  #heard(actor: string, { type, cursor }: Record<string, unknown>): void {
    const panel = this.#panels.get(actor);
    if (panel && phaseEventTypes.has(String(type)) && typeof cursor === 'number')
      panel.heard = Math.max(panel.heard, cursor);
  }

  #refused(actor: string, { sessionId, version }: Record<string, unknown>, event: number): void {
    if (typeof sessionId !== 'string' || typeof version !== 'number') return;
    this.#panels.get(actor)?.told.push({ sessionId, version, event });
  }
}
