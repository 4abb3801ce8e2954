import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { matchRoute } from '../contracts/wire/route.ts';

/** What the provider asked of the node. */
export interface Order {
  operation: string;
  workspaceId: string;
  body: unknown;
}

/** Milliseconds until an order is given up. */
const patience = 3000;

/** A node that agrees to everything: plain `node:http`. */
export class BareNode {
  readonly url: string;
  readonly #server: ReturnType<typeof createServer>;
  readonly #orders: Order[];
  readonly #notice: { arrived: () => void };

  private constructor(server: ReturnType<typeof createServer>, orders: Order[], notice: { arrived: () => void }) {
    this.#server = server;
    this.#orders = orders;
    this.#notice = notice;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(): Promise<BareNode> {
    const orders: Order[] = [];
    const notice = { arrived() {} };
    const server = createServer((request, response) => {
      void takeOrder(request, response).then((order) => {
        if (order) orders.push(order);
        notice.arrived();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new BareNode(server, orders, notice);
  }

  /** The first order that `fits` and was not taken before; waits until it comes. Undefined: it never came. */
  async take(fits: (order: Order) => boolean): Promise<Order | undefined> {
    const end = performance.now() + patience;
    for (;;) {
      const index = this.#orders.findIndex(fits);
      if (index >= 0) return this.#orders.splice(index, 1)[0];
      const left = end - performance.now();
      if (left <= 0) return undefined;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#notice.arrived = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function takeOrder(request: IncomingMessage, response: ServerResponse): Promise<Order | undefined> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const match = matchRoute(request.method ?? '', request.url ?? '');
  if (typeof match === 'string') {
    response.writeHead(404).end();
    return undefined;
  }
  const workspaceId = match.params.workspaceId ?? '';
  if (match.operation === 'deleteWorkspace') response.writeHead(204).end();
  else response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ workspaceId }));
  return { operation: match.operation, workspaceId, body: text === '' ? undefined : JSON.parse(text) };
}
