import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Session } from '../contracts/wire/index.ts';

const id = (digit: string) =>
  `${digit.repeat(8)}-${digit.repeat(4)}-4${digit.repeat(3)}-8${digit.repeat(3)}-${digit.repeat(12)}`;

/** The session that the server shows, whatever it is asked for. */
export const shownSession: Session = {
  sessionId: id('1'),
  projectId: id('2'),
  taskId: id('3'),
  workspaceId: id('4'),
  topic: 'Plan the migration of the archive to the new store',
  status: 'active',
  messageCount: 4,
  createdAt: 1_767_225_600_000,
  agentCompletedAt: null,
  stoppedAt: null,
};

/** The least a server can do: answers every request with a session and every frame with a pong. */
export async function startEcho(): Promise<{ url: string; close(): Promise<void> }> {
  const body = JSON.stringify(shownSession);
  const pong = JSON.stringify({ type: 'pong' });
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on('connection', (socket) => {
    socket.on('message', () => socket.send(pong));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
