import type { HistoryEvent } from '../../contracts/trace/index.ts';
import type { Exchange } from './check.ts';
import { kindOf } from './check.ts';
import { asked, fields, param, text } from './reading.ts';

export interface Workspace {
  workspaceId: string;
  taskId: string;
  sessionId: string;
  /** The first order. */
  order: { index: number; time: number };
  /** The answer with which the target learned that the node agreed, and the request it belongs to. */
  agreed?: { index: number; time: number; sent: number; op: number };
  /** The event that shows it running, while it runs. */
  running?: number;
  /** The last time the target asked the node to stop it. */
  deletion?: Exchange;
  /** The node answered an order with a failure. */
  refused?: number;
}

/** What the target ordered of nodes and what became of it. */
export class Workspaces {
  readonly #all = new Map<string, Workspace>();

  on(event: HistoryEvent, exchange: Exchange | undefined): void {
    if (event.kind === 'report' && kindOf(event.actor) === 'vm-agent') {
      const workspace = this.#all.get(text(fields(event.detail).workspaceId) ?? '');
      if (workspace && event.report === 'workspace-started') workspace.running = event.index;
      if (workspace && event.report === 'workspace-stopped') delete workspace.running;
    }
    if (exchange?.actor !== 'target') return;
    const order = asked(event, exchange, 'createWorkspace');
    if (order) this.#ordered(order);
    const workspace = this.#all.get(param(exchange, 'workspaceId'));
    if (!workspace || (event.kind !== 'send' && event.kind !== 'deliver')) return;
    if (exchange.operation === 'deleteWorkspace') workspace.deletion = exchange;
    if (event.message.type !== 'response') return;
    const { status } = event.message;
    if (exchange.operation === 'deleteWorkspace') {
      if (event.kind === 'send' && status < 300) delete workspace.running;
      return;
    }
    if (status >= 400) workspace.refused = event.index;
    else if (event.kind === 'send' && status === 201) workspace.running ??= event.index;
    else if (event.kind === 'deliver') {
      workspace.agreed ??= { index: event.index, time: event.time, sent: exchange.sent.index, op: exchange.op };
    }
  }

  all(): Workspace[] {
    return [...this.#all.values()];
  }

  get(workspaceId: string): Workspace | undefined {
    return this.#all.get(workspaceId);
  }

  #ordered(order: Exchange): void {
    const workspaceId = param(order, 'workspaceId');
    const { taskId, sessionId } = fields(order.sent.message.body);
    if (this.#all.has(workspaceId)) return;
    const { index, time } = order.sent;
    this.#all.set(workspaceId, {
      workspaceId,
      taskId: text(taskId) ?? '',
      sessionId: text(sessionId) ?? '',
      order: { index, time },
    });
  }
}

/** Did the node not confirm the last request to stop it? Then the target has done its part, or will go on with it. */
export function deletionFailed({ deletion }: Workspace): boolean {
  return deletion !== undefined && !deletion.answered.some(({ message }) => message.status < 300);
}
